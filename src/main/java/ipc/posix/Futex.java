package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A 32-bit word at an address that both processes map, on which a thread can sleep in the kernel until it is woken:
 * {@code futex(2)}, by its number, as glibc has no function for it. Not private: the kernel finds the waiter by the memory behind
 * the address, which may be another one in each process.
 *
 * <p>Nothing here reads or writes the word but the kernel, which compares it before it lets a thread sleep.
 */
public final class Futex {
    /** Bytes the word takes in shared memory; its address must be a multiple of them. */
    public static final int BYTES = Integer.BYTES;

    private static final int FUTEX_WAKE = 1;
    /** {@code FUTEX_WAIT} with a moment in place of a duration: whatever interrupts it, the deadline stays where it is. */
    private static final int FUTEX_WAIT_BITSET = 9;
    private static final int FUTEX_BITSET_MATCH_ANY = -1;
    private static final int ONE_WAITER = 1;

    static {
        Native.register(Futex.class, Platform.C_LIBRARY_NAME);
    }

    private final Pointer word;
    private final Timespec deadline = new Timespec();

    private Futex(long address) {
        word = new Pointer(address);
    }

    /** In C the result is a {@code long}, but never one that needs more than its low 32 bits. */
    private static native int syscall(
            int number, Pointer word, int operation, int value, Pointer deadline, Pointer unused, int bits);

    /** The futex at an address. There is nothing to initialise. */
    public static Futex at(long address) {
        return new Futex(address);
    }

    /**
     * Sets the moment until which {@link #await} waits; it holds for every later wait until it is set again.
     *
     * @param nanos on the scale of {@link System#nanoTime()}, which on Linux is {@code CLOCK_MONOTONIC}
     */
    public void deadline(long nanos) {
        deadline.set(nanos);
    }

    /**
     * Sleeps until woken, if the word has this value; comparing and falling asleep are one step for every {@link #wake}. May
     * return without either: the caller looks for itself.
     *
     * @return false once the deadline has passed
     */
    public boolean await(int value) {
        if (syscall(Abi.CURRENT.sysFutex(), word, FUTEX_WAIT_BITSET, value, deadline.pointer(), null, FUTEX_BITSET_MATCH_ANY)
                == 0) {
            return true;
        }
        int errno = Errno.last();
        // The word has another value already; or a signal came.
        if (errno == Errno.EAGAIN.number() || errno == Errno.EINTR.number()) {
            return true;
        }
        if (errno == Errno.ETIMEDOUT.number()) {
            return false;
        }
        throw failed("FUTEX_WAIT_BITSET, " + value, errno);
    }

    /** Wakes one thread that sleeps here, if there is one. */
    public void wake() {
        if (syscall(Abi.CURRENT.sysFutex(), word, FUTEX_WAKE, ONE_WAITER, null, null, 0) < 0) {
            throw failed("FUTEX_WAKE, " + ONE_WAITER, Errno.last());
        }
    }

    private PosixException failed(String arguments, int errno) {
        return new PosixException("futex(0x" + Long.toHexString(Pointer.nativeValue(word)) + ", " + arguments + ")", errno);
    }
}
