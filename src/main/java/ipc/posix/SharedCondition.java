package ipc.posix;

import static ipc.posix.PosixException.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A process-shared {@code pthread_cond_t} in shared memory, which waits by the monotonic clock.
 *
 * <p>It has no robust variant. A process killed inside {@code pthread_cond_wait} or {@code pthread_cond_signal} can block the
 * other one in the C library for ever, whatever its deadline. A watchdog must run beside it.
 */
public final class SharedCondition {
    /** Bytes of the object in shared memory. */
    public static final int BYTES = Abi.CURRENT.conditionBytes();

    private static final int PTHREAD_PROCESS_SHARED = 1;
    private static final int CLOCK_MONOTONIC = 1;
    /** More than {@code pthread_condattr_t} has on any architecture (4 or 8 bytes). */
    private static final int ATTRIBUTE_BYTES = 64;

    static {
        Native.register(SharedCondition.class, Platform.C_LIBRARY_NAME);
    }

    private final Pointer condition;
    private final Timespec deadline = new Timespec();

    private SharedCondition(long address) {
        condition = new Pointer(address);
    }

    private static native int pthread_condattr_init(Pointer attributes);

    private static native int pthread_condattr_setpshared(Pointer attributes, int shared);

    private static native int pthread_condattr_setclock(Pointer attributes, int clock);

    private static native int pthread_condattr_destroy(Pointer attributes);

    private static native int pthread_cond_init(Pointer condition, Pointer attributes);

    private static native int pthread_cond_timedwait(Pointer condition, Pointer mutex, Pointer deadline);

    private static native int pthread_cond_signal(Pointer condition);

    /** Initialises {@link #BYTES} zeroed bytes. One process does this before the other one uses it. */
    public static SharedCondition create(long address) {
        SharedCondition created = new SharedCondition(address);
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            check("pthread_condattr_init", pthread_condattr_init(attributes));
            check("pthread_condattr_setpshared", pthread_condattr_setpshared(attributes, PTHREAD_PROCESS_SHARED));
            check("pthread_condattr_setclock", pthread_condattr_setclock(attributes, CLOCK_MONOTONIC));
            check("pthread_cond_init", pthread_cond_init(created.condition, attributes));
            check("pthread_condattr_destroy", pthread_condattr_destroy(attributes));
        }
        return created;
    }

    /** The condition variable that another process created at this address. */
    public static SharedCondition at(long address) {
        return new SharedCondition(address);
    }

    /**
     * Sets the deadline of {@link #await}. It stays valid for later waits until it is set again.
     *
     * @param nanos on the scale of {@link System#nanoTime()}, which on Linux is {@code CLOCK_MONOTONIC}
     */
    public void deadline(long nanos) {
        deadline.set(nanos);
    }

    /**
     * Releases the mutex, sleeps until signalled, and locks the mutex again. It may return without a signal, so the caller must
     * check its predicate.
     *
     * @param mutex locked by this thread
     * @return false after the deadline
     * @throws PosixException with {@code EOWNERDEAD} if the other process died while it held the mutex
     */
    public boolean await(SharedMutex mutex) {
        int errno = pthread_cond_timedwait(condition, mutex.pointer(), deadline.pointer());
        if (errno == 0) {
            return true;
        }
        if (errno == Errno.ETIMEDOUT.number()) {
            return false;
        }
        throw new PosixException("pthread_cond_timedwait", errno);
    }

    /** Wakes one waiter, if there is one. */
    public void signal() {
        check("pthread_cond_signal", pthread_cond_signal(condition));
    }
}
