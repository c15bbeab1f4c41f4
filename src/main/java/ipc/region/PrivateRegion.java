package ipc.region;

import ipc.posix.FileMapping;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Memory of one process, for two of its threads: what a baseline uses in place of shared memory.
 *
 * <p>Calls: {@code mmap} with {@code MAP_SHARED|MAP_ANONYMOUS}, whose pages are of the same kind as those of
 * {@link SystemVRegion} and {@link MemfdRegion}, so that nothing but the process boundary differs. Begins with a page, as every
 * region does. The other side opens it by its address, in the same process. Memory wakes nobody: that is the wait strategy's
 * part.
 *
 * <p>Limits: it ends where the process does; no other can see it. The side that made it gives it back, and the other one must not
 * use it any more then.
 *
 * <p>Choose it to see what the cores allow: no process boundary, no page shared between two address spaces.
 *
 * <p>Manual: {@code mmap(2)}.
 */
public final class PrivateRegion extends SharedRegion {
    /** This kind; in no catalogue, for it shares nothing between processes. */
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
