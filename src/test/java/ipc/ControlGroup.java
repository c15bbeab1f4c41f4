package ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** What a control group of a test's own limits, in either version of control groups. */
enum ControlGroup {
    /** Microseconds of each 100,000. */
    CPU("cpu", "cpu.cfs_quota_us", "cpu.max"),
    /** Bytes. */
    MEMORY("memory", "memory.limit_in_bytes", "memory.max"),
    /** Threads, of all its processes. */
    THREADS("pids", "pids.max", "pids.max");

    private static final Path ROOT = Path.of("/sys/fs/cgroup");
    private static final boolean IS_SECOND_VERSION = Files.exists(ROOT.resolve("cgroup.controllers"));

    private final String controller;
    private final String firstVersions;
    private final String secondVersions;

    ControlGroup(String controller, String firstVersions, String secondVersions) {
        this.controller = controller;
        this.firstVersions = firstVersions;
        this.secondVersions = secondVersions;
    }

    /**
     * A new one, to be removed when its processes have ended.
     *
     * @throws IOException if none can be made here
     */
    Path make(String limit) throws IOException {
        Path group = Files.createDirectory(parent().resolve("ipc-roundtrip-" + ProcessHandle.current().pid()));
        try {
            write(group.resolve(IS_SECOND_VERSION ? secondVersions : firstVersions), limit);
            // Else a process that finds no memory is swapped out, and lives.
            Path swap = group.resolve(IS_SECOND_VERSION ? "memory.swap.max" : "memory.memsw.limit_in_bytes");
            if (this == MEMORY && Files.exists(swap)) {
                write(swap, IS_SECOND_VERSION ? "0" : limit);
            }
        } catch (IOException e) {
            Files.delete(group);
            throw e;
        }
        return group;
    }

    /** In version 2 none that has processes hands limits down, as ours has; the first one does. */
    private Path parent() throws IOException {
        if (IS_SECOND_VERSION) {
            return ROOT;
        }
        Path mounted = ROOT.resolve(controller);
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
            return lines.map(line -> line.split(":", 3)).filter(parts -> List.of(parts[1].split(",")).contains(controller))
                    // In a container it may be a path of the host's.
                    .map(parts -> mounted.resolve(parts[2].substring(1))).filter(Files::isDirectory).findFirst().orElse(mounted);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }
}
