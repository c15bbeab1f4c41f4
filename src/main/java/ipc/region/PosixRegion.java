package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import ipc.posix.PosixSharedMemory;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/**
 * POSIX shared memory: what a program for any Unix uses. On Linux an object is a file on the tmpfs at {@code /dev/shm}.
 *
 * <p>Calls: {@code shm_open} with an unguessable name, {@code O_CREAT|O_EXCL}, 0600; {@code shm_unlink} at once;
 * {@code posix_fallocate}, where others use {@code ftruncate}, so that a full {@code /dev/shm} is an error and no
 * {@code SIGBUS}; {@code mmap}. The peer does not need the name, it opens {@code /proc/PID/fd/N}. A process killed between the
 * first two calls leaves an empty file in {@code /dev/shm}, and no order of the calls can close that gap; {@link MemfdRegion}
 * has none. Memory wakes nobody: that is the wait strategy's part.
 *
 * <p>No flag asks for huge pages, and those that {@code vm.nr_hugepages} sets aside are not for these objects. The tmpfs gives
 * them transparent ones if it is mounted so: {@code huge=always} or {@code within_size}. With huge pages this kind rounds its
 * length up to whole ones, so that there is one to give, and is refused where the mount gives none. How many were given,
 * {@code ShmemPmdMapped} in {@code /proc/PID/smaps} shows; where memory is fragmented the kernel gives small ones instead.
 *
 * <p>Limits: {@code size=} and inodes of the tmpfs on {@code /dev/shm}: half of the machine's memory, 64 MB in most containers.
 *
 * <p>Choose it where unrelated programs must meet by a name, or where code must run on other Unixes too.
 *
 * <p>Manual: {@code shm_overview(7)}, {@code shm_open(3)}.
 */
public final class PosixRegion extends DescriptorRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind(false);
    /** This kind in transparent huge pages. */
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
            return new PosixRegion(allocated(fd, length, Mounts.fullTmpfs(DIRECTORY)), length);
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
                    .or(() -> Mounts.read().hasOption(DIRECTORY, GIVES_HUGE_PAGES) ? Optional.empty()
                            : Optional.of("the tmpfs on " + DIRECTORY + " gives no huge pages; `mount -o remount,huge=always "
                                    + DIRECTORY
                                    + "`, as root, has it give them to everybody"));
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

        /** Newer versions of glibc do not ask what kind of directory it is. */
        private static Optional<String> onDisk() {
            return Mounts.read().typeAt(DIRECTORY).filter(type -> !MEMORY.contains(type)).map(type -> DIRECTORY
                    + " is no tmpfs but on " + type + ": an object there would be a file on a disk");
        }
    }
}
