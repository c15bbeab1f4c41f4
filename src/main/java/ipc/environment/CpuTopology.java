package ipc.environment;

import ipc.proc.CpuSet;
import ipc.proc.SystemFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The CPUs that this process may use and the hardware that they share, from {@code /proc/self/status} and
 * {@code /sys/devices/system/cpu} ({@code proc(5)}, the kernel's {@code cputopology.rst}). Unreadable values are unknown.
 */
public final class CpuTopology {
    private static final int HIGHEST_CACHE_INDEX = 9;

    private final Path root;
    private final Map<String, Optional<SortedSet<Integer>>> lists = new HashMap<>();

    /** @param root {@code /}, or another folder with a copy of the files */
    public CpuTopology(Path root) {
        this.root = root;
    }

    /** The topology of this machine. */
    public static CpuTopology ofThisMachine() {
        return new CpuTopology(Path.of("/"));
    }

    /** The online CPUs that this process may use. If the kernel does not tell, all that the JVM sees. */
    public SortedSet<Integer> allowed() {
        SortedSet<Integer> allowed = mask();
        // The mask may contain CPUs that are offline or do not exist.
        read("sys/devices/system/cpu/online").map(CpuSet::parse).ifPresent(allowed::retainAll);
        return allowed;
    }

    private SortedSet<Integer> mask() {
        Optional<SortedSet<Integer>> allowed = new SystemFiles(root).allowedCpus();
        if (allowed.isPresent()) {
            return allowed.get();
        }
        SortedSet<Integer> cpus = new TreeSet<>();
        for (int cpu = 0; cpu < Runtime.getRuntime().availableProcessors(); cpu++) {
            cpus.add(cpu);
        }
        return cpus;
    }

    /** The relation of two different CPUs. */
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
        // Kernels before 5.3 have only the second name.
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
        // Every pair of CPUs asks for this file, so without the cache a large machine would read it hundreds of times.
        return lists.computeIfAbsent("sys/devices/system/cpu/cpu" + cpu + "/" + file, path -> read(path).map(CpuSet::parse));
    }

    private Optional<String> read(String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** The relation of two CPUs, best first. Two busy processes must not share a core, so that comes last. */
    public enum Relation {
        SHARED_CACHE("different cores, same last-level cache"),
        UNKNOWN("the kernel does not say what they share"),
        FAR("different cores without a shared cache"),
        SAME_CORE("two hardware threads of one core");

        private final String description;

        Relation(String description) {
            this.description = description;
        }

        /** The relation in words. */
        public String description() {
            return description;
        }
    }
}
