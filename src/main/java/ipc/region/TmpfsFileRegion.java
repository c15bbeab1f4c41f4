package ipc.region;

import ipc.posix.FileMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file on a tmpfs, a file system that is memory: a file for those who open it, shared memory for the kernel.
 *
 * <p>Calls: as {@link MappedFileRegion}, in {@code /dev/shm} or, where that is none or may not be written, on the first tmpfs
 * that may; {@code --mmap-dir} does not matter. Memory wakes nobody: that is the wait strategy's part.
 *
 * <p>There is no such kind in huge pages: a POSIX object is a file on a tmpfs too, and {@code posix-huge}, of
 * {@link PosixRegion}, is what this one would be on a tmpfs that is mounted with {@code huge=always}.
 *
 * <p>Limits: the tmpfs's {@code size=}, half of the machine's memory if not said, 64 MB in most containers; swap, where there
 * is one. Nothing is ever written back to a disk, and nothing survives the machine's restart.
 *
 * <p>Choose it where a program wants files, with names and tools such as {@code ls} and {@code cp}, but no disk behind them.
 *
 * <p>Manual: {@code tmpfs(5)}, {@code mmap(2)}.
 */
public final class TmpfsFileRegion extends DescriptorRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind();

    private TmpfsFileRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    /** The tmpfs it takes: {@code /dev/shm} or another that may be written; empty if there is none. */
    public static Optional<Path> tmpfs() {
        return Mounts.read().writableTmpfs(Files::isWritable);
    }

    private static final class Kind implements RegionKind {
        @Override
        public String name() {
            return "mmap-tmpfs";
        }

        @Override
        public String description() {
            return "memory-mapped file on tmpfs (open, mmap)";
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            Path tmpfs = tmpfs().orElseThrow(() -> new IllegalStateException(unavailable().orElseThrow()));
            int fd = FileMapping.openUnnamed(tmpfs.toString());
            return new TmpfsFileRegion(allocated(fd, lengthBytes, Mounts.fullTmpfs(tmpfs)), lengthBytes);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new TmpfsFileRegion(FileMapping.open(handle), lengthBytes);
        }

        @Override
        public Optional<String> unavailable() {
            return tmpfs().isPresent() ? Optional.empty()
                    : Optional.of("no tmpfs that may be written is mounted, on /dev/shm or elsewhere;"
                            + " `findmnt -t tmpfs` lists them");
        }
    }
}
