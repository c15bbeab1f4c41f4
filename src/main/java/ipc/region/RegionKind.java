package ipc.region;

import java.nio.file.Path;
import java.util.Optional;

/** A kind of memory that two processes can share. */
public interface RegionKind {
    /** The short name in {@code transport=NAME/wait}. */
    String name();

    /** One line for {@code list}. */
    String description();

    /** Whether it is measured only if it is named. */
    default boolean optional() {
        return false;
    }

    /**
     * Creates a region that no unrelated process can find.
     *
     * @param lengthBytes positive
     * @param directory   for the file of kinds that need one
     * @throws ipc.posix.PosixException if a system call fails
     */
    SharedRegion create(long lengthBytes, Path directory);

    /**
     * Opens the region that another process created.
     *
     * @param handle      the creator's {@link SharedRegion#handle()}
     * @param lengthBytes the requested length; the region may be longer
     * @throws ipc.posix.PosixException if a system call fails
     */
    SharedRegion open(String handle, long lengthBytes);

    /**
     * The reason why the directory cannot hold a region of this length, and what to do. Empty if it can, or if no directory is
     * used.
     */
    default Optional<String> unsupportedDirectory(long lengthBytes, Path directory) {
        return Optional.empty();
    }

    /** The reason why this machine does not offer this kind. Empty if it does, or if only a limit is reached. */
    Optional<String> unavailable();
}
