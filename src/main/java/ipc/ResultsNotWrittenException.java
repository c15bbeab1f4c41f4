package ipc;

/** Reports that results could not be written. The command line prints the message and exits with 1. */
public final class ResultsNotWrittenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** @param message one line: where, why, and which results exist nevertheless */
    public ResultsNotWrittenException(String message, Throwable cause) {
        super(message, cause);
    }
}
