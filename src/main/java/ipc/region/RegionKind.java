package ipc.region;

import java.nio.file.Path;
import java.util.Optional;

/** A way to share memory between two processes. */
public interface RegionKind {
    /** Its short name in {@code transport=NAME/wait}. */
    String name();

    /** One line for {@code list}. */
    String description();

    /** Whether it is measured only where it is named. */
    default boolean optional() {
        return false;
    }

    /**
     * Makes a new region that nobody else can find.
     *
     * @param lengthBytes positive
     * @param directory   where a kind that needs a directory puts its file
     * @throws ipc.posix.PosixException if the system says no
     */
    SharedRegion create(long lengthBytes, Path directory);

    /**
     * Opens the region another process created.
     *
     * @param handle      that region's {@link SharedRegion#handle()}
     * @param lengthBytes the length it was asked for; it may be longer
     * @throws ipc.posix.PosixException if the system says no
     */
    SharedRegion open(String handle, long lengthBytes);

    /** Why the directory cannot hold a region of this length, with what would be right; empty if it can, or if none is used. */
    default Optional<String> unsupportedDirectory(long lengthBytes, Path directory) {
        return Optional.empty();
    }

    /** Why this machine does not offer this kind at all; empty if it does, or if only a limit is reached. */
    Optional<String> unavailable();
}
