package ipc.transport;

import ipc.FileTree;
import ipc.posix.FileMapping;
import ipc.ledger.CleanupLedger;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A directory for libraries whose processes find each other by file names. It has mode 0700 and an unguessable name. Closing
 * removes it with its contents.
 *
 * <p>If the fork is killed, the run's {@link CleanupLedger} still lists the directory. The launcher removes it after the fork has
 * ended; {@code run.sh} removes it after the launcher has ended. Plain JMH has no ledger, so a killed fork leaves the directory
 * behind.
 */
final class LibraryDirectory implements AutoCloseable {
    private final Path path;
    private final CleanupLedger.Entry entry;

    private LibraryDirectory(Path path, CleanupLedger.Entry entry) {
        this.path = path;
        this.entry = entry;
    }

    /**
     * Creates one.
     *
     * @param parent an existing directory
     * @throws UncheckedIOException if that fails
     */
    static LibraryDirectory create(Path parent) {
        Path path = parent.toAbsolutePath().resolve(FileMapping.unguessableName());
        CleanupLedger.Entry entry = CleanupLedger.path(path.toString());
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new LibraryDirectory(path, entry);
        } catch (IOException e) {
            entry.delete();
            throw new UncheckedIOException("cannot create a directory in " + parent + ": " + e.getMessage(), e);
        }
    }

    /**
     * The reason why there is not enough free space for a library. Such a library maps files before their blocks are allocated. A
     * store into a page without a block would end the process with {@code SIGBUS}.
     */
    static Optional<String> unsupportedRoom(String library, long neededBytes, Path parent) {
        long usable = usableBytes(parent);
        return usable >= neededBytes ? Optional.empty() : Optional.of(library + " needs room for " + neededBytes + " bytes in "
                + parent + ", but only " + usable + " are free; see `df " + parent + "`");
    }

    /** Free bytes for this user. */
    static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be examined: " + e.getMessage(), e);
        }
    }

    /** Its path. */
    Path path() {
        return path;
    }

    /** Removes it with its contents. It may be called several times. */
    @Override
    public void close() {
        try {
            FileTree.remove(path);
            entry.delete();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
