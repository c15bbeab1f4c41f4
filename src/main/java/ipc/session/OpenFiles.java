package ipc.session;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.util.Optional;

/** How many files a process may have open. A JVM that may open no more fails in ways that do not say so. */
final class OpenFiles {
    /** The most files that a fork and its peer need, with some reserve. */
    private static final long FEW = 256;

    private OpenFiles() {
    }

    /** A line to add to a failure; empty where there are enough. */
    static Optional<String> fewAllowed() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                && system.getMaxFileDescriptorCount() < FEW
                        ? Optional.of("only " + system.getMaxFileDescriptorCount()
                                + " files may be open here (`ulimit -n`), and a JVM that may"
                                + " open no more fails in many ways")
                        : Optional.empty();
    }
}
