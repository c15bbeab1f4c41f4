package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.MemoryFile;
import ipc.posix.PosixException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file in memory that never has a name. It uses the same tmpfs pages as System V and POSIX shared memory, but leaves nothing
 * behind.
 *
 * <p>Calls: {@code memfd_create} with {@code MFD_CLOEXEC}, {@code posix_fallocate}, {@code mmap}. The peer opens
 * {@code /proc/PID/fd/N}. A process that is killed at any moment leaves nothing. With {@code MFD_HUGETLB} the file consists of
 * huge pages, and its length is rounded up to whole ones.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: the memory of the control group or the machine; no mount's {@code size=} applies. It needs Linux 3.17. Huge pages
 * need Linux 4.14, and {@code vm.nr_hugepages} limits their number.
 *
 * <p>Choose it on Linux if the processes know each other, as parent and child do, or can pass a file descriptor through a Unix
 * socket.
 *
 * <p>Manual: {@code memfd_create(2)}.
 */
public final class MemfdRegion extends DescriptorRegion {
    /** The catalogue's entry. */
    public static final RegionKind KIND = new Kind(false);
    /** The same in huge pages. */
    public static final RegionKind HUGE = new Kind(true);

    private MemfdRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    private record Kind(boolean inHugePages) implements RegionKind {
        @Override
        public String name() {
            return inHugePages ? "memfd-huge" : "memfd";
        }

        @Override
        public String description() {
            return inHugePages ? "file in memory without a name, in huge pages (memfd_create with MFD_HUGETLB, mmap)"
                    : "file in memory without a name (memfd_create, mmap)";
        }

        @Override
        public boolean optional() {
            return inHugePages;
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            long length = length(lengthBytes);
            return new MemfdRegion(allocated(MemoryFile.create(inHugePages), length,
                    inHugePages ? HugePages.usedUp() : "memory is used up"), length);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new MemfdRegion(FileMapping.open(handle), length(lengthBytes));
        }

        private long length(long lengthBytes) {
            return inHugePages ? HugePages.roundUp(lengthBytes) : lengthBytes;
        }

        @Override
        public Optional<String> unavailable() {
            return inHugePages ? HugePages.unavailable().or(this::refused) : refused();
        }

        private Optional<String> refused() {
            try {
                FileMapping.closeDescriptor(MemoryFile.create(inHugePages));
                return Optional.empty();
            } catch (PosixException e) {
                return switch (e.errno()) {
                    case ENOSYS, EPERM, EACCES, EINVAL -> Optional.of(e.getMessage());
                    default -> Optional.empty();
                };
            }
        }
    }
}
