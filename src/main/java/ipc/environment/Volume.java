package ipc.environment;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file system of a directory.
 *
 * @param type        type, such as {@code ext4}
 * @param source      device, or the name that replaces it
 * @param totalBytes  size in bytes
 * @param usableBytes bytes that this user can still write
 */
record Volume(String type, String source, long totalBytes, long usableBytes) {
    /** Finds the file system of a directory; tests replace it. */
    @FunctionalInterface
    interface Finder {
        /** The file system; empty if it cannot be determined. */
        Optional<Volume> of(Path directory);
    }

    /** Asks the operating system; empty if that fails. */
    static Optional<Volume> ofThisMachine(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return Optional.of(new Volume(store.type(), store.name(), store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
