package ipc.posix;

/**
 * A system call said no. The message names the call, its arguments and the reason, for example
 * {@code shmget(IPC_PRIVATE, 4096, 0600): ENOSPC (28), no space left: kernel.shmmni = 4096 segments are in use}.
 */
public final class PosixException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;

    /**
     * @param call   the call with its arguments, as a reader would type it
     * @param number the error number
     */
    public PosixException(String call, int number) {
        this(call, number, "");
    }

    /**
     * @param call        the call with its arguments, as a reader would type it
     * @param number      the error number
     * @param likelyCause what most likely stands behind it and how to see it; empty if the name says all
     */
    public PosixException(String call, int number, String likelyCause) {
        super(call + ": " + describe(number) + (likelyCause.isEmpty() ? "" : ": " + likelyCause));
        this.number = number;
    }

    /**
     * For calls that return their error number and touch no {@code errno}.
     *
     * @throws PosixException if it is not 0
     */
    static void check(String call, int number) {
        if (number != 0) {
            throw new PosixException(call, number);
        }
    }

    /** The error, {@link Errno#OTHER} if this project has no name for it. */
    public Errno errno() {
        return Errno.of(number);
    }

    private static String describe(int number) {
        Errno errno = Errno.of(number);
        return errno == Errno.OTHER ? "errno " + number : errno + " (" + number + "), " + errno.meaning();
    }
}
