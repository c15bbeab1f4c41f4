package ipc.posix;

import static ipc.posix.PosixException.check;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A process-shared, robust {@code pthread_mutex_t} at an address that both processes map.
 *
 * <p>Robust ({@code pthread_mutexattr_setrobust(3)}): when the owner dies, the next {@link #lock} reports it instead of
 * blocking for ever. The calls return their error number, so the path without an error touches no {@code errno}.
 */
public final class SharedMutex {
    /** Bytes the object takes in shared memory. */
    public static final int BYTES = Abi.CURRENT.mutexBytes();

    private static final int PTHREAD_PROCESS_SHARED = 1;
    private static final int PTHREAD_MUTEX_ROBUST = 1;
    /** More than any architecture's {@code pthread_mutexattr_t} (4 or 8 bytes). */
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

    /** Initialises {@link #BYTES} zeroed bytes as an unlocked mutex. One process does this, before the other looks. */
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

    /** The mutex that another process made at this address. */
    public static SharedMutex at(long address) {
        return new SharedMutex(address);
    }

    /**
     * Takes the mutex.
     *
     * @throws PosixException with {@code EOWNERDEAD} if the process that held it died
     */
    public void lock() {
        check("pthread_mutex_lock", pthread_mutex_lock(mutex));
    }

    /** Gives the mutex back; only its owner may. */
    public void unlock() {
        check("pthread_mutex_unlock", pthread_mutex_unlock(mutex));
    }

    Pointer pointer() {
        return mutex;
    }
}
