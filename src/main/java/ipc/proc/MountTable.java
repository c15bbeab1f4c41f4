package ipc.proc;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The mounts in {@code /proc/self/mountinfo} ({@code proc_pid_mountinfo(5)}). */
public final class MountTable {
    private static final int ROOT = 3;
    private static final int POINT = 4;
    private static final int OPTIONS = 5;
    private static final int FEWEST_FIELDS = 10;
    private static final String USUAL_TMPFS = "/dev/shm";
    private static final String PAGE_SIZE = "pagesize=";

    private final List<Mount> mounts;

    private MountTable(List<Mount> mounts) {
        this.mounts = mounts;
    }

    /**
     * One mount.
     *
     * @param root    folder of the file system that is mounted
     * @param point   mount point, beginning with a slash
     * @param options options of the mount and of its file system
     * @param type    type of the file system
     */
    public record Mount(String root, String point, List<String> options, String type) {
        /** Whether nothing can be written there. */
        public boolean isReadOnly() {
            return options.contains("ro");
        }
    }

    /** The mounts that this process sees now; none if they cannot be read. */
    public static MountTable ofThisProcess() {
        return read(SystemFiles.OF_THIS_MACHINE).orElse(new MountTable(List.of()));
    }

    /** The mounts that this process sees; empty if they cannot be read. */
    public static Optional<MountTable> read(SystemFiles files) {
        return files.read("proc/self/mountinfo").map(text -> {
            List<Mount> mounts = new ArrayList<>();
            text.lines().forEach(line -> parse(line).ifPresent(mounts::add));
            return new MountTable(mounts);
        });
    }

    private static Optional<Mount> parse(String line) {
        String[] fields = line.split(" ");
        int separator = List.of(fields).indexOf("-");
        if (fields.length < FEWEST_FIELDS || separator < 0 || separator + 3 >= fields.length) {
            return Optional.empty();
        }
        List<String> options = new ArrayList<>(List.of(fields[OPTIONS].split(",")));
        options.addAll(List.of(fields[separator + 3].split(",")));
        return Optional.of(new Mount(plain(fields[ROOT]), plain(fields[POINT]), options, fields[separator + 1]));
    }

    /** Replaces octal escapes, such as those of spaces. */
    private static String plain(String field) {
        return field.replace("\\040", " ").replace("\\011", "\t").replace("\\012", "\n").replace("\\134", "\\");
    }

    /** The mount at exactly this point. If there are several, the last one hides the others. */
    public Optional<Mount> at(String point) {
        return last(mounts.stream().filter(mount -> mount.point().equals(point)).toList());
    }

    /** The last mount of a type, with this option unless it is empty. */
    public Optional<Mount> ofType(String type, String option) {
        return last(mounts.stream().filter(mount -> mount.type().equals(type))
                .filter(mount -> option.isEmpty() || mount.options().contains(option)).toList());
    }

    /** The file system type at a directory, which is that of the nearest mount above. Empty if it is unknown. */
    public Optional<String> typeAt(Path directory) {
        return Stream.iterate(directory, path -> path != null, Path::getParent)
                .flatMap(path -> at(path.toString()).stream()).findFirst().map(Mount::type);
    }

    /** The first writable tmpfs; {@code /dev/shm} has precedence. */
    public Optional<Path> writableTmpfs(Predicate<Path> isWritable) {
        return Stream.concat(Stream.of(USUAL_TMPFS), visible("tmpfs").map(Mount::point)).flatMap(point -> at(point).stream())
                .filter(mount -> mount.type().equals("tmpfs")).map(mount -> Path.of(mount.point())).filter(isWritable)
                .findFirst();
    }

    /**
     * The first writable hugetlbfs with pages of a size.
     *
     * @param pageSize as in its option, such as {@code 2M}; a mount without the option has the default size
     */
    public Optional<Path> writableHugetlbfs(String pageSize, Predicate<Path> isWritable) {
        return visible("hugetlbfs").filter(mount -> mount.options().stream().noneMatch(option -> option.startsWith(PAGE_SIZE)
                && !option.equals(PAGE_SIZE + pageSize))).map(mount -> Path.of(mount.point())).filter(isWritable).findFirst();
    }

    /** Those of a type that no later mount at the same point hides. */
    private Stream<Mount> visible(String type) {
        Map<String, Mount> byPoint = new LinkedHashMap<>();
        mounts.forEach(mount -> byPoint.put(mount.point(), mount));
        return byPoint.values().stream().filter(mount -> mount.type().equals(type));
    }

    private static Optional<Mount> last(List<Mount> mounts) {
        return mounts.isEmpty() ? Optional.empty() : Optional.of(mounts.get(mounts.size() - 1));
    }
}
