package ipc.result;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Opens files of results. A named pipe in the place of one would make a reader wait for ever. */
final class RegularFile {
    private RegularFile() {
    }

    /**
     * Opens a file.
     *
     * @throws java.nio.file.NoSuchFileException if it does not exist
     * @throws FileSystemException               if it is a directory, a pipe, a socket or a device
     */
    static InputStream open(Path file) throws IOException {
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new FileSystemException(file.toString(), null, "it is not a regular file");
        }
        return Files.newInputStream(file);
    }
}
