package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A process-shared POSIX semaphore at an address that both processes map: {@code sem_init(3)}, {@code sem_post(3)},
 * {@code sem_timedwait(3)}.
 *
 * <p>Its count is all there is to it: whoever dies leaves nothing locked.
 */
public final class SharedSemaphore {
    /** Bytes the object takes in shared memory. */
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

    /** Initialises {@link #BYTES} zeroed bytes as a semaphore whose count is 0. One process does this, before the other looks. */
    public static SharedSemaphore create(long address) {
        SharedSemaphore created = new SharedSemaphore(address);
        if (sem_init(created.semaphore, PROCESS_SHARED, 0) != 0) {
            throw created.failed("sem_init", ", " + PROCESS_SHARED + ", 0", Errno.last());
        }
        return created;
    }

    /** The semaphore that another process made at this address. */
    public static SharedSemaphore at(long address) {
        return new SharedSemaphore(address);
    }

    /**
     * Sets the moment until which {@link #await} waits; it holds for every later wait until it is set again.
     *
     * @param nanos since 1970, by the machine's clock: {@code sem_timedwait} knows no other, and {@code sem_clockwait}, which
     *              does, takes glibc 2.30
     */
    public void deadline(long nanos) {
        deadline.set(nanos);
    }

    /**
     * Takes one from the count, and sleeps until there is one to take.
     *
     * @return false if the deadline passed first
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

    /** Adds one to the count and wakes the waiter, if there is one. */
    public void post() {
        if (sem_post(semaphore) != 0) {
            throw failed("sem_post", "", Errno.last());
        }
    }

    private PosixException failed(String call, String arguments, int errno) {
        return new PosixException(call + "(0x" + Long.toHexString(Pointer.nativeValue(semaphore)) + arguments + ")", errno);
    }
}
