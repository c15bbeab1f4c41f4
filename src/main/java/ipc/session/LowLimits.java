package ipc.session;

import com.sun.management.UnixOperatingSystemMXBean;
import ipc.proc.SystemFiles;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** This process's limits that may be behind a failure, because a JVM that reaches one often fails without naming it. */
final class LowLimits {
    private static final String LIMITS = "proc/self/limits";
    /** The most files that a fork and its peer need, with some reserve. */
    private static final long FEW = 256;
    private static final String UNLIMITED = "unlimited";
    /** The kernel's signals at the soft and at the hard limit of CPU time. */
    private static final List<String> OUT_OF_CPU_TIME = List.of("signal 24", "signal 9");
    private static final List<String> TOO_LARGE = List.of("signal 25", "File too large");

    private LowLimits() {
    }

    /**
     * Words to add to a failure, one for each limit.
     *
     * @param reason the first line of the failure
     */
    static List<String> behind(String reason, SystemFiles files) {
        return Stream.of(fewFiles(),
                of("Max cpu time", OUT_OF_CPU_TIME, reason, files).map(limit -> "`ulimit -t` allows a process " + limit
                        + " s of CPU time"),
                of("Max file size", TOO_LARGE, reason, files).map(limit -> "`ulimit -f` allows files of " + limit + " bytes"))
                .flatMap(Optional::stream).toList();
    }

    private static Optional<String> fewFiles() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < FEW
                        ? Optional.of("only " + system.getMaxFileDescriptorCount()
                                + " files may be open here (`ulimit -n`), and a JVM that may"
                                + " open no more fails in many ways")
                        : Optional.empty();
    }

    /** The soft limit; empty if there is none, or if the failure shows none of its marks. */
    private static Optional<String> of(String name, List<String> marks, String reason, SystemFiles files) {
        return marks.stream().noneMatch(reason::contains) ? Optional.empty()
                : files.field(LIMITS, name).map(line -> line.split("\\s+")[0]).filter(limit -> !limit.equals(UNLIMITED));
    }
}
