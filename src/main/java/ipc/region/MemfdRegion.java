package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.MemoryFile;
import ipc.posix.PosixException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A file that is memory and never has a name: Linux's own way, the same tmpfs pages as System V and POSIX shared memory without
 * what those two leave behind.
 *
 * <p>Calls: {@code memfd_create} with {@code MFD_CLOEXEC}, {@code posix_fallocate}, {@code mmap}; the peer opens
 * {@code /proc/PID/fd/N}. There is no moment at which a killed process would leave anything. Memory wakes nobody: that is the
 * wait strategy's part.
 *
 * <p>Limits: memory alone, the control group's or the machine's; no mount's {@code size=} applies. Linux 3.17 or newer.
 *
 * <p>Choose it on Linux whenever the two processes know each other, as parent and child do, or can pass a descriptor through a
 * Unix socket.
 *
 * <p>Manual: {@code memfd_create(2)}.
 */
public final class MemfdRegion extends DescriptorRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind();

    private MemfdRegion(int fd, long lengthBytes) {
        super(fd, lengthBytes);
    }

    private static final class Kind implements RegionKind {
        @Override
        public String name() {
            return "memfd";
        }

        @Override
        public String description() {
            return "file in memory without a name (memfd_create, mmap)";
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            return new MemfdRegion(allocated(MemoryFile.create(), lengthBytes, "memory is used up"), lengthBytes);
        }

        @Override
        public SharedRegion open(String descriptor, long lengthBytes) {
            return new MemfdRegion(FileMapping.open(descriptor), lengthBytes);
        }

        @Override
        public Optional<String> missing() {
            try {
                FileMapping.closeDescriptor(MemoryFile.create());
                return Optional.empty();
            } catch (PosixException e) {
                return switch (e.errno()) {
                    case ENOSYS, EPERM, EACCES -> Optional.of(e.getMessage());
                    default -> Optional.empty();
                };
            }
        }
    }
}
