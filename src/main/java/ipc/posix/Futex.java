package ipc.posix;

/**
 * A 32-bit word in shared memory on which a thread can sleep until it is woken: {@code futex(2)}, called by its number because
 * glibc has no function. It is not private, so the kernel finds the waiter even if the address differs between the processes.
 *
 * <p>These methods do not read or write the word. The kernel compares it before a thread sleeps.
 *
 * <p>Subclasses make the system call through JNA or through the JDK's foreign-function API.
 */
public abstract class Futex {
    /** Bytes of the word in shared memory. Its address must be a multiple of this. */
    public static final int BYTES = Integer.BYTES;

    private static final int FUTEX_WAKE = 1;
    /** {@code FUTEX_WAIT} with an absolute deadline, which stays valid after an interruption. */
    private static final int FUTEX_WAIT_BITSET = 9;
    private static final int FUTEX_BITSET_MATCH_ANY = -1;
    private static final int ONE_WAITER = 1;

    private final long address;
    private final Timespec deadline = new Timespec();

    Futex(long address) {
        this.address = address;
    }

    /** The futex at an address, called through JNA. It needs no initialisation. */
    public static Futex at(long address) {
        return new JnaFutex(address);
    }

    /**
     * Makes the system call on this word.
     *
     * @param deadline null for none
     * @return its result, or the negated error number
     */
    abstract int call(int operation, int value, Timespec deadline, int bits);

    /**
     * Sets the deadline of {@link #await}. It stays valid for later waits until it is set again.
     *
     * @param nanos on the scale of {@link System#nanoTime()}, which on Linux is {@code CLOCK_MONOTONIC}
     */
    public final void deadline(long nanos) {
        deadline.set(nanos);
    }

    /**
     * Sleeps until woken, if the word has this value. Comparing and falling asleep are atomic with respect to {@link #wake}. It
     * may return early, so the caller must check the word.
     *
     * @return false after the deadline
     */
    public final boolean await(int value) {
        int result = call(FUTEX_WAIT_BITSET, value, deadline, FUTEX_BITSET_MATCH_ANY);
        // The word has another value, or a signal arrived.
        if (result >= 0 || result == -Errno.EAGAIN.number() || result == -Errno.EINTR.number()) {
            return true;
        }
        if (result == -Errno.ETIMEDOUT.number()) {
            return false;
        }
        throw failed("FUTEX_WAIT_BITSET, " + value, -result);
    }

    /** Wakes one waiting thread, if there is one. */
    public final void wake() {
        int result = call(FUTEX_WAKE, ONE_WAITER, null, 0);
        if (result < 0) {
            throw failed("FUTEX_WAKE, " + ONE_WAITER, -result);
        }
    }

    private PosixException failed(String arguments, int errno) {
        return new PosixException("futex(0x" + Long.toHexString(address) + ", " + arguments + ")", errno);
    }
}
