package ipc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.stream.Stream;

/** The limits that a test can set with a control group of its own, in either version of control groups. */
enum ControlGroup {
    /** CPU time in microseconds per 100,000. */
    CPU("cpu", "cpu.cfs_quota_us", "cpu.max"),
    /** Memory in bytes. */
    MEMORY("memory", "memory.limit_in_bytes", "memory.max"),
    /** Number of threads in all processes of the group. */
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
     * Creates a group. The caller removes it after its processes have ended.
     *
     * @throws IOException if the test may not create one
     */
    Path make(String limit) throws IOException {
        Path group = Files.createDirectory(parent().resolve("ipc-roundtrip-" + ProcessHandle.current().pid()));
        try {
            write(group.resolve(IS_SECOND_VERSION ? secondVersions : firstVersions), limit);
            // Without this, a process that runs out of memory is swapped out and survives.
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

    /**
     * The parent of the new group. In version 2 a group with processes, such as our own, cannot pass limits down, so it is
     * the root.
     */
    private Path parent() throws IOException {
        if (IS_SECOND_VERSION) {
            return ROOT;
        }
        Path mounted = ROOT.resolve(controller);
        try (Stream<String> lines = Files.lines(Path.of("/proc/self/cgroup"))) {
            return lines.map(line -> line.split(":", 3)).filter(parts -> List.of(parts[1].split(",")).contains(controller))
                    // In a container the path may be one of the host's.
                    .map(parts -> mounted.resolve(parts[2].substring(1))).filter(Files::isDirectory).findFirst().orElse(mounted);
        }
    }

    private static void write(Path file, String value) throws IOException {
        Files.writeString(file, value, StandardOpenOption.WRITE);
    }
}
