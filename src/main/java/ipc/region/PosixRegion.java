package ipc.region;

import ipc.proc.MountTable;
import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import ipc.posix.PosixSharedMemory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * POSIX shared memory, the portable kind. On Linux an object is a file on the tmpfs at {@code /dev/shm}.
 *
 * <p>Calls: {@code shm_open} with an unguessable name, {@code O_CREAT|O_EXCL}, 0600; {@code shm_unlink} at once;
 * {@code posix_fallocate} instead of {@code ftruncate}, so that a full {@code /dev/shm} raises an error instead of
 * {@code SIGBUS}; {@code mmap}. The peer opens {@code /proc/PID/fd/N} and needs no name. A process killed between the first two
 * calls leaves an empty file in {@code /dev/shm}; no order of the calls avoids this. {@link MemfdRegion} avoids it.
 *
 * <p>Huge pages: no flag requests them, and {@code vm.nr_hugepages} does not apply. The tmpfs provides transparent huge pages if
 * it is mounted with {@code huge=always} or {@code huge=within_size}. Without such a mount this kind is unavailable. It rounds
 * its length up to whole huge pages. In fragmented memory the kernel uses small pages instead; {@code ShmemPmdMapped} in
 * {@code /proc/PID/smaps} shows the result.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: {@code size=} and inodes of the tmpfs on {@code /dev/shm}. The default is half of the machine's memory, and 64 MB in
 * most containers.
 *
 * <p>Choose it when unrelated programs must find the memory by name, or when the code must run on other Unixes.
 *
 * <p>Manual: {@code shm_overview(7)}, {@code shm_open(3)}.
 */
public final class PosixRegion extends DescriptorRegion {
    /** The catalogue's entry. */
    public static final RegionKind KIND = new Kind(false);
    /** The same in transparent huge pages. */
    public static final RegionKind HUGE = new Kind(true);

    private static final Path DIRECTORY = Path.of(PosixSharedMemory.DIRECTORY);
    private static final Set<String> GIVES_HUGE_PAGES = Set.of("huge=always", "huge=within_size");
    private static final Set<String> MEMORY = Set.of("tmpfs", "devtmpfs", "ramfs", "rootfs");

    private PosixRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    private record Kind(boolean inHugePages) implements RegionKind {
        @Override
        public String name() {
            return inHugePages ? "posix-huge" : "posix";
        }

        @Override
        public String description() {
            return inHugePages ? "POSIX shared memory in transparent huge pages (shm_open, mmap)"
                    : "POSIX shared memory (shm_open, mmap)";
        }

        @Override
        public boolean optional() {
            return inHugePages;
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            long length = length(lengthBytes);
            int fd = PosixSharedMemory.createUnnamed();
            return new PosixRegion(allocated(fd, length, TmpfsFileRegion.full(DIRECTORY)), length);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new PosixRegion(FileMapping.open(handle), length(lengthBytes));
        }

        private long length(long lengthBytes) {
            return inHugePages ? HugePages.roundUpToTransparent(lengthBytes) : lengthBytes;
        }

        @Override
        public Optional<String> unavailable() {
            return refused().or(() -> inHugePages ? withoutHugePages() : Optional.empty());
        }

        private static Optional<String> withoutHugePages() {
            return HugePages.unavailableTransparent()
                    .or(() -> MountTable.ofThisProcess().at(DIRECTORY.toString())
                            .filter(mount -> mount.options().stream().anyMatch(GIVES_HUGE_PAGES::contains)).isPresent()
                                    ? Optional.empty()
                                    : Optional.of(
                                            "the tmpfs on " + DIRECTORY
                                                    + " does not use huge pages; run `mount -o remount,huge=always "
                                                    + DIRECTORY
                                                    + "` as root to change this for all users"));
        }

        private static Optional<String> refused() {
            try {
                FileMapping.closeDescriptor(PosixSharedMemory.createUnnamed());
            } catch (PosixException e) {
                return switch (e.errno()) {
                    case ENOENT, ENOTDIR, ENOSYS, EACCES, EPERM, EROFS -> Optional.of(e.getMessage());
                    default -> Optional.empty();
                };
            }
            return onDisk();
        }

        /** Newer versions of glibc do not check that the directory is a tmpfs. */
        private static Optional<String> onDisk() {
            return MountTable.ofThisProcess().typeAt(DIRECTORY).filter(type -> !MEMORY.contains(type)).map(type -> DIRECTORY
                    + " is not a tmpfs but on " + type + ", so an object would be a file on a disk");
        }
    }
}
