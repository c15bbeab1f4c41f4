package ipc.proc;

import java.io.ByteArrayOutputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/**
 * Reads {@code /proc} and {@code /sys}, or a copy of them in another folder. Unreadable files are empty results, never
 * exceptions.
 */
public final class SystemFiles {
    /** The files of this machine. */
    public static final SystemFiles OF_THIS_MACHINE = new SystemFiles(Path.of("/"));

    private static final int PART_BYTES = 1 << 14;
    private static final String ALLOWED = "Cpus_allowed_list:";

    private final Path root;

    /** @param root {@code /}, or the folder of a copy */
    public SystemFiles(Path root) {
        this.root = root;
    }

    /** {@code /}, or the folder of a copy. */
    public Path root() {
        return root;
    }

    /** A file's text without white space at both ends; empty if it cannot be read. */
    public Optional<String> read(String file) {
        // Not Files.readString: it first reads one byte of a file whose size is 0, and then /proc/sys returns nothing more.
        try (InputStream in = new FileInputStream(root.resolve(file).toFile())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] part = new byte[PART_BYTES];
            for (int length = in.read(part); length > 0; length = in.read(part)) {
                bytes.write(part, 0, length);
            }
            // Command lines can hold any bytes; malformed UTF-8 must not lose the rest.
            return Optional.of(bytes.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A file that holds one whole number; empty if it does not. */
    public Optional<Long> number(String file) {
        return read(file).flatMap(SystemFiles::parse);
    }

    /** A file that holds a list of CPUs. Some kernels write {@code (null)} for an empty one. */
    public Optional<SortedSet<Integer>> cpus(String file) {
        return read(file).flatMap(list -> {
            try {
                return Optional.of(CpuSet.parse(list.equals("(null)") ? "" : list));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** The CPUs that the first thread of this process may use; empty if the kernel does not tell. */
    public Optional<SortedSet<Integer>> allowedCpus() {
        return field("proc/self/status", ALLOWED).map(CpuSet::parse);
    }

    /** The rest of the line that begins with a key, in a file such as {@code /proc/self/status}. */
    public Optional<String> field(String file, String key) {
        return read(file).flatMap(text -> text.lines().filter(line -> line.startsWith(key)).findFirst())
                .map(line -> line.substring(key.length()).strip());
    }

    /** The names in a folder, sorted; none if it cannot be read. */
    public List<String> names(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /** Whether this kernel certainly lacks a file: its folder exists and the file does not. */
    public boolean lacks(String file) {
        Path path = root.resolve(file);
        return Files.isDirectory(path.getParent()) && Files.notExists(path);
    }

    /** Whether this file or folder exists. */
    public boolean exists(String file) {
        return Files.exists(root.resolve(file));
    }

    /** A whole number; empty if the text is none. */
    public static Optional<Long> parse(String number) {
        try {
            return Optional.of(Long.parseLong(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
