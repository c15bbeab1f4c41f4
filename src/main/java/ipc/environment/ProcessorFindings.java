package ipc.environment;

import ipc.environment.CpuTopology.Relation;
import ipc.proc.CpuSet;
import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * The processor: model (from OSHI), cores, hardware threads, caches and NUMA nodes ({@code cputopology.rst}, and the kernel's
 * {@code Documentation/ABI/testing/sysfs-devices-system-cpu}). Everything but the model comes from {@code /sys}. OSHI does not
 * tell which CPUs share a core or cache, and invents a plausible number for an unreadable file.
 */
final class ProcessorFindings {
    private static final String CPUS = "sys/devices/system/cpu/";
    private static final String NODES = "sys/devices/system/node/";
    private static final int HIGHEST_CACHE_INDEX = 9;
    private static final int PAIRS_SHOWN = 2;

    private final SystemFiles files;
    private final Optional<SortedSet<Integer>> online;

    ProcessorFindings(SystemFiles files) {
        this.files = files;
        this.online = files.cpus(CPUS + "online");
    }

    List<Finding> list(Machine machine, CpuChoice choice) {
        return List.of(model(machine), cores(), siblings(), caches(), numa(), pair(choice));
    }

    private Finding model(Machine machine) {
        String model = machine.cpuModel().isBlank() || machine.cpuModel().equals("unknown") ? "unknown model"
                : machine.cpuModel();
        String value = model + ", " + machine.architecture()
                + online.map(cpus -> ", " + Text.count(cpus.size(), "CPU") + " online")
                        .orElse(", online CPUs unknown");
        return model.startsWith("unknown") ? Subject.CPU.unknown(value) : Subject.CPU.ok(value);
    }

    private Finding cores() {
        Optional<Set<SortedSet<Integer>>> cores = groups("core_cpus_list", "thread_siblings_list");
        if (cores.isEmpty()) {
            return Subject.CORES.unknown();
        }
        Set<String> sockets = new HashSet<>();
        online.orElseThrow().forEach(cpu -> files.read(CPUS + "cpu" + cpu + "/topology/physical_package_id")
                .ifPresent(sockets::add));
        CpuTopology topology = new CpuTopology(files.root());
        List<Integer> slow = online.orElseThrow().stream().filter(topology::isSlow).toList();
        return Subject.CORES.ok(Text.count(cores.get().size(), "core")
                + (sockets.isEmpty() ? "" : " in " + Text.count(sockets.size(), "socket"))
                + (slow.isEmpty() ? ""
                        : "; CPUs " + CpuSet.format(slow) + " are efficiency cores, the others performance cores"));
    }

    private Finding siblings() {
        Optional<Set<SortedSet<Integer>>> cores = groups("core_cpus_list", "thread_siblings_list");
        if (cores.isEmpty()) {
            return Subject.SMT.unknown();
        }
        List<SortedSet<Integer>> shared = cores.get().stream().filter(core -> core.size() > 1).toList();
        if (shared.isEmpty()) {
            return Subject.SMT.ok("none: each core is one CPU");
        }
        List<String> shown = shared.stream().limit(PAIRS_SHOWN).map(CpuSet::format).toList();
        int more = shared.size() - shown.size();
        return Subject.SMT.ok(Text.count(shared.size(), "core") + " with several threads: CPUs " + String.join(" and ", shown)
                + (more > 0 ? " and " + more + " more" : "") + "; --cpus auto does not use two of one core",
                "echo off | tee /" + CPUS + "smt/control");
    }

    /** The distinct groups of CPUs in a topology file, in the order of their CPUs; empty if a file cannot be read. */
    private Optional<Set<SortedSet<Integer>>> groups(String file, String olderName) {
        if (online.isEmpty() || online.get().isEmpty()) {
            return Optional.empty();
        }
        Set<SortedSet<Integer>> groups = new LinkedHashSet<>();
        for (int cpu : online.get()) {
            String folder = CPUS + "cpu" + cpu + "/topology/";
            Optional<SortedSet<Integer>> group = files.cpus(folder + file).or(() -> files.cpus(folder + olderName));
            if (group.isEmpty()) {
                return Optional.empty();
            }
            groups.add(group.get());
        }
        return Optional.of(groups);
    }

