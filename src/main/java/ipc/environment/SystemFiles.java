package ipc.environment;

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

/** {@code /proc} and {@code /sys}, or a copy of them below another folder. What cannot be read is empty, never an exception. */
final class SystemFiles {
    private static final int PART_BYTES = 1 << 14;

    private final Path root;

    /** @param root {@code /}, or the folder a copy lies in */
    SystemFiles(Path root) {
        this.root = root;
    }

    Path root() {
        return root;
    }

    /** A file's text without white space at its ends; empty if it is not there or may not be read. */
    Optional<String> read(String file) {
        // Not Files.readString: of a file that says it is empty it reads one byte first, and then /proc/sys has no more to say.
        try (InputStream in = new FileInputStream(root.resolve(file).toFile())) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            byte[] part = new byte[PART_BYTES];
            for (int length = in.read(part); length > 0; length = in.read(part)) {
                bytes.write(part, 0, length);
            }
            // Command lines are any bytes; what is no UTF-8 shall not cost the rest.
            return Optional.of(bytes.toString(StandardCharsets.UTF_8).strip());
        } catch (IOException | RuntimeException e) {
            return Optional.empty();
        }
    }

    /** A file that holds one whole number. */
    Optional<Long> number(String file) {
        return read(file).flatMap(SystemFiles::parse);
    }

    /** A file that holds a list of CPUs; {@code (null)} is how some kernels write an empty one. */
    Optional<SortedSet<Integer>> cpus(String file) {
        return read(file).flatMap(list -> {
            try {
                return Optional.of(CpuSet.parse(list.equals("(null)") ? "" : list));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    /** What follows {@code key} on its line of a file such as {@code /proc/self/status}. */
    Optional<String> field(String file, String key) {
        return read(file).flatMap(text -> text.lines().filter(line -> line.startsWith(key)).findFirst())
                .map(line -> line.substring(key.length()).strip());
    }

    /** Names in a folder; none if it cannot be read. */
    List<String> names(String folder) {
        List<String> names = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(root.resolve(folder))) {
            entries.forEach(entry -> names.add(entry.getFileName().toString()));
        } catch (IOException | RuntimeException e) {
            return List.of();
        }
        names.sort(null);
        return names;
    }

    /** Whether the kernel certainly does not offer this file: the folder it would stand in is there, and it is not. */
    boolean lacks(String file) {
        Path path = root.resolve(file);
        return Files.isDirectory(path.getParent()) && Files.notExists(path);
    }

    boolean exists(String file) {
        return Files.exists(root.resolve(file));
    }

    static Optional<Long> parse(String number) {
        try {
            return Optional.of(Long.parseLong(number));
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
