package ipc.posix;

import static ipc.posix.PosixException.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A process-shared {@code pthread_cond_t} at an address that both processes map, waiting by the monotonic clock.
 *
 * <p>Unlike a mutex it has no robust kind: a process killed inside {@code pthread_cond_wait} or
 * {@code pthread_cond_signal} can leave it so that the other one never returns from the C library, whatever its
 * deadline. Whoever uses it needs a watchdog beside it.
 */
public final class SharedCondition {
    /** Bytes the object takes in shared memory. */
    public static final int BYTES = Abi.CURRENT.conditionBytes();

    private static final int PTHREAD_PROCESS_SHARED = 1;
    private static final int CLOCK_MONOTONIC = 1;
    /** More than any architecture's {@code pthread_condattr_t} (4 or 8 bytes). */
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

    /** Initialises {@link #BYTES} zeroed bytes. One process does this, before the other looks. */
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

    /** The condition variable that another process made at this address. */
    public static SharedCondition at(long address) {
        return new SharedCondition(address);
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
     * Releases the mutex, sleeps until signalled, takes the mutex again. May return without a signal: the caller's
     * predicate decides.
     *
     * @param mutex locked by this thread
     * @return false once the deadline has passed
     * @throws PosixException with {@code EOWNERDEAD} if the other process died holding the mutex
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