    private Finding caches() {
        // Number of caches of each kind. A kind is its name, its size and the number of CPUs that share it.
        Map<String, Integer> kinds = new LinkedHashMap<>();
        for (int index = 0; index <= HIGHEST_CACHE_INDEX; index++) {
            Set<Integer> covered = new HashSet<>();
            for (int cpu : online.orElse(new TreeSet<>())) {
                if (!covered.contains(cpu)) {
                    String folder = CPUS + "cpu" + cpu + "/cache/index" + index + "/";
                    Optional<SortedSet<Integer>> sharing = files.cpus(folder + "shared_cpu_list");
                    Optional<String> size = files.read(folder + "size");
                    Optional<String> level = files.read(folder + "level");
                    if (sharing.isPresent() && size.isPresent() && level.isPresent()) {
                        covered.addAll(sharing.get());
                        kinds.merge("L" + level.get() + letter(files.read(folder + "type").orElse("")) + " " + size(size.get())
                                + (sharing.get().size() > 1 ? " for " + sharing.get().size() + " CPUs" : ""), 1, Integer::sum);
                    }
                }
            }
        }
        if (kinds.isEmpty()) {
            return Subject.CACHES.unknown();
        }
        List<String> shown = new ArrayList<>();
        kinds.forEach((kind, number) -> shown.add(number > 1 ? number + " x " + kind : kind));
        return Subject.CACHES.ok(String.join(", ", shown));
    }

    private static String letter(String type) {
        return switch (type) {
            case "Data" -> "d";
            case "Instruction" -> "i";
            default -> "";
        };
    }

    private static String size(String kibibytes) {
        return SystemFiles.parse(kibibytes.replace("K", "")).map(size -> Text.bytes(size * 1024)).orElse(kibibytes);
    }

    private Finding numa() {
        List<String> nodes = files.names(NODES).stream().filter(name -> name.matches("node\\d+")).toList();
        if (nodes.isEmpty()) {
            return files.lacks("sys/devices/system/node") ? Subject.NUMA.ok("unsupported by this kernel: one node")
                    : Subject.NUMA.unknown();
        }
        if (nodes.size() == 1) {
            return Subject.NUMA.ok("1 node");
        }
        List<String> shown = nodes.stream().limit(PAIRS_SHOWN * 2L)
                .map(node -> files.read(NODES + node + "/cpulist").orElse("unknown"))
                .toList();
        String value = nodes.size() + " nodes: CPUs " + String.join("; ", shown) + (nodes.size() > shown.size() ? "; ..." : "");
        Optional<Long> balancing = files.number("proc/sys/kernel/numa_balancing");
        if (balancing.isPresent() && balancing.get() != 0) {
            return Subject.NUMA.warning(value + "; automatic balancing on", "sysctl kernel.numa_balancing=0");
        }
        return Subject.NUMA.ok(value + (balancing.isPresent() ? "; automatic balancing off"
                : files.lacks("proc/sys/kernel/numa_balancing") ? "; no automatic balancing" : "; automatic balancing unknown"));
    }

    private Finding pair(CpuChoice choice) {
        String value = choice.description();
        if (choice.allowedCount() == 1) {
            return Subject.PAIR.warning(value, "taskset -c A,B ./run.sh PROFILE");
        }
        if (choice.fork().isEmpty() || choice.peer().isEmpty()) {
            return Subject.PAIR.ok(value, "./run.sh PROFILE --cpus auto");
        }
        CpuTopology topology = new CpuTopology(files.root());
        int fork = choice.fork().getAsInt();
        int peer = choice.peer().getAsInt();
        if (topology.isSlow(fork) || topology.isSlow(peer)) {
            return Subject.PAIR.warning(value, better(choice));
        }
        return switch (topology.relation(fork, peer)) {
            case SHARED_CACHE -> Subject.PAIR.ok(value);
            case UNKNOWN -> Subject.PAIR.unknown(value);
            case SAME_CORE, FAR -> Subject.PAIR.warning(value, better(choice));
        };
    }

    /** The command that chooses a better pair; empty if there is none. */
    private String better(CpuChoice choice) {
        Collection<Integer> allowed = new CpuTopology(files.root()).allowed();
        CpuChoice auto = CpuChoice.resolve(CpuChoice.AUTO, new CpuTopology(files.root()));
        boolean same = auto.fork().equals(choice.fork()) && auto.peer().equals(choice.peer());
        return same || allowed.size() < 2 ? "" : "./run.sh PROFILE --cpus auto";
    }
}
