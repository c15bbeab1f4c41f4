package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file ({@code mmap(2)} with {@code MAP_SHARED}): the "mmap" of the published table.
 *
 * <p>The file never has a name, or loses it at once; its blocks are allocated before it is mapped; the peer opens it
 * through {@code /proc/PID/fd}, which gives it a file description of its own. With the last process the file is gone.
 *
 * <p>On a disk file system the kernel writes dirty pages back every few seconds and write-protects them first, so that
 * the next store into a page faults and may wait for the disk. Choose it where the bytes shall outlive the processes, or
 * where the system has no shared memory.
 */
public final class MappedFileRegion extends SharedRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind();

    private final int fd;

    private MappedFileRegion(int fd, long lengthBytes) {
        super(FileMapping.map(fd, lengthBytes), lengthBytes);
        this.fd = fd;
    }

    private static MappedFileRegion map(int fd, long lengthBytes) {
        try {
            return new MappedFileRegion(fd, lengthBytes);
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    @Override
    public String descriptor() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
    }

    @Override
    void release() {
        FileMapping.unmap(address(), lengthBytes());
        FileMapping.closeDescriptor(fd);
    }

    private static final class Kind implements RegionKind {
        @Override
        public String name() {
            return "mmap";
        }

        @Override
        public String description() {
            return "memory-mapped file on disk (open, mmap)";
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            int fd = FileMapping.openUnnamed(directory.toString());
            try {
                FileMapping.allocate(fd, lengthBytes);
            } catch (PosixException e) {
                FileMapping.closeDescriptor(fd);
                throw e;
            }
            return map(fd, lengthBytes);
        }

        @Override
        public SharedRegion open(String descriptor, long lengthBytes) {
            return map(FileMapping.open(descriptor), lengthBytes);
        }

        @Override
        public Optional<String> refusesDirectory(long lengthBytes, Path directory) {
            try {
                create(lengthBytes, directory).close();
                return Optional.empty();
            } catch (PosixException e) {
                String problem = switch (e.errno()) {
                    case ENOSPC, EDQUOT, EFBIG -> " is too small for mapped files: ";
                    case EACCES, EPERM, EROFS -> " cannot be written: ";
                    default -> " cannot hold a mapped file: ";
                };
                return Optional.of("the directory " + directory + problem + e.getMessage() + "; name another by --mmap-dir");
            }
        }

        @Override
        public Optional<String> missing() {
            return Optional.empty();
        }
    }
}
