package ipc.posix;

/**
 * A failed system call. The message names the call, its arguments and the reason, for example {@code shmget(IPC_PRIVATE, 4096,
 * 0600): ENOSPC (28), no space left: kernel.shmmni = 4096 segments are in use}.
 */
public final class PosixException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int number;

    /**
     * @param call   the call with its arguments, as in C
     * @param number the error number
     */
    public PosixException(String call, int number) {
        this(call, number, "");
    }

    /**
     * @param call        the call with its arguments, as in C
     * @param number      the error number
     * @param likelyCause the likely cause and how to see it; may be empty
     */
    public PosixException(String call, int number, String likelyCause) {
        super(call + ": " + describe(number) + (likelyCause.isEmpty() ? "" : ": " + likelyCause));
        this.number = number;
    }

    /**
     * Checks a call that returns its error number instead of setting {@code errno}.
     *
     * @throws PosixException if it is not 0
     */
    static void check(String call, int number) {
        if (number != 0) {
            throw new PosixException(call, number);
        }
    }

    /** The error; {@link Errno#OTHER} if it is not listed. */
    public Errno errno() {
        return Errno.of(number);
    }

    private static String describe(int number) {
        Errno errno = Errno.of(number);
        return errno == Errno.OTHER ? "errno " + number : errno + " (" + number + "), " + errno.meaning();
    }
}
