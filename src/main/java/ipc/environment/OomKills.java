package ipc.environment;

import ipc.proc.SystemFiles;
import java.util.Optional;

/**
 * Detects out-of-memory kills by the kernel, in any control group. It reads the counter {@code oom_kill} of {@code /proc/vmstat},
 * which Linux has since 4.13.
 */
public final class OomKills {
    private final SystemFiles files;
    private final Optional<Long> before;

    private OomKills(SystemFiles files) {
        this.files = files;
        this.before = count();
    }

    /** Starts watching. */
    public static OomKills begin() {
        return begin(SystemFiles.OF_THIS_MACHINE);
    }

    static OomKills begin(SystemFiles files) {
        return new OomKills(files);
    }

    private Optional<Long> count() {
        return files.field("proc/vmstat", "oom_kill ").flatMap(SystemFiles::parse);
    }

    /** Whether the kernel has killed a process since {@link #begin}; false if it has no counter. */
    public boolean any() {
        Optional<Long> now = count();
        return before.isPresent() && now.isPresent() && now.get() > before.get();
    }
}
