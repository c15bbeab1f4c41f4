package ipc.result;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/** Files that a reader finds complete or not at all: each is written under another name and then renamed. */
public final class WholeFiles {
    private WholeFiles() {
    }

    /** The content of a text file. */
    @FunctionalInterface
    public interface Content {
        /** Writes the content, in pieces of any size. */
        void write(Writer out) throws IOException;
    }

    /** Writes a text file piece by piece, under another name first. */
    public static void writeText(Path file, Content content) throws IOException {
        writeAside(file, aside -> {
            try (Writer out = new BufferedWriter(new OutputStreamWriter(openNew(aside), StandardCharsets.UTF_8))) {
                content.write(out);
            }
        });
    }

    /** Writes a file, under another name first. */
    public static void write(Path file, byte[] content) throws IOException {
        writeAside(file, aside -> {
            try (OutputStream out = openNew(aside)) {
                out.write(content);
            }
        });
    }

    /** Moves a file, possibly from another file system: copies it under another name first. */
    public static void moveHere(Path from, Path file) throws IOException {
        writeAside(file, aside -> {
            Files.deleteIfExists(aside);
            // Creates a new file and does not follow a link.
            Files.copy(from, aside, LinkOption.NOFOLLOW_LINKS);
        });
        Files.delete(from);
    }

    /**
     * Creates a folder below a result directory, unless it exists.
     *
     * @throws java.nio.file.FileAlreadyExistsException if a link or a file has its name
     */
    public static void makeFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
            Files.createDirectory(folder);
        }
    }

    /**
     * Creates a new file and never follows a link. In a directory that others can write to, a link could lead to any file of this
     * user.
     */
    private static OutputStream openNew(Path file) throws IOException {
        Files.deleteIfExists(file);
        return Files.newOutputStream(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    }

    /** Writes a file under another name. */
    @FunctionalInterface
    private interface Aside {
        void write(Path aside) throws IOException;
    }

    private static void writeAside(Path file, Aside content) throws IOException {
        Path aside = file.resolveSibling(file.getFileName() + ".part");
        try {
            content.write(aside);
            Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(aside);
        }
    }
}
