package ipc.result;

import java.nio.file.Path;

/** Another process has made the directory that was to be made. */
public final class DirectoryTakenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    DirectoryTakenException(Path path) {
        super(path + " has been made by another process meanwhile");
    }
}
