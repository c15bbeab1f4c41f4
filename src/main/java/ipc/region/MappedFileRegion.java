package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file on a disk: the "mmap" of the published table.
 *
 * <p>Calls: {@code open} with {@code O_TMPFILE}, or with a random name that is unlinked at once; {@code posix_fallocate}, so that
 * a full disk raises an error instead of {@code SIGBUS}; {@code mmap} with {@code MAP_SHARED}. The file has no name, and
 * disappears with the last process.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: disk space, quotas, {@code ulimit -f}. The kernel writes dirty pages back every few seconds, and write-protects them
 * first. The next store into such a page faults, and may wait for the disk.
 *
 * <p>Choose it when the data must outlive the processes, or when the system has no shared memory.
 *
 * <p>Manual: {@code mmap(2)}, {@code open(2)}.
 */
public final class MappedFileRegion extends DescriptorRegion {
    /** The catalogue's entry. */
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
                    allocated(fd, lengthBytes, "`df " + directory + "` shows the free space"), lengthBytes);
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
                return Optional
                        .of("the directory " + directory + problem + e.getMessage() + "; choose another one with --mmap-dir");
            }
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.empty();
        }
    }
}
