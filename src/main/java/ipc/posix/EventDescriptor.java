package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * An {@code eventfd(2)}, which is a kernel counter behind a file descriptor, with an {@code epoll(7)} instance that waits for it.
 *
 * <p>The instance is edge-triggered: it reports every write once, and the counter need not be read. So a wait takes one system
 * call instead of {@code poll(2)} and {@code read(2)}. The unread counter grows by one per signal, up to 2^64 - 2.
 */
public final class EventDescriptor implements AutoCloseable {
    private static final int EFD_CLOEXEC = 02000000;
    private static final int EFD_NONBLOCK = 04000;
    private static final int EPOLL_CLOEXEC = 02000000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLET = 1 << 31;
    /** Size of {@code struct epoll_event}: 12 bytes on x86-64, where it is packed, 16 elsewhere. It begins with the events. */
    private static final int EPOLL_EVENT_BYTES = 16;
    private static final int ONE_EVENT = 1;

    static {
        Native.register(EventDescriptor.class, Platform.C_LIBRARY_NAME);
    }

    private final int fd;
    private final int epoll;
    private final Memory event = new Memory(EPOLL_EVENT_BYTES);
    private boolean closed;

    private EventDescriptor(int fd) {
        this.fd = fd;
        try {
            this.epoll = watch();
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    private static native int eventfd(int count, int flags);

    private static native int eventfd_write(int fd, long value);

    private static native int epoll_create1(int flags);

    private static native int epoll_ctl(int epoll, int operation, int fd, Pointer event);

    private static native int epoll_wait(int epoll, Pointer events, int count, int timeoutMillis);

    private int watch() {
        int made = epoll_create1(EPOLL_CLOEXEC);
        if (made < 0) {
            throw failed("epoll_create1(EPOLL_CLOEXEC)", Errno.last());
        }
        event.clear();
        event.setInt(0, EPOLLIN | EPOLLET);
        if (epoll_ctl(made, EPOLL_CTL_ADD, fd, event) != 0) {
            PosixException failure = failed("epoll_ctl(" + made + ", EPOLL_CTL_ADD, " + fd + ", EPOLLIN|EPOLLET)", Errno.last());
            FileMapping.closeDescriptor(made);
            throw failure;
        }
        return made;
    }

    /** Creates one with a count of 0. */
    public static EventDescriptor create() {
        int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd < 0) {
            throw failed("eventfd(0, EFD_CLOEXEC|EFD_NONBLOCK)", Errno.last());
        }
        return new EventDescriptor(fd);
    }

    /**
     * Wraps a file descriptor that came from another process.
     *
     * @param fd this object owns it from now on
     */
    public static EventDescriptor of(int fd) {
        return new EventDescriptor(fd);
    }

    /** Its file descriptor in this process. */
    public int fd() {
        return fd;
    }

    /** Adds one to the counter, and wakes the waiter if there is one. */
    public void signal() {
        if (eventfd_write(fd, 1) != 0) {
            throw failed("eventfd_write(" + fd + ", 1)", Errno.last());
        }
    }

    /**
     * Sleeps until a signal arrives that this method has not yet reported. Several signals may be reported as one.
     *
     * @return false after the timeout or an interruption. The caller decides whether to wait again, so frequent interruptions
     * cannot extend the timeout
     */
    public boolean await(int timeoutMillis) {
        int events = epoll_wait(epoll, event, ONE_EVENT, timeoutMillis);
        if (events < 0) {
            int errno = Errno.last();
            if (errno != Errno.EINTR.number()) {
                throw failed("epoll_wait(" + epoll + ", " + ONE_EVENT + ", " + timeoutMillis + ")", errno);
            }
        }
        return events > 0;
    }

    /** The reason why this machine has none. Empty if it has, or if only a limit is reached. */
    public static Optional<String> unavailable() {
        try {
            create().close();
            return Optional.empty();
        } catch (PosixException e) {
            return e.errno() == Errno.ENOSYS || e.errno() == Errno.EPERM ? Optional.of(e.getMessage()) : Optional.empty();
        }
    }

    private static PosixException failed(String call, int errno) {
        return new PosixException(call, errno, switch (Errno.of(errno)) {
            case EMFILE -> "`ulimit -n` is the limit";
            case ENFILE -> "fs.file-max is the limit";
            case ENOSYS, EPERM -> "forbidden, for example by a sandbox";
            default -> "";
        });
    }

    /** Closes both file descriptors. Later calls have no effect. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileMapping.closeDescriptor(epoll);
            FileMapping.closeDescriptor(fd);
        }
    }
}
