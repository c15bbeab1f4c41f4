package ipc.transport;

import ipc.posix.FileMapping;
import ipc.posix.CleanupLedger;
import ipc.posix.Orphan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * A directory for a library that lets two processes meet by the names of files: mode 0700, its own name unguessable, removed
 * with everything in it when closed.
 *
 * <p>It is removed too if its fork is killed before, for it stands in the run's {@link CleanupLedger}. The launcher looks there after
 * every fork, and {@code run.sh}'s shell after the launcher, however that ended. With plain JMH there is no ledger, and a killed
 * fork leaves this one behind.
 */
final class LibraryDirectory implements AutoCloseable {
    private final Path path;
    private final CleanupLedger.Line line;

    private LibraryDirectory(Path path, CleanupLedger.Line line) {
        this.path = path;
        this.line = line;
    }

    /**
     * Makes one.
     *
     * @param parent where
     * @throws UncheckedIOException if that cannot be
     */
    static LibraryDirectory create(Path parent) {
        Path path = parent.toAbsolutePath().resolve(FileMapping.unguessableName());
        CleanupLedger.Line line = CleanupLedger.path(path.toString());
        try {
            Files.createDirectory(path, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
            return new LibraryDirectory(path, line);
        } catch (IOException e) {
            line.strikeOff();
            throw new UncheckedIOException("no directory can be made in " + parent + ": " + e.getMessage(), e);
        }
    }

    /**
     * Why a library that needs so much room will not do here: it maps files before they have their blocks, and a store into a page
     * that there is no room for would end the process with {@code SIGBUS}.
     */
    static Optional<String> unsupportedRoom(String library, long neededBytes, Path parent) {
        long usable = usableBytes(parent);
        return usable >= neededBytes ? Optional.empty() : Optional.of(library + " needs room for " + neededBytes + " bytes in "
                + parent + ", and " + usable + " are free; `df " + parent + "` shows it");
    }

    /** How much may be written. */
    static long usableBytes(Path directory) {
        try {
            return Files.getFileStore(directory).getUsableSpace();
        } catch (IOException e) {
            throw new UncheckedIOException(directory + " cannot be looked at: " + e.getMessage(), e);
        }
    }

    /** Where it is. */
    Path path() {
        return path;
    }

    /** Removes it with everything in it; once, or again and again. */
    @Override
    public void close() {
        try {
            Orphan.removeTree(path);
            line.strikeOff();
        } catch (IOException e) {
            throw new UncheckedIOException(path + " cannot be removed: " + e.getMessage(), e);
        }
    }
}
