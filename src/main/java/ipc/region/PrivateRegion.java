package ipc.region;

import ipc.posix.FileMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Memory of one process for two of its threads. Baselines use it instead of shared memory.
 *
 * <p>Calls: {@code mmap} with {@code MAP_SHARED|MAP_ANONYMOUS}. Its pages are of the same kind as those of {@link SystemVRegion}
 * and {@link MemfdRegion}, so only the process boundary differs. The region is page-aligned, as all regions are. The other side
 * opens it by its address in the same process.
 *
 * <p>Wake-up: none. The wait strategy wakes the receiver.
 *
 * <p>Limits: no other process can access it. The creating side frees it; the other side must not use it afterwards.
 *
 * <p>Choose it to measure the cores alone, without a process boundary or pages in two address spaces.
 *
 * <p>Manual: {@code mmap(2)}.
 */
public final class PrivateRegion extends SharedRegion {
    /** The kind. It is not in the catalogue, since it shares nothing between processes. */
    public static final RegionKind KIND = new Kind();

    private final boolean owns;

    private PrivateRegion(long address, long lengthBytes, boolean owns) {
        super(address, lengthBytes);
        this.owns = owns;
    }

    @Override
    public String handle() {
        return Long.toString(address());
    }

    @Override
    void release() {
        if (owns) {
            FileMapping.unmap(address(), lengthBytes());
        }
    }

    private static final class Kind implements RegionKind {
        @Override
        public String name() {
            return "thread";
        }

        @Override
        public String description() {
            return "memory of one process, between two of its threads";
        }

        @Override
        public SharedRegion create(long lengthBytes, Path directory) {
            return new PrivateRegion(FileMapping.mapAnonymous(lengthBytes), lengthBytes, true);
        }

        @Override
        public SharedRegion open(String handle, long lengthBytes) {
            return new PrivateRegion(Long.parseLong(handle), lengthBytes, false);
        }

        @Override
        public Optional<String> unavailable() {
            return Optional.empty();
        }
    }
}
