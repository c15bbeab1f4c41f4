package ipc;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.attribute.BasicFileAttributeView;

/** Removes files and directories with their contents. */
public final class FileTree {
    /** Another process may create a file in a directory that is being removed. */
    private static final int ATTEMPTS = 10;

    private FileTree() {
    }

    /**
     * Removes a file, or a directory with its contents. It never follows links, even if one appears meanwhile.
     *
     * @param path may be absent
     */
    public static void remove(Path path) throws IOException {
        Path absolute = path.toAbsolutePath();
        for (int attempt = 1; Files.exists(absolute, LinkOption.NOFOLLOW_LINKS); attempt++) {
            try (DirectoryStream<Path> parent = Files.newDirectoryStream(absolute.getParent())) {
                removeEntry(secure(parent), absolute.getFileName());
                return;
            } catch (IOException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static void removeEntry(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try {
            if (parent.getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS).readAttributes()
                    .isDirectory()) {
                empty(parent, name);
                parent.deleteDirectory(name);
            } else {
                parent.deleteFile(name);
            }
        } catch (NoSuchFileException e) {
            // Another process has removed it.
        }
    }

    private static void empty(SecureDirectoryStream<Path> parent, Path name) throws IOException {
        try (SecureDirectoryStream<Path> directory = parent.newDirectoryStream(name, LinkOption.NOFOLLOW_LINKS)) {
            for (Path entry : directory) {
                removeEntry(directory, entry.getFileName());
            }
        } catch (DirectoryIteratorException e) {
            throw e.getCause();
        }
    }

    /** On Linux all directory streams are secure: they refer to entries by the open directory, not by a path. */
    private static SecureDirectoryStream<Path> secure(DirectoryStream<Path> directory) {
        return (SecureDirectoryStream<Path>) directory;
    }
}
