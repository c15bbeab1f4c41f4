package ipc.cli;

/** Exit codes of the process. */
final class ExitCode {
    /** Done. */
    static final int DONE = 0;
    /** A measurement failed. The results of the others are written. */
    static final int MEASUREMENT_FAILED = 1;
    /** {@code compare} found nothing that could be compared. */
    static final int NOTHING_COMPARED = 1;
    /** {@code advise} could not decide. */
    static final int NOT_DECIDED = 1;
    /** Bad input. One line says what would be right. */
    static final int BAD_INPUT = 2;
    /** {@code compare} found a cell that became slower. */
    static final int SLOWER = 3;

    private ExitCode() {
    }
}
