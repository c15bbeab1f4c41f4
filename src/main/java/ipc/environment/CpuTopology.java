package ipc.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Which CPUs this process may use, and what they share, read from {@code /proc/self/status} and
 * {@code /sys/devices/system/cpu} ({@code proc(5)}, the kernel's {@code cputopology.rst}). What cannot be read is unknown.
 */
public final class CpuTopology {
    private static final String ALLOWED = "Cpus_allowed_list:";
    private static final int HIGHEST_CACHE_INDEX = 9;

    private final Path root;
    private final Map<String, Optional<SortedSet<Integer>>> lists = new HashMap<>();

    /** @param root {@code /}, or a copy of the files below another folder */
    public CpuTopology(Path root) {
        this.root = root;
    }

    /** The machine this runs on. */
    public static CpuTopology ofThisMachine() {
        return new CpuTopology(Path.of("/"));
    }

    /** The CPUs this process may run on and that are on line; all the JVM sees, where the kernel does not say. */
    public SortedSet<Integer> allowed() {
        SortedSet<Integer> allowed = mask();
        // The mask may name CPUs that are switched off, or that this machine could have and has not.
        read("sys/devices/system/cpu/online").map(CpuSet::parse).ifPresent(allowed::retainAll);
        return allowed;
    }

    private SortedSet<Integer> mask() {
        Optional<String> list = read("proc/self/status")
                .flatMap(status -> status.lines().filter(line -> line.startsWith(ALLOWED)).findFirst());
        if (list.isPresent()) {
            return CpuSet.parse(list.get().substring(ALLOWED.length()));
        }
        SortedSet<Integer> cpus = new TreeSet<>();
        for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
            cpus.add(cpu);
        }
        return cpus;
    }

    /** How two different CPUs lie to each other. */
    public Relation relation(int cpu, int other) {
        Optional<SortedSet<Integer>> core = coreOf(cpu);
        if (core.isPresent() && core.get().contains(other)) {
            return Relation.SAME_CORE;
        }
        Optional<SortedSet<Integer>> cache = lastLevelCacheOf(cpu);
        if (core.isEmpty() || cache.isEmpty()) {
            return Relation.UNKNOWN;
        }
        return cache.get().contains(other) ? Relation.SHARED_CACHE : Relation.FAR;
    }

    private Optional<SortedSet<Integer>> coreOf(int cpu) {
        // Kernels before 5.3 know the file by its second name only.
        return list(cpu, "topology/core_cpus_list").or(() -> list(cpu, "topology/thread_siblings_list"));
    }

    private Optional<SortedSet<Integer>> lastLevelCacheOf(int cpu) {
        for (int index = HIGHEST_CACHE_INDEX; index >= 0; index--) {
            Optional<SortedSet<Integer>> shared = list(cpu, "cache/index" + index + "/shared_cpu_list");
            if (shared.isPresent()) {
                return shared;
            }
        }
        return Optional.empty();
    }

    private Optional<SortedSet<Integer>> list(int cpu, String file) {
        // Every pair of CPUs is looked at, so each file would be read hundreds of times on a large machine.
        return lists.computeIfAbsent("sys/devices/system/cpu/cpu" + cpu + "/" + file, path -> read(path).map(CpuSet::parse));
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** How two CPUs lie to each other, nearest first but for the shared core, which two busy processes must not share. */
    public enum Relation {
        SHARED_CACHE("different cores, same last-level cache"),
        UNKNOWN("the kernel does not say what they share"),
        FAR("different cores without a shared cache"),
        SAME_CORE("two hardware threads of one core");

        private final String description;

        Relation(String description) {
            this.description = description;
        }

        /** In plain words. */
        public String description() {
            return description;
        }
    }
}
