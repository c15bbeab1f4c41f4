package ipc.posix;

/**
 * A 32-bit word at an address that both processes map, on which a thread can sleep in the kernel until it is woken:
 * {@code futex(2)}, by its number, as glibc has no function for it. Not private: the kernel finds the waiter by the memory behind
 * the address, which may be another one in each process.
 *
 * <p>Nothing here reads or writes the word but the kernel, which compares it before it lets a thread sleep.
 *
 * <p>How Java reaches the system call is left open: by JNA, as everything here does, or by the JDK's own downcalls.
 */
public abstract class Futex {
    /** Bytes the word takes in shared memory; its address must be a multiple of them. */
    public static final int BYTES = Integer.BYTES;

    private static final int FUTEX_WAKE = 1;
    /** {@code FUTEX_WAIT} with a moment in place of a duration: whatever interrupts it, the deadline stays where it is. */
    private static final int FUTEX_WAIT_BITSET = 9;
    private static final int FUTEX_BITSET_MATCH_ANY = -1;
    private static final int ONE_WAITER = 1;

    private final long address;
    private final Timespec deadline = new Timespec();

    Futex(long address) {
        this.address = address;
    }

    /** The futex at an address, called through JNA. There is nothing to initialise. */
    public static Futex at(long address) {
        return new JnaFutex(address);
    }

    /**
     * The same, called through the JDK's foreign-function interface.
     *
     * @throws IllegalStateException if this JDK has none: see {@link ForeignMemory#unavailableCalls()}
     */
    public static Futex foreign(long address) {
        return new ForeignFutex(address);
    }

    /**
     * The system call on this word.
     *
     * @param deadline null for none
     * @return its result, or the error number negated
     */
    abstract int call(int operation, int value, Timespec deadline, int bits);

    /**
     * Sets the moment until which {@link #await} waits; it holds for every later wait until it is set again.
     *
     * @param nanos on the scale of {@link System#nanoTime()}, which on Linux is {@code CLOCK_MONOTONIC}
     */
    public final void deadline(long nanos) {
        deadline.set(nanos);
    }

    /**
     * Sleeps until woken, if the word has this value; comparing and falling asleep are one step for every {@link #wake}. May
     * return without either: the caller looks for itself.
     *
     * @return false once the deadline has passed
     */
    public final boolean await(int value) {
        int result = call(FUTEX_WAIT_BITSET, value, deadline, FUTEX_BITSET_MATCH_ANY);
        // The word has another value already; or a signal came.
        if (result >= 0 || result == -Errno.EAGAIN.number() || result == -Errno.EINTR.number()) {
            return true;
        }
        if (result == -Errno.ETIMEDOUT.number()) {
            return false;
        }
        throw failed("FUTEX_WAIT_BITSET, " + value, -result);
    }

    /** Wakes one thread that sleeps here, if there is one. */
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
