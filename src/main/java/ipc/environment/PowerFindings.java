package ipc.environment;

import ipc.proc.CpuSet;
import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * Clock speed and idle states ({@code Documentation/admin-guide/pm/cpufreq.rst} and {@code cpuidle.rst},
 * {@code Documentation/virt/guest-halt-polling.rst}). A virtual machine usually has neither. The finding then says so and
 * recommends nothing, because only the host could change it.
 */
final class PowerFindings {
    private static final String CPUS = "sys/devices/system/cpu/";
    private static final String HALT_POLL = "sys/module/haltpoll/parameters/guest_halt_poll_ns";
    /** Default of the kernel module, in nanoseconds. */
    private static final int HALT_POLL_DEFAULT_NANOS = 200_000;
    /** Exit latency, in microseconds, that matters beside a wake-up between two CPUs. Such a wake-up takes 2 to 5 µs on bare metal. */
    private static final int DEEP_MICROS = 10;

    private final SystemFiles files;
    private final SortedSet<Integer> online;
    private final boolean virtual;

    PowerFindings(SystemFiles files, Machine machine) {
        this.files = files;
        this.online = files.cpus(CPUS + "online").orElse(new TreeSet<>());
        this.virtual = !List.of("none", "unknown").contains(machine.virtualisation());
    }

    List<Finding> list() {
        return List.of(governor(), boost(), idleStates());
    }

    private Finding governor() {
        Map<String, List<Integer>> byGovernor = new LinkedHashMap<>();
        for (int cpu : online) {
            files.read(CPUS + "cpu" + cpu + "/cpufreq/scaling_governor")
                    .ifPresent(governor -> byGovernor.computeIfAbsent(governor, any -> new ArrayList<>()).add(cpu));
        }
        if (byGovernor.isEmpty()) {
            return lacksForAll("cpufreq") ? Subject.GOVERNOR.ok(notOffered("sets the clock")) : Subject.GOVERNOR.unknown();
        }
        int first = byGovernor.values().iterator().next().get(0);
        List<String> parts = new ArrayList<>();
        byGovernor.forEach((governor, cpus) -> parts.add(governor + " on CPUs " + CpuSet.format(cpus)));
        String value = String.join(", ", parts)
                + files.read(CPUS + "cpu" + first + "/cpufreq/scaling_driver").map(driver -> ", driver " + driver).orElse("")
                + files.read(CPUS + "cpu" + first + "/cpufreq/energy_performance_preference")
                        .map(preference -> ", preference " + preference).orElse("");
        return byGovernor.keySet().equals(Set.of("performance")) ? Subject.GOVERNOR.ok(value)
                : Subject.GOVERNOR.warning(value, "cpupower frequency-set -g performance");
    }

    private Finding boost() {
        String noTurbo = CPUS + "intel_pstate/no_turbo";
        Optional<Long> off = files.number(noTurbo);
        if (off.isPresent()) {
            return off.get() == 1 ? Subject.BOOST.ok("off") : Subject.BOOST.warning("on", "echo 1 | tee /" + noTurbo);
        }
        String boost = CPUS + "cpufreq/boost";
        List<String> policies = files.names(CPUS + "cpufreq").stream().filter(name -> name.startsWith("policy")).toList();
        // The files of policies can differ from the common file, which sets them all.
        List<Long> states = policies.stream()
                .flatMap(policy -> files.number(CPUS + "cpufreq/" + policy + "/boost").stream()).toList();
        if (states.isEmpty()) {
            states = files.number(boost).stream().toList();
        }
        if (!states.isEmpty()) {
            String written = files.exists(boost) ? boost : CPUS + "cpufreq/policy*/boost";
            return states.stream().allMatch(state -> state == 0) ? Subject.BOOST.ok("off")
                    : Subject.BOOST.warning("on", "echo 0 | tee /" + written);
        }
        if (lacksForAll("cpufreq") && policies.isEmpty() && !files.exists(boost)) {
            return Subject.BOOST.ok(notOffered("decides"));
        }
        // A driver without such a file may still boost, as amd-pstate does in active mode on older kernels.
        return online.stream().findFirst().flatMap(cpu -> files.read(CPUS + "cpu" + cpu + "/cpufreq/scaling_driver"))
                .map(driver -> Subject.BOOST.unknown("driver " + driver + " does not tell"))
                .orElseGet(Subject.BOOST::unknown);
    }

    private Finding idleStates() {
        String driver = files.read(CPUS + "cpuidle/current_driver").orElse("");
        long deepestMicros = -1;
        String deepest = "";
        boolean anyUnreadable = false;
        for (int cpu : online) {
            String folder = CPUS + "cpu" + cpu + "/cpuidle";
            for (String state : files.names(folder)) {
                Optional<Long> latency = files.number(folder + "/" + state + "/latency");
                Optional<Long> disabled = files.number(folder + "/" + state + "/disable");
                anyUnreadable |= latency.isEmpty() || disabled.isEmpty();
                if (latency.isPresent() && disabled.isPresent() && disabled.get() == 0 && latency.get() > deepestMicros) {
                    deepestMicros = latency.get();
                    deepest = files.read(folder + "/" + state + "/name").orElse(state);
                }
            }
        }
        if (anyUnreadable) {
            return Subject.C_STATES.unknown("not every idle state can be read");
        }
        if (deepestMicros < 0) {
            return driver.equals("none") || lacksForAll("cpuidle")
                    ? Subject.C_STATES.ok(notOffered("decides on idle states")) : Subject.C_STATES.unknown();
        }
        String value = (driver.isEmpty() ? "" : "driver " + driver + ", ") + "deepest allowed " + deepest + ", " + deepestMicros
                + " µs exit latency";
        Optional<Long> pollNanos = files.number(HALT_POLL);
        if (driver.equals("haltpoll") && pollNanos.isPresent()) {
            return pollNanos.get() > 0
                    ? Subject.C_STATES.ok(value + " as reported; polls up to " + pollNanos.get() + " ns before it halts")
                    : Subject.C_STATES.warning(
                            value + " as reported, but an idle CPU halts at once, and the hypervisor must wake it",
                            "echo " + HALT_POLL_DEFAULT_NANOS + " | tee /" + HALT_POLL);
        }
        return deepestMicros >= DEEP_MICROS ? Subject.C_STATES.warning(value, "cpupower idle-set -D " + DEEP_MICROS)
                : Subject.C_STATES.ok(value);
    }

    private boolean lacksForAll(String folder) {
        return !online.isEmpty() && online.stream().allMatch(cpu -> files.lacks(CPUS + "cpu" + cpu + "/" + folder));
    }

    private String notOffered(String whatTheHypervisorDoes) {
        return virtual ? "not available in this virtual machine: its host " + whatTheHypervisorDoes
                : "not available on this machine";
    }
}
