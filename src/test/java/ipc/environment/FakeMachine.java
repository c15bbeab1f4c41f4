package ipc.environment;

import ipc.proc.SystemFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Builds copies of {@code /proc} and {@code /sys} of other machines. Its clock advances by a second per reading. */
final class FakeMachine {
    static final long OWN_PID = 1000;
    private static final String CPUS = "sys/devices/system/cpu/";

    private final Path root;
    private final Map<String, Volume> volumes = new HashMap<>();
    private String virtualisation = "none";
    private String cpuModel = "Acme Turbo 9";
    private List<String> forkOptions = List.of("-XX:+UseSerialGC", "-Dipc.cpus=0,1");
    private Map<String, String> variables = Map.of();
    private String cpus = "auto";
    private long nanos;

    FakeMachine(Path root) {
        this.root = root;
    }

    FakeMachine write(String file, String text) {
        try {
            Files.createDirectories(root.resolve(file).getParent());
            Files.writeString(root.resolve(file), text + "\n");
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds a line to a file. */
    FakeMachine append(String file, String line) {
        try {
            return write(file, (Files.exists(root.resolve(file)) ? Files.readString(root.resolve(file)) : "") + line);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeMachine folder(String folder) {
        try {
            Files.createDirectories(root.resolve(folder));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    FakeMachine link(String link, String target) {
        try {
            Files.createDirectories(root.resolve(link).getParent());
            Files.createSymbolicLink(root.resolve(link), Path.of(target));
            return this;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Adds cores of {@code threads} CPUs each, numbered as on most x86 machines, with one last-level cache per socket. */
    FakeMachine processor(int sockets, int coresEach, int threads) {
        int cores = sockets * coresEach;
        write(CPUS + "online", cores * threads == 1 ? "0" : "0-" + (cores * threads - 1));
        write("proc/self/status", "Uid:\t1000\t1000\t1000\t1000\nCapEff:\t0000000000000000\nCpus_allowed_list:\t0-"
                + (cores * threads - 1));
        for (int cpu = 0; cpu < cores * threads; cpu++) {
            int core = cpu % cores;
            int socket = core / coresEach;
            String siblings = threads == 1 ? Integer.toString(core) : core + "," + (core + cores);
            int firstCore = socket * coresEach;
            String lastLevel = firstCore + "-" + (firstCore + coresEach - 1)
                    + (threads == 1 ? "" : "," + (firstCore + cores) + "-" + (firstCore + cores + coresEach - 1));
            String folder = CPUS + "cpu" + cpu;
            write(folder + "/topology/core_cpus_list", siblings);
            write(folder + "/topology/physical_package_id", Integer.toString(socket));
            cache(folder, 0, "1", "Data", "48K", siblings);
            cache(folder, 1, "1", "Instruction", "32K", siblings);
            cache(folder, 2, "2", "Unified", "2048K", siblings);
            cache(folder, 3, "3", "Unified", "32768K", lastLevel);
        }
        return this;
    }

    private void cache(String folder, int index, String level, String type, String size, String sharing) {
        write(folder + "/cache/index" + index + "/level", level);
        write(folder + "/cache/index" + index + "/type", type);
        write(folder + "/cache/index" + index + "/size", size);
        write(folder + "/cache/index" + index + "/shared_cpu_list", sharing);
    }

    FakeMachine governor(int cpusNumber, String governor) {
        for (int cpu = 0; cpu < cpusNumber; cpu++) {
            write(CPUS + "cpu" + cpu + "/cpufreq/scaling_governor", governor);
            write(CPUS + "cpu" + cpu + "/cpufreq/scaling_driver", "intel_pstate");
        }
        return folder(CPUS + "cpufreq");
    }

    FakeMachine idleState(int cpusNumber, int state, String name, int latencyMicros, boolean disabled) {
        for (int cpu = 0; cpu < cpusNumber; cpu++) {
            String folder = CPUS + "cpu" + cpu + "/cpuidle/state" + state;
            write(folder + "/name", name);
            write(folder + "/latency", Integer.toString(latencyMicros));
            write(folder + "/disable", disabled ? "1" : "0");
        }
        return this;
    }

    /** Adds the files that every Linux kernel has, with default values. */
    FakeMachine kernel() {
        write("proc/sys/kernel/osrelease", "6.1.0-18-amd64");
        write("proc/sys/kernel/version", "#1 SMP PREEMPT_DYNAMIC Debian 6.1.76-1 (2024-02-01)");
        write("sys/devices/system/cpu/vulnerabilities/meltdown", "Mitigation: PTI");
        write("sys/devices/system/cpu/vulnerabilities/mds", "Not affected");
        write("sys/devices/system/cpu/vulnerabilities/spec_store_bypass", "Vulnerable");
        write("sys/devices/system/clocksource/clocksource0/current_clocksource", "tsc");
        write("sys/devices/system/clocksource/clocksource0/available_clocksource", "tsc hpet acpi_pm");
        write("proc/sys/kernel/perf_event_paranoid", "2");
        write("proc/sys/kernel/kptr_restrict", "0");
        write("sys/kernel/mm/transparent_hugepage/enabled", "always [madvise] never");
        write("sys/kernel/mm/transparent_hugepage/defrag", "always defer defer+madvise [madvise] never");
        write("sys/kernel/mm/transparent_hugepage/shmem_enabled", "always within_size advise [never] deny force");
        write("proc/sys/kernel/shmmax", "18446744073692774399");
        write("proc/sys/kernel/shmall", "18446744073692774399");
        write("proc/sys/kernel/shmmni", "4096");
        write("proc/sysvipc/shm", "       key      shmid perms");
        write("proc/sys/kernel/msgmax", "8192").write("proc/sys/kernel/msgmnb", "16384").write("proc/sys/kernel/msgmni", "32000");
        write("proc/sys/fs/mqueue/queues_max", "256").write("proc/sys/fs/mqueue/msg_max", "10")
                .write("proc/sys/fs/mqueue/msgsize_max", "8192");
        write("proc/self/limits", """
                Limit                     Soft Limit           Hard Limit           Units
                Max locked memory         8388608              8388608              bytes
                Max msgqueue size         819200               819200               bytes""");
        write("proc/sys/vm/dirty_writeback_centisecs", "500").write("proc/sys/vm/dirty_expire_centisecs", "3000")
                .write("proc/sys/vm/dirty_background_ratio", "10").write("proc/sys/vm/dirty_ratio", "20")
                .write("proc/sys/vm/dirty_background_bytes", "0").write("proc/sys/vm/dirty_bytes", "0");
        write("proc/sys/kernel/numa_balancing", "1");
        write(CPUS + "isolated", "").write(CPUS + "nohz_full", "(null)");
        folder("sys/devices/system/node/node0");
        folder("dev/shm");
        volume("dev/shm", "tmpfs", "tmpfs");
        volumes.put("/home/me", new Volume("ext4", "/dev/sda1", 1L << 38, 1L << 37));
        write("proc/loadavg", "0.10 0.20 0.30 1/300 4242");
        link("proc/self/ns/pid", "pid:[4026531836]");
        link("proc/self/ns/cgroup", "cgroup:[4026531835]");
        write("proc/self/cgroup", "0::/user.slice");
        folder("sys/fs/cgroup/user.slice");
        write("proc/self/mountinfo", """
                22 28 0:21 / /proc rw,nosuid shared:1 - proc proc rw
                30 28 0:26 / /sys/fs/cgroup rw,nosuid shared:2 - cgroup2 cgroup2 rw""");
        return ticks(100, 100, 0);
    }

    /** Writes the line {@code cpu} of {@code /proc/stat}. */
    FakeMachine ticks(long user, long idle, long steal) {
        return write("proc/stat", "cpu  " + user + " 0 0 " + idle + " 0 0 0 " + steal + " 0 0\ncpu0 1 2 3 4 5 6 7 8 9 10");
    }

    FakeMachine process(long pid, String name, long parent, long ticks, String... commandLine) {
        write("proc/" + pid + "/stat", pid + " (" + name + ") S " + parent + " 1 1 0 -1 4194304 100 0 0 0 " + ticks
                + " 0 0 0 20 0 1 0 5");
        return write("proc/" + pid + "/cmdline", String.join("\0", commandLine));
    }

    FakeMachine volume(String folder, String type, String source) {
        volumes.put(root.resolve(folder).toString(), new Volume(type, source, 1L << 33, 1L << 32));
        return this;
    }

    FakeMachine mmapOn(String type, String source) {
        volumes.put("/home/me", new Volume(type, source, 1L << 38, 1L << 37));
        return this;
    }

    FakeMachine virtual(String name) {
        virtualisation = name;
        return this;
    }

    FakeMachine model(String name) {
        cpuModel = name;
        return this;
    }

    FakeMachine forkOptions(String... options) {
        forkOptions = List.of(options);
        return this;
    }

    FakeMachine variable(String name, String value) {
        variables = Map.of(name, value);
        return this;
    }

    FakeMachine cpus(String request) {
        cpus = request;
        return this;
    }

    SystemFiles files() {
        return new SystemFiles(root);
    }

    Report examine() {
        return examine(() -> {});
    }

    /** @param meanwhile changes the machine between the two readings, which are a second apart */
    Report examine(Runnable meanwhile) {
        Doctor doctor = new Doctor(root, directory -> Optional.ofNullable(volumes.get(directory.toString())), OWN_PID,
                List.of("-XX:TieredStopAtLevel=1"), variables, () -> nanos);
        meanwhile.run();
        nanos += 1_000_000_000;
        Machine machine = new Machine(cpuModel, 1, virtualisation, "OS 1", "Linux 6", "amd64", "Acme VM 17");
        return doctor.examine(new Setup(machine, CpuChoice.resolve(cpus, new CpuTopology(root)), Path.of("/home/me"),
                forkOptions), 0);
    }

    static Finding find(Report report, String subject) {
        return report.findings().stream().filter(finding -> finding.subject().equals(subject)).findFirst().orElseThrow();
    }
}
