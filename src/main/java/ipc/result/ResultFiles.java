package ipc.result;

import java.io.IOException;
import java.io.InputStream;

/** Where the files of a result directory come from. */
interface ResultFiles {
    /**
     * A file's bytes.
     *
     * @param name below the result directory, with slashes
     * @throws java.nio.file.NoSuchFileException if it is not there
     */
    InputStream open(String name) throws IOException;
}
