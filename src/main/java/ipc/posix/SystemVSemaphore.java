package ipc.posix;

import static ipc.posix.SystemVCleaner.Kind.SEMAPHORES;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A System V semaphore, a set of one: {@code semget(2)}, {@code semop(2)}, {@code semtimedop(2)}, {@code semctl(2)}. Every
 * operation is a system call.
 *
 * <p>A set lives until it is removed, whoever dies. See {@link SystemVCleaner} for who does it.
 */
public final class SystemVSemaphore implements AutoCloseable {
    private static final int IPC_RMID = 0;
    /** {@code struct sembuf}: three shorts, of which the first, the semaphore's number in its set, is 0 here. */
    private static final int SEMBUF_BYTES = 6;
    private static final int SEM_OP_OFFSET = 2;
    private static final int ONE_OPERATION = 1;
    private static final KernelLimit LIMITS = KernelLimit.of("kernel.sem");

    static {
        Native.register(SystemVSemaphore.class, Platform.C_LIBRARY_NAME);
    }

    private final int id;
    /** Empty if another process made it. */
    private final Optional<SystemVCleaner.Made> made;
    private final Memory addOne = operation(1);
    private final Memory takeOne = operation(-1);
    private final Timespec timeout = new Timespec();
    private boolean closed;

    private SystemVSemaphore(int id, Optional<SystemVCleaner.Made> made) {
        this.id = id;
        this.made = made;
    }

    static native int semget(int key, int semaphores, int flags);

    /** In C the number of operations is a {@code size_t}; libffi extends a small int to one. */
    private static native int semop(int id, Pointer operations, int count);

    private static native int semtimedop(int id, Pointer operations, int count, Pointer timeout);

    private static native int semctl(int id, int semaphore, int command);

    private static Memory operation(int change) {
        Memory sembuf = new Memory(SEMBUF_BYTES);
        sembuf.clear();
        sembuf.setShort(SEM_OP_OFFSET, (short) change);
        return sembuf;
    }

    /**
     * A new semaphore whose count is 0, mode 0600. {@link #close} removes it, and the janitor does if this process ends before.
     *
     * @throws PosixException with the limit that stands in the way, if one does
     */
    public static SystemVSemaphore create() {
        SystemVCleaner.Made made = SystemVCleaner.ofThisProcess().make(SEMAPHORES, (key, flags) -> semget(key, 1, flags),
                (key, errno) -> new PosixException("semget(" + key + ", 1, IPC_CREAT|IPC_EXCL|0600)", errno, limitBehind(errno)));
        return new SystemVSemaphore(made.id(), Optional.of(made));
    }

    /** The semaphore that another process made, by its {@link #id()}. */
    public static SystemVSemaphore at(int id) {
        return new SystemVSemaphore(id, Optional.empty());
    }

    /** What another process needs to use it. */
    public int id() {
        return id;
    }

    /**
     * Sets how long each later {@link #await} waits at most. It is a duration, which the kernel's own clock counts.
     */
    public void timeout(long nanos) {
        timeout.set(nanos);
    }

    /**
     * Takes one from the count, and sleeps until there is one to take.
     *
     * @return false if the time was up first, or the call was interrupted: waiting on would begin the time anew, and for one who
     *         is interrupted often enough it would never be up
     */
    public boolean await() {
        if (semtimedop(id, takeOne, ONE_OPERATION, timeout.pointer()) == 0) {
            return true;
        }
        int errno = Errno.last();
        if (errno == Errno.EAGAIN.number() || errno == Errno.EINTR.number()) {
            return false;
        }
        throw failed("semtimedop(" + id + ", {0, -1, 0}, 1, " + TimeUnit.NANOSECONDS.toMillis(timeout.nanos()) + " ms)", errno);
    }

    /** Adds one to the count and wakes the waiter, if there is one. */
    public void post() {
        if (semop(id, addOne, ONE_OPERATION) != 0) {
            throw failed("semop(" + id + ", {0, 1, 0}, 1)", Errno.last());
        }
    }

    private static PosixException failed(String call, int errno) {
        return new PosixException(call, errno, switch (Errno.of(errno)) {
            case EIDRM, EINVAL -> "whoever made the set has ended or given it back";
            case ERANGE -> "SEMVMX, 32767, is how far a semaphore counts";
            default -> "";
        });
    }

    /** Removes the set, once, if this process made it; whoever waits is woken with {@code EIDRM}. */
    @Override
    public void close() {
        if (closed || made.isEmpty()) {
            return;
        }
        closed = true;
        int result = semctl(id, 0, IPC_RMID);
        int errno = Errno.last();
        made.get().forget();
        if (result != 0) {
            throw new PosixException("semctl(" + id + ", 0, IPC_RMID)", errno);
        }
    }

    /** Why this machine has none; empty if it does, or if only a limit is reached. */
    public static Optional<String> unavailable() {
        // Asks for a set that there is not; the kernel's usual answer is ENOENT.
        if (semget(SystemVCleaner.KEY_MARK, 0, 0) < 0) {
            int errno = Errno.last();
            switch (Errno.of(errno)) {
                case ENOSYS, EPERM -> {
                    return Optional.of(new PosixException("semget(" + SystemVCleaner.written(SystemVCleaner.KEY_MARK)
                            + ", 0, 0)", errno, limitBehind(errno)).getMessage());
                }
                default -> {
                    // It knows the call.
                }
            }
        }
        if (List.of(LIMITS.value().split(" ")).contains("0")) {
            return Optional.of("System V semaphores are switched off: " + LIMITS);
        }
        return SystemVCleaner.unavailable();
    }

    private static String limitBehind(int errno) {
        return switch (Errno.of(errno)) {
            case ENOSPC -> LIMITS + ": the second number, semaphores in all, or the fourth, sets, is reached;"
                    + " `ipcs -s -u` shows by how much";
            case ENOSYS -> "the kernel was built without CONFIG_SYSVIPC";
            case EPERM -> "forbidden here, by a sandbox for example";
            default -> "";
        };
    }
}
