package ipc.cli;

/** What the process says when it ends. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** A measurement failed; the others' results are written. */
    static final int MEASUREMENT_FAILED = 1;
    /** {@code compare} found nothing that could be compared. */
    static final int NOTHING_COMPARED = 1;
    /** Bad input, said in one line with what would be right. */
    static final int BAD_INPUT = 2;
    /** {@code compare} found a cell that became worse. */
    static final int WORSE = 3;

    private ExitCode() {
    }
}
