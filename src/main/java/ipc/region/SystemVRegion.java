package ipc.region;

import ipc.ledger.CleanupLedger;
import ipc.posix.PosixException;
import ipc.posix.SystemVSharedMemory;
import java.nio.file.Path;
import java.util.Optional;

/**
 * System V shared memory, the oldest kind: the "shmem" of the published table.
 *
 * <p>Calls: {@code shmget}, {@code shmat}, {@code shmctl} with {@code IPC_RMID}. The creator requests a segment without a key
 * ({@code IPC_PRIVATE}, mode 0600), attaches it and marks it for removal at once. On Linux the peer can still attach it by its
 * id. The kernel frees the segment with its last user. A process killed between {@code shmget} and {@code IPC_RMID} leaves a
 * segment behind. No order of the calls avoids this, because a marked segment without users is removed at once. The
 * {@link CleanupLedger} records it for a later removal. With {@code SHM_HUGETLB} the segment consists of huge pages, and its
 * length is rounded up to whole ones.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: {@code kernel.shmmni} segments, {@code kernel.shmmax} bytes per segment, {@code kernel.shmall} pages in all. Normal
 * pages are in the kernel's internal tmpfs, and are never written back to a disk. Huge pages need {@code CAP_IPC_LOCK}, or
 * membership in the group {@code vm.hugetlb_shm_group}; {@code vm.nr_hugepages} limits their number.
 *
 * <p>Choose it for existing programs that use it. Otherwise use {@link PosixRegion} or {@link MemfdRegion}.
 *
 * <p>Manual: {@code sysvipc(7)}, {@code shmget(2)}, {@code shmop(2)}.
 */
public final class SystemVRegion extends SharedRegion {
    /** The catalogue's entry. */
    public static final RegionKind KIND = new Kind(false);
    /** The same in huge pages. */
    public static final RegionKind HUGE = new Kind(true);

    private static final int PROBE_BYTES = 4096;

    private final int id;

    private SystemVRegion(int id, long address, long lengthBytes) {
        super(address, lengthBytes);
        this.id = id;
    }

    /** @param id of a segment without users */
    private static SystemVRegion attached(int id, long lengthBytes) {
        try {
            return new SystemVRegion(id, SystemVSharedMemory.attach(id), lengthBytes);
        } finally {
            SystemVSharedMemory.removeWhenUnused(id);
        }
    }

    @Override
    public String handle() {
        return Integer.toString(id);
    }

    @Override
    void release() {
        SystemVSharedMemory.detach(address());
    }

    private record Kind(boolean inHugePages) implements RegionKind {
        @Override
        public String name() {
            return inHugePages ? "sysv-huge" : "sysv";
        }

        @Override
        public String description() {
            return inHugePages ? "System V shared memory in huge pages (shmget with SHM_HUGETLB, shmat)"
                    : "System V shared memory (shmget, shmat)";
        }

        @Override
        public boolean optional() {
            return inHugePages;
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            if (inHugePages) {
                long whole = HugePages.roundUp(lengthBytes);
                return CleanupLedger.segment(whole)
                        .during(() -> attached(SystemVSharedMemory.createInHugePages(whole, HugePages.usedUp()), whole));
            }
            return CleanupLedger.segment(lengthBytes)
                    .during(() -> attached(SystemVSharedMemory.create(lengthBytes), lengthBytes));
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            int id = Integer.parseInt(handle);
            return new SystemVRegion(id, SystemVSharedMemory.attach(id),
                    inHugePages ? HugePages.roundUp(lengthBytes) : lengthBytes);
        }

        @Override
        public Optional<String> unavailable() {
            return inHugePages ? HugePages.unavailable().or(this::refused) : refused();
        }

        private Optional<String> refused() {
            try {
                create(PROBE_BYTES, Path.of("/")).close();
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
