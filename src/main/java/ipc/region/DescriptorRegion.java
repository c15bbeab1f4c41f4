package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;

/**
 * A region behind a file descriptor, whatever kind of file it is.
 *
 * <p>The peer opens the same file through {@code /proc/PID/fd/N} ({@code proc(5)}), which needs no name and gives it a file
 * description of its own. The kernel frees the memory with the last descriptor and mapping, however the processes end.
 */
abstract class DescriptorRegion extends SharedRegion {
    private final int fd;

    /**
     * Maps the file, and closes it if that cannot be done.
     *
     * @param fd open for reading and writing; the region's from now on
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
     * Gives a new file all its memory, and closes it if that cannot be done.
     *
     * @param fullHint what to say of the file system if it has no room
     * @return the descriptor given
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
