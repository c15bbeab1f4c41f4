package ipc.posix;

import static ipc.posix.PosixException.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A process-shared, robust {@code pthread_mutex_t} in shared memory.
 *
 * <p>Robust ({@code pthread_mutexattr_setrobust(3)}) means: if the owner dies, the next {@link #lock} reports it instead of
 * blocking for ever. The calls return their error number, so the error-free path does not touch {@code errno}.
 */
public final class SharedMutex {
    /** Bytes of the object in shared memory. */
    public static final int BYTES = Abi.CURRENT.mutexBytes();

    private static final int PTHREAD_PROCESS_SHARED = 1;
    private static final int PTHREAD_MUTEX_ROBUST = 1;
    /** More than {@code pthread_mutexattr_t} has on any architecture (4 or 8 bytes). */
    private static final int ATTRIBUTE_BYTES = 64;

    static {
        Native.register(SharedMutex.class, Platform.C_LIBRARY_NAME);
    }

    private final Pointer mutex;

    private SharedMutex(long address) {
        mutex = new Pointer(address);
    }

    private static native int pthread_mutexattr_init(Pointer attributes);

    private static native int pthread_mutexattr_setpshared(Pointer attributes, int shared);

    private static native int pthread_mutexattr_setrobust(Pointer attributes, int robust);

    private static native int pthread_mutexattr_destroy(Pointer attributes);

    private static native int pthread_mutex_init(Pointer mutex, Pointer attributes);

    private static native int pthread_mutex_lock(Pointer mutex);

    private static native int pthread_mutex_unlock(Pointer mutex);

    /** Initialises {@link #BYTES} zeroed bytes as an unlocked mutex. One process does this before the other one uses it. */
    public static SharedMutex create(long address) {
        SharedMutex created = new SharedMutex(address);
        try (Memory attributes = new Memory(ATTRIBUTE_BYTES)) {
            check("pthread_mutexattr_init", pthread_mutexattr_init(attributes));
            check("pthread_mutexattr_setpshared", pthread_mutexattr_setpshared(attributes, PTHREAD_PROCESS_SHARED));
            check("pthread_mutexattr_setrobust", pthread_mutexattr_setrobust(attributes, PTHREAD_MUTEX_ROBUST));
            check("pthread_mutex_init", pthread_mutex_init(created.mutex, attributes));
            check("pthread_mutexattr_destroy", pthread_mutexattr_destroy(attributes));
        }
        return created;
    }

    /** The mutex that another process created at this address. */
    public static SharedMutex at(long address) {
        return new SharedMutex(address);
    }

    /**
     * Locks the mutex.
     *
     * @throws PosixException with {@code EOWNERDEAD} if its owner died
     */
    public void lock() {
        check("pthread_mutex_lock", pthread_mutex_lock(mutex));
    }

    /** Unlocks the mutex. Only its owner may. */
    public void unlock() {
        check("pthread_mutex_unlock", pthread_mutex_unlock(mutex));
    }

    Pointer pointer() {
        return mutex;
    }
}
