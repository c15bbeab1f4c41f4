package ipc.region;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The mount points that this process sees: {@code /proc/self/mounts} ({@code proc(5)}). */
final class Mounts {
    private static final Path FILE = Path.of("/proc/self/mounts");
    private static final Path USUAL_TMPFS = Path.of("/dev/shm");
    private static final String TMPFS = "tmpfs";
    private static final int POINT_FIELD = 1;
    private static final int TYPE_FIELD = 2;
    private static final int OPTIONS_FIELD = 3;
    private static final String HUGETLBFS = "hugetlbfs";
    private static final String PAGE_SIZE = "pagesize=";

    private final Map<Path, String> types = new LinkedHashMap<>();
    private final Map<Path, List<String>> options = new LinkedHashMap<>();

    /** @param lines as in the file; the last mount at a point hides earlier ones */
    Mounts(List<String> lines) {
        for (String line : lines) {
            String[] fields = line.split(" ");
            if (fields.length > OPTIONS_FIELD) {
                Path point = Path.of(plain(fields[POINT_FIELD]));
                types.put(point, fields[TYPE_FIELD]);
                options.put(point, List.of(fields[OPTIONS_FIELD].split(",")));
            }
        }
    }

    /** Reads the current mounts. The result is empty if they cannot be read. */
    static Mounts read() {
        try {
            return new Mounts(Files.readAllLines(FILE));
        } catch (IOException e) {
            return new Mounts(List.of());
        }
    }

    /** Decodes octal escapes, such as those for spaces. */
    private static String plain(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }

    /** The first writable tmpfs; {@code /dev/shm} has precedence. */
    Optional<Path> writableTmpfs(Predicate<Path> isWritable) {
        return Stream.concat(Stream.of(USUAL_TMPFS), types.keySet().stream())
                .filter(point -> TMPFS.equals(types.get(point)) && isWritable.test(point)).findFirst();
    }

    /** The first writable hugetlbfs with pages of the given size. */
    Optional<Path> writableHugetlbfs(String pageSize, Predicate<Path> isWritable) {
        return types.keySet().stream().filter(point -> HUGETLBFS.equals(types.get(point)))
                .filter(point -> options.get(point).stream().noneMatch(option -> option.startsWith(PAGE_SIZE)
                        && !option.equals(PAGE_SIZE + pageSize)))
                .filter(isWritable).findFirst();
    }

    /** Whether a mount has one of these options. */
    boolean hasOption(Path point, Set<String> wanted) {
        return options.getOrDefault(point, List.of()).stream().anyMatch(wanted::contains);
    }

    /** The file system type at a directory, which is that of the nearest mount above. Empty if it is unknown. */
    Optional<String> typeAt(Path directory) {
        return Stream.iterate(directory, path -> path != null, Path::getParent).filter(types::containsKey).findFirst()
                .map(types::get);
    }

    /** The hint for a tmpfs without free space. */
    static String fullTmpfs(Path point) {
        return "the tmpfs on " + point + " is full (`df " + point + "`); its size= sets the limit, in containers --shm-size";
    }
}
