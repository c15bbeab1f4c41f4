package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * An open file whose bytes come and go by {@code read(2)} and {@code write(2)}. Used by one thread; its calls allocate nothing.
 *
 * <p>A call's result is what the kernel itself returns: bytes moved, or the error number negated.
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

    /** In C the result is an {@code ssize_t}, but none of ours needs more than its low 32 bits; so with {@code write}. */
    private static native int read(int fd, Pointer buffer, Pointer length);

    private static native int write(int fd, Pointer buffer, Pointer length);

    /**
     * Opens another process's end of a pipe for reading, closed on exec.
     *
     * @param path as {@link #path()} said over there
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

    /** Its number. */
    public int number() {
        return fd;
    }

    /** The path by which another process opens the same file: {@code proc(5)}. */
    public String path() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
    }

    /**
     * Reads what is there, or waits for the first of it.
     *
     * @return bytes read, 0 when nobody is left to write, or the error number negated
     */
    public int read(long to, int atMost) {
        int read = read(fd, address.of(to), length.of(atMost));
        return read < 0 ? -Errno.last() : read;
    }

    /**
     * Writes as much as there is room for; a descriptor that waits goes on until all is written, or a signal comes.
     *
     * @return bytes written, or the error number negated
     */
    public int write(long from, int atMost) {
        int written = write(fd, address.of(from), length.of(atMost));
        return written < 0 ? -Errno.last() : written;
    }

    /** Closes it, once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileMapping.closeDescriptor(fd);
        }
    }
}
