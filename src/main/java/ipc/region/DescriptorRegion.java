package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;

/**
 * A region behind a file descriptor, for any kind of file.
 *
 * <p>The peer opens the same file through {@code /proc/PID/fd/N} ({@code proc(5)}). It needs no name, and gets its own open file
 * description. The kernel frees the memory after the last descriptor and mapping, however the processes end.
 */
abstract class DescriptorRegion extends SharedRegion {
    private final int fd;

    /**
     * Maps the file. If that fails, it closes the file.
     *
     * @param fd open for reading and writing; the region owns it from now on
     */
    DescriptorRegion(int fd, long lengthBytes) {
        super(map(fd, lengthBytes), lengthBytes);
        this.fd = fd;
    }

    private static long map(int fd, long lengthBytes) {
        try {
            return FileMapping.map(fd, lengthBytes);
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    /**
     * Allocates all memory of a new file. If that fails, it closes the file.
     *
     * @param fullHint appended to the message if the file system has no room
     * @return {@code fd}
     */
    static int allocated(int fd, long lengthBytes, String fullHint) {
        try {
            FileMapping.allocate(fd, lengthBytes, fullHint);
            return fd;
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    @Override
    public final String handle() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
    }

    @Override
    final void release() {
        FileMapping.unmap(address(), lengthBytes());
        FileMapping.closeDescriptor(fd);
    }
}
