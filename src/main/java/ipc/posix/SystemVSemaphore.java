package ipc.posix;

import static ipc.posix.SystemVKeys.Kind.SEMAPHORES;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A System V semaphore set with one semaphore: {@code semget(2)}, {@code semop(2)}, {@code semtimedop(2)}, {@code semctl(2)}.
 * Every operation is a system call.
 *
 * <p>A set exists until it is removed, even if its users die. The cleanup ledger names it.
 */
public final class SystemVSemaphore implements AutoCloseable {
    private static final int IPC_RMID = 0;
    /** Size of {@code struct sembuf}: three shorts. The first one, the semaphore's number in its set, is 0 here. */
    private static final int SEMBUF_BYTES = 6;
    private static final int SEM_OP_OFFSET = 2;
    private static final int ONE_OPERATION = 1;
    private static final KernelLimit LIMITS = KernelLimit.of("kernel.sem");

    static {
        Native.register(SystemVSemaphore.class, Platform.C_LIBRARY_NAME);
    }

    private final int id;
    /** Empty if another process created it. */
    private final Optional<SystemVKeys.Made> made;
    private final Memory addOne = operation(1);
    private final Memory takeOne = operation(-1);
    private final Timespec timeout = new Timespec();
    private boolean closed;

    private SystemVSemaphore(int id, Optional<SystemVKeys.Made> made) {
        this.id = id;
        this.made = made;
    }

    static native int semget(int key, int semaphores, int flags);

    /** In C the number of operations is a {@code size_t}; libffi extends a small int. */
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
     * Creates a semaphore with count 0, mode 0600. {@link #close} removes it; if this process is killed before, the
     * cleanup ledger names it.
     *
     * @throws PosixException with the limit that was reached, if any
     */
    public static SystemVSemaphore create() {
        SystemVKeys.Made made = SystemVKeys.make(SEMAPHORES, (key, flags) -> semget(key, 1, flags),
                (key, errno) -> new PosixException("semget(" + key + ", 1, IPC_CREAT|IPC_EXCL|0600)", errno, limitBehind(errno)));
        return new SystemVSemaphore(made.id(), Optional.of(made));
    }

    /** The semaphore that another process created, by its {@link #id()}. */
    public static SystemVSemaphore at(int id) {
        return new SystemVSemaphore(id, Optional.empty());
    }

    /** Its id, by which another process finds it. */
    public int id() {
        return id;
    }

    /** Sets the timeout of each later {@link #await}. The kernel's own clock measures it. */
    public void timeout(long nanos) {
        timeout.set(nanos);
    }

    /**
     * Takes one from the count. It sleeps while the count is 0.
     *
     * @return false after the timeout or an interruption. The caller decides whether to wait again, so frequent interruptions
     * cannot extend the timeout
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

    /** Adds one to the count, and wakes the waiter if there is one. */
    public void post() {
        if (semop(id, addOne, ONE_OPERATION) != 0) {
            throw failed("semop(" + id + ", {0, 1, 0}, 1)", Errno.last());
        }
    }

    private static PosixException failed(String call, int errno) {
        return new PosixException(call, errno, switch (Errno.of(errno)) {
            case EIDRM, EINVAL -> "the creator has ended or removed the set";
            case ERANGE -> "a semaphore counts up to 32767 (SEMVMX)";
            default -> "";
        });
    }

    /** Removes the set, if this process created it. A waiter gets {@code EIDRM}. Later calls have no effect. */
    @Override
    public void close() {
        if (closed || made.isEmpty()) {
            return;
        }
        closed = true;
        int result = semctl(id, 0, IPC_RMID);
        int errno = Errno.last();
        made.get().entry().delete();
        if (result != 0) {
            throw new PosixException("semctl(" + id + ", 0, IPC_RMID)", errno);
        }
    }

    /** The reason why this machine has none. Empty if it has, or if only a limit is reached. */
    public static Optional<String> unavailable() {
        // Asks for a set that does not exist. A kernel with semaphores answers ENOENT.
        if (semget(SystemVKeys.KEY_MARK, 0, 0) < 0) {
            int errno = Errno.last();
            switch (Errno.of(errno)) {
                case ENOSYS, EPERM -> {
                    return Optional.of(new PosixException("semget(" + SystemVKeys.written(SystemVKeys.KEY_MARK)
                            + ", 0, 0)", errno, limitBehind(errno)).getMessage());
                }
                default -> {
                    // The kernel has the call.
                }
            }
        }
        if (List.of(LIMITS.value().split(" ")).contains("0")) {
            return Optional.of("System V semaphores are switched off: " + LIMITS);
        }
        return Optional.empty();
    }

    private static String limitBehind(int errno) {
        return switch (Errno.of(errno)) {
            case ENOSPC -> LIMITS + ": the limit of semaphores (second number) or sets (fourth number) is reached;"
                    + " `ipcs -s -u` shows the use";
            case ENOSYS -> "the kernel was built without CONFIG_SYSVIPC";
            case EPERM -> "forbidden, for example by a sandbox";
            default -> "";
        };
    }
}
