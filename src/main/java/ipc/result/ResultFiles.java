package ipc.result;

import java.io.IOException;
import java.io.InputStream;

/** The source of a result directory's files: a directory or an archive. */
interface ResultFiles {
    /**
     * Opens a file.
     *
     * @param name path below the result directory, with slashes
     * @throws java.nio.file.NoSuchFileException if it does not exist
     */
    InputStream open(String name) throws IOException;
}
