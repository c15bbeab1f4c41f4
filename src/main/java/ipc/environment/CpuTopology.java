package ipc.environment;

import ipc.proc.SystemFiles;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
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
    private static final String CPU = "sys/devices/system/cpu/cpu";
    /** Cores of one kind differ by less: favoured cores of a desktop processor are a few per cent faster than the others. */
    private static final double SLOW_SHARE = 0.8;
    private static final String FAST = "performance";
    private static final String SLOW = "efficiency";

    private static final Path THIS_MACHINE = Path.of("/");

    private final SystemFiles files;
    private final int atLeast;
    private final Map<String, Optional<SortedSet<Integer>>> lists = new HashMap<>();
    private final Map<Integer, List<Cache>> caches = new HashMap<>();
    private final Map<Integer, Long> speeds = new HashMap<>();
    private SortedSet<Integer> allowed;
    private Long fastest;

    /** @param root {@code /}, or another folder with a copy of the files */
    public CpuTopology(Path root) {
        this(root, root.equals(THIS_MACHINE) ? Runtime.getRuntime().availableProcessors() : 1);
    }

    /** @param atLeast so many CPUs can certainly be used */
    CpuTopology(Path root, int atLeast) {
        this.files = new SystemFiles(root);
        this.atLeast = atLeast;
    }

    /** The topology of this machine. */
    public static CpuTopology ofThisMachine() {
        return new CpuTopology(THIS_MACHINE);
    }

    /**
     * The online CPUs that this process may use. If the kernel does not tell, all that the JVM sees.
     *
     * <p>The affinity mask decides. It may contain CPUs that are offline or do not exist, so the list of online CPUs narrows it. In
     * a container that list may be empty, or have other numbers (LXC). If it leaves fewer CPUs than can certainly be used, it does
     * not count.
     */
    public SortedSet<Integer> allowed() {
        if (allowed == null) {
            SortedSet<Integer> mask = mask();
            SortedSet<Integer> online = new TreeSet<>(files.cpus("sys/devices/system/cpu/online").orElse(mask));
            online.retainAll(mask);
            allowed = Collections.unmodifiableSortedSet(online.size() < atLeast ? mask : online);
        }
        return allowed;
    }

    private SortedSet<Integer> mask() {
        Optional<SortedSet<Integer>> allowed = files.allowedCpus();
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
        if (core.isEmpty() || caches(cpu).isEmpty()) {
            return Relation.UNKNOWN;
        }
        return sharedLevel(cpu, other) > 0 ? Relation.SHARED_CACHE : Relation.FAR;
    }

    /** Relation and kind of two different CPUs in words, such as {@code different cores, same last-level cache}. */
    public String describe(int cpu, int other) {
        Relation relation = relation(cpu, other);
        int level = sharedLevel(cpu, other);
        int lastLevel = allowed().stream().flatMap(each -> caches(each).stream()).mapToInt(Cache::level).max().orElse(0);
        String words = relation == Relation.SHARED_CACHE && level < lastLevel ? "different cores, same L" + level + " cache"
                : relation.description();
        if (!hasTwoKinds()) {
            return words;
        }
        return words + (isSlow(cpu) == isSlow(other) ? ", two " + (isSlow(cpu) ? SLOW : FAST) + " cores"
                : ", a " + FAST + " core and an " + SLOW + " core");
    }

    /** Whether this CPU is of a slower kind than others, as the efficiency cores of a hybrid processor are. */
    public boolean isSlow(int cpu) {
        if (fastest == null) {
            fastest = allowed().stream().mapToLong(this::speed).max().orElse(0);
        }
        return speed(cpu) > 0 && speed(cpu) < SLOW_SHARE * fastest;
    }

    /** Whether some of the CPUs that this process may use are of a slower kind than others. */
    public boolean hasTwoKinds() {
        return allowed().stream().anyMatch(this::isSlow);
    }

    /** The capacity that the scheduler assumes, else the highest frequency; 0 if the kernel tells neither. */
    private long speed(int cpu) {
        return speeds.computeIfAbsent(cpu, number -> files.number(CPU + number + "/cpu_capacity")
                .or(() -> files.number(CPU + number + "/cpufreq/cpuinfo_max_freq")).orElse(0L));
    }

    private Optional<SortedSet<Integer>> coreOf(int cpu) {
        // Kernels before 5.3 have only the second name.
        return list(cpu, "topology/core_cpus_list").or(() -> list(cpu, "topology/thread_siblings_list"));
    }

    /** The level of the outermost cache that both use; 0 if they share none. */
    private int sharedLevel(int cpu, int other) {
        return caches(cpu).stream().filter(cache -> cache.cpus().contains(other)).mapToInt(Cache::level).max().orElse(0);
    }

    private List<Cache> caches(int cpu) {
        return caches.computeIfAbsent(cpu, number -> {
            List<Cache> found = new ArrayList<>();
            for (int index = 0; index <= HIGHEST_CACHE_INDEX; index++) {
                String folder = "cache/index" + index + "/";
                Optional<SortedSet<Integer>> cpus = list(number, folder + "shared_cpu_list");
                // The index grows with the level.
                int level = files.number(CPU + number + "/" + folder + "level").map(Long::intValue).orElse(index + 1);
                cpus.ifPresent(shared -> found.add(new Cache(level, shared)));
            }
            return found;
        });
    }

    private Optional<SortedSet<Integer>> list(int cpu, String file) {
        // Every pair of CPUs asks for this file, so without the cache a large machine would read it hundreds of times.
        return lists.computeIfAbsent(CPU + cpu + "/" + file, files::cpus);
    }

    /** A cache of a CPU, and all CPUs that use it. */
    private record Cache(int level, SortedSet<Integer> cpus) {
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
