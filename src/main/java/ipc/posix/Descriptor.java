package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * An open file for {@code read(2)} and {@code write(2)}. A call returns the kernel's result: the number of bytes, or the negated
 * error number.
 *
 * <p>Threading: one thread uses it. Calls do not allocate.
 */
public final class Descriptor implements AutoCloseable {
    static {
        Native.register(Descriptor.class, Platform.C_LIBRARY_NAME);
    }

    private final int fd;
    private final WordArgument address = new WordArgument();
    private final WordArgument length = new WordArgument();
    private boolean closed;

    Descriptor(int fd) {
        this.fd = fd;
    }

    private static native int open64(String path, int flags);

    /** The C result is an {@code ssize_t}. The lengths here need only its low 32 bits, also for {@code write}. */
    private static native int read(int fd, Pointer buffer, Pointer length);

    private static native int write(int fd, Pointer buffer, Pointer length);

    /**
     * Opens another process's end of a pipe for reading, closed on exec.
     *
     * @param path  the other process's {@link #path()}
     * @param waits whether calls block
     */
    public static Descriptor openToRead(String path, boolean waits) {
        return open(path, Abi.O_RDONLY, "O_RDONLY", waits);
    }

    /** Opens another process's end of a pipe for writing, closed on exec. */
    public static Descriptor openToWrite(String path, boolean waits) {
        return open(path, Abi.O_WRONLY, "O_WRONLY", waits);
    }

    static Descriptor open(String path, int mode, String modeName, boolean waits) {
        int fd = open64(path, mode | Abi.O_CLOEXEC | (waits ? 0 : Abi.O_NONBLOCK));
        if (fd < 0) {
            throw new PosixException("open(\"" + path + "\", " + modeName + (waits ? "" : "|O_NONBLOCK") + ")", Errno.last());
        }
        return new Descriptor(fd);
    }

    /** The number of the file descriptor. */
    public int number() {
        return fd;
    }

    /** The path by which another process opens the same file: {@code proc(5)}. */
    public String path() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
    }

    /**
     * Reads available bytes. A blocking descriptor waits for the first one.
     *
     * @return bytes read, 0 if no writer is left, or the negated error number
     */
    public int read(long to, int atMost) {
        int read = read(fd, address.of(to), length.of(atMost));
        return read < 0 ? -Errno.last() : read;
    }

    /**
     * Writes as much as fits. A blocking descriptor continues until everything is written or a signal arrives.
     *
     * @return bytes written, or the negated error number
     */
    public int write(long from, int atMost) {
        int written = write(fd, address.of(from), length.of(atMost));
        return written < 0 ? -Errno.last() : written;
    }

    /** Closes it. Later calls have no effect. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileMapping.closeDescriptor(fd);
        }
    }
}
