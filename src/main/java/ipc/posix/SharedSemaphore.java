package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A process-shared POSIX semaphore in shared memory: {@code sem_init(3)}, {@code sem_post(3)}, {@code sem_timedwait(3)}.
 *
 * <p>The count is its whole state, so a process that dies leaves nothing locked.
 */
public final class SharedSemaphore {
    /** Bytes of the object in shared memory. */
    public static final int BYTES = Abi.CURRENT.semaphoreBytes();

    private static final int PROCESS_SHARED = 1;

    static {
        Native.register(SharedSemaphore.class, Platform.C_LIBRARY_NAME);
    }

    private final Pointer semaphore;
    private final Timespec deadline = new Timespec();

    private SharedSemaphore(long address) {
        semaphore = new Pointer(address);
    }

    private static native int sem_init(Pointer semaphore, int shared, int count);

    private static native int sem_post(Pointer semaphore);

    private static native int sem_timedwait(Pointer semaphore, Pointer deadline);

    /**
     * Initialises {@link #BYTES} zeroed bytes as a semaphore with count 0. One process does this before the other one uses it.
     */
    public static SharedSemaphore create(long address) {
        SharedSemaphore created = new SharedSemaphore(address);
        if (sem_init(created.semaphore, PROCESS_SHARED, 0) != 0) {
            throw created.failed("sem_init", ", " + PROCESS_SHARED + ", 0", Errno.last());
        }
        return created;
    }

    /** The semaphore that another process created at this address. */
    public static SharedSemaphore at(long address) {
        return new SharedSemaphore(address);
    }

    /**
     * Sets the deadline of {@link #await}. It stays valid for later waits until it is set again.
     *
     * @param nanos since 1970 by the wall clock, the only clock of {@code sem_timedwait}; {@code sem_clockwait} has others but
     * needs glibc 2.30
     */
    public void deadline(long nanos) {
        deadline.set(nanos);
    }

    /**
     * Takes one from the count. It sleeps while the count is 0.
     *
     * @return false after the deadline
     */
    public boolean await() {
        int errno;
        do {
            if (sem_timedwait(semaphore, deadline.pointer()) == 0) {
                return true;
            }
            errno = Errno.last();
        } while (errno == Errno.EINTR.number());
        if (errno == Errno.ETIMEDOUT.number()) {
            return false;
        }
        throw failed("sem_timedwait", "", errno);
    }

    /** Adds one to the count, and wakes the waiter if there is one. */
    public void post() {
        if (sem_post(semaphore) != 0) {
            throw failed("sem_post", "", Errno.last());
        }
    }

    private PosixException failed(String call, String arguments, int errno) {
        return new PosixException(call + "(0x" + Long.toHexString(Pointer.nativeValue(semaphore)) + arguments + ")", errno);
    }
}
