package ipc.environment;

import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The file system a directory lies on.
 *
 * @param type        such as {@code ext4}
 * @param source      the device, or what stands for it
 * @param totalBytes  its size
 * @param usableBytes what this user may still write
 */
record Volume(String type, String source, long totalBytes, long usableBytes) {
    /** Finds it out; a test has its own. */
    @FunctionalInterface
    interface Finder {
        /** Empty if it cannot be found out. */
        Optional<Volume> of(Path directory);
    }

    /** Asks the operating system. */
    static Optional<Volume> ofThisMachine(Path directory) {
        try {
            FileStore store = Files.getFileStore(directory);
            return Optional.of(new Volume(store.type(), store.name(), store.getTotalSpace(), store.getUsableSpace()));
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }
}
