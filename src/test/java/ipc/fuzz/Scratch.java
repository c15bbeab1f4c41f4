package ipc.fuzz;

import ipc.FileTree;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** Files for the input of fuzz targets, which is read through paths as users name them. */
public final class Scratch {
    private Scratch() {
    }

    /** A new directory, which this JVM removes as it ends. */
    public static Path directory() {
        try {
            Path directory = Files.createTempDirectory("fuzz-");
            Runtime.getRuntime().addShutdownHook(new Thread(() -> remove(directory)));
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Packed by gzip, unless they begin as if they were: mutating what is packed would only ever meet the check sum. */
    public static byte[] packed(byte[] bytes) throws IOException {
        if (bytes.length > 1 && (bytes[0] & 0xff) == 0x1f && (bytes[1] & 0xff) == 0x8b) {
            return bytes;
        }
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private static void remove(Path directory) {
        try {
            FileTree.remove(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
