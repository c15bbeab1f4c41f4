package ipc.region;

import ipc.posix.PosixException;
import ipc.posix.SystemVSharedMemory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * System V shared memory: the oldest kind, and the "shmem" of the published table.
 *
 * <p>Calls: {@code shmget}, {@code shmat}, {@code shmctl} with {@code IPC_RMID}. The creator asks for a segment without a key
 * ({@code IPC_PRIVATE}, mode 0600), attaches it and at once marks it for
 * removal. Linux lets the peer attach by id all the same, and frees the segment with its last user. Between
 * {@code shmget} and {@code IPC_RMID} lies {@code shmat}; a process killed just there leaves a segment behind, and no
 * order of the calls can close that gap, because a segment nobody is attached to is removed at once. Memory wakes nobody: that
 * is the wait strategy's part.
 *
 * <p>Limits: {@code kernel.shmmni} segments, {@code kernel.shmmax} bytes each, {@code kernel.shmall} pages in all. Pages live in
 * the kernel's internal tmpfs: nothing ever writes them back to a disk.
 *
 * <p>Choose it where an older program speaks it already; a newer one needs no other than {@link PosixRegion} or
 * {@link MemfdRegion}.
 *
 * <p>Manual: {@code sysvipc(7)}, {@code shmget(2)}, {@code shmop(2)}.
 */
public final class SystemVRegion extends SharedRegion {
    /** This kind, for the catalogue. */
    public static final RegionKind KIND = new Kind();

    private static final int PROBE_BYTES = 4096;

    private final int id;

    private SystemVRegion(int id, long address, long lengthBytes) {
        super(address, lengthBytes);
        this.id = id;
    }

    private static SystemVRegion create(long lengthBytes) {
        int id = SystemVSharedMemory.create(lengthBytes);
        try {
            return new SystemVRegion(id, SystemVSharedMemory.attach(id), lengthBytes);
        } finally {
            SystemVSharedMemory.removeWhenUnused(id);
        }
    }

    @Override
    public String descriptor() {
        return Integer.toString(id);
    }

    @Override
    void release() {
        SystemVSharedMemory.detach(address());
    }

    private static final class Kind implements RegionKind {
        @Override
        public String name() {
            return "sysv";
        }

        @Override
        public String description() {
            return "System V shared memory (shmget, shmat)";
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            return SystemVRegion.create(lengthBytes);
        }

        @Override
        public SharedRegion open(String descriptor, long lengthBytes) {
            int id = Integer.parseInt(descriptor);
            return new SystemVRegion(id, SystemVSharedMemory.attach(id), lengthBytes);
        }

        @Override
        public Optional<String> missing() {
            try {
                SystemVRegion.create(PROBE_BYTES).close();
                return Optional.empty();
            } catch (PosixException e) {
                return switch (e.errno()) {
                    case ENOSYS, EPERM, EACCES -> Optional.of(e.getMessage());
                    case ENOSPC, EINVAL, ENOMEM -> SystemVSharedMemory.isSwitchedOff()
                            ? Optional.of("System V shared memory is switched off: " + e.getMessage())
                            : Optional.empty();
                    default -> Optional.empty();
                };
            }
        }
    }
}
