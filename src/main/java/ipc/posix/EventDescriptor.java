package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.util.Optional;

/**
 * A counter in the kernel behind a file descriptor, {@code eventfd(2)}, and an {@code epoll(7)} instance that waits for it.
 *
 * <p>Edge-triggered, the instance reports every write once, and the counter need not be read: one system call for a wait, where
 * {@code poll(2)} and {@code read(2)} are two. Unread it grows by one with every signal, and may do so 2^64 - 2 times.
 */
public final class EventDescriptor implements AutoCloseable {
    private static final int EFD_CLOEXEC = 02000000;
    private static final int EFD_NONBLOCK = 04000;
    private static final int EPOLL_CLOEXEC = 02000000;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLLIN = 1;
    private static final int EPOLLET = 1 << 31;
    /** {@code struct epoll_event}: 12 bytes on x86-64, where it is packed, 16 elsewhere; it begins with the events. */
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

    /** A new one whose count is 0. */
    public static EventDescriptor create() {
        int fd = eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK);
        if (fd < 0) {
            throw failed("eventfd(0, EFD_CLOEXEC|EFD_NONBLOCK)", Errno.last());
        }
        return new EventDescriptor(fd);
    }

    /**
     * The one behind a descriptor that came from another process.
     *
     * @param fd this object's from now on
     */
    public static EventDescriptor of(int fd) {
        return new EventDescriptor(fd);
    }

    /** Its descriptor in this process. */
    public int fd() {
        return fd;
    }

    /** Adds one to the counter and wakes the waiter, if there is one. */
    public void signal() {
        if (eventfd_write(fd, 1) != 0) {
            throw failed("eventfd_write(" + fd + ", 1)", Errno.last());
        }
    }

    /**
     * Sleeps until there is a signal that this method has not reported yet, or several of them.
     *
     * @return false if the time was up first, or the call was interrupted: waiting on would begin the time anew, and for one who
     *         is interrupted often enough it would never be up
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

    /** Why this machine has none; empty if it does, or if only a limit is reached. */
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
            case EMFILE -> "`ulimit -n` says how many";
            case ENFILE -> "fs.file-max says how many";
            case ENOSYS, EPERM -> "forbidden here, by a sandbox for example";
            default -> "";
        });
    }

    /** Closes both descriptors, once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileMapping.closeDescriptor(epoll);
            FileMapping.closeDescriptor(fd);
        }
    }
}
