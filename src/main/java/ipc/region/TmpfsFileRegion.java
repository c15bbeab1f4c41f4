package ipc.region;

import ipc.proc.MountTable;
import ipc.posix.FileMapping;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A memory-mapped file on a tmpfs, which is a file system in memory. Programs see a file; the kernel sees shared memory.
 *
 * <p>Calls: as {@link MappedFileRegion}, in {@code /dev/shm}. If that is no writable tmpfs, the first writable one is used.
 * {@code --mmap-dir} has no effect. There is no variant in huge pages: {@code posix-huge} of {@link PosixRegion} would be the
 * same file.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: {@code size=} of the tmpfs. The default is half of the machine's memory, and 64 MB in most containers. Pages can be
 * swapped out if there is swap. Nothing is written back to a disk, and nothing survives a restart.
 *
 * <p>Choose it when a program wants files with names, and tools such as {@code ls} and {@code cp}, but no disk.
 *
 * <p>Manual: {@code tmpfs(5)}, {@code mmap(2)}.
 */
public final class TmpfsFileRegion extends DescriptorRegion {
    /** The catalogue's entry. */
    public static final RegionKind KIND = new Kind();

    private TmpfsFileRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    /** The tmpfs it uses: {@code /dev/shm} or another writable one. Empty if there is none. */
    public static Optional<Path> tmpfs() {
        return MountTable.ofThisProcess().writableTmpfs(Files::isWritable);
    }

    /** The hint for a tmpfs without free space. */
    static String full(Path point) {
        return "the tmpfs on " + point + " is full (`df " + point + "`); its size= sets the limit, in containers --shm-size";
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
            return new TmpfsFileRegion(allocated(fd, lengthBytes, full(tmpfs)), lengthBytes);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new TmpfsFileRegion(FileMapping.open(handle), lengthBytes);
        }

        @Override
        public Optional<String> unavailable() {
            return tmpfs().isPresent() ? Optional.empty()
                    : Optional.of("no writable tmpfs is mounted, on /dev/shm or elsewhere;"
                            + " `findmnt -t tmpfs` lists all tmpfs mounts");
        }
    }
}
