package ipc.cli;

/** What the process says when it ends. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** A measurement failed; the others' results are written. */
    static final int MEASUREMENT_FAILED = 1;
    /** Bad input, said in one line with what would be right. */
    static final int BAD_INPUT = 2;

    private ExitCode() {
    }
}
