package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file on a disk: the "mmap" of the published table.
 *
 * <p>Calls: {@code open} with {@code O_TMPFILE}, or a random name unlinked at once; {@code posix_fallocate}, so that a full disk
 * is an error and no {@code SIGBUS}; {@code mmap} with {@code MAP_SHARED}. The file has no name, and is gone with the last
 * process. Memory wakes nobody: that is the wait strategy's part.
 *
 * <p>Limits: the disk's space, quotas, {@code ulimit -f}. The kernel writes dirty pages back every few seconds and
 * write-protects them first, so that the next store into a page faults and may wait for the disk.
 *
 * <p>Choose it where the bytes shall outlive the processes, or where the system has no shared memory.
 *
 * <p>Manual: {@code mmap(2)}, {@code open(2)}.
 */
public final class MappedFileRegion extends DescriptorRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind();

    private MappedFileRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
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
            return new MappedFileRegion(
                    allocated(fd, lengthBytes, "`df " + directory + "` shows what is free"), lengthBytes);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new MappedFileRegion(FileMapping.open(handle), lengthBytes);
        }

        @Override
        public Optional<String> unsupportedDirectory(long lengthBytes, Path directory) {
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
        public Optional<String> unavailable() {
            return Optional.empty();
        }
    }
}
