package ipc;

/** What was measured could not be kept. The command line prints the line and exits with 1. */
public final class ResultsNotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message one line: where, why, and what is there all the same */
    public ResultsNotWrittenException(String message, Throwable cause) {
        super(message, cause);
    }
}
