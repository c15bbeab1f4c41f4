package ipc.environment;

import ipc.proc.CpuSet;
import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** Other users of the CPUs: isolation, the hypervisor, the control groups' quota, and the allowed set. */
final class SchedulingFindings {
    private static final String CPUS = "sys/devices/system/cpu/";
    /** Shares of CPU time below which steal is normal even on an idle host. */
    private static final double STEAL_SINCE_BOOT = 0.01;
    private static final double STEAL_NOW = 0.005;
    /** CPUs that two spinning processes and the JVMs' own threads need. A smaller quota is used up. */
    private static final double ENOUGH_CPUS = 3;
    private static final double MICROS_PER_MILLI = 1000;

    private final SystemFiles files;

    SchedulingFindings(SystemFiles files) {
        this.files = files;
    }

    List<Finding> list(Machine machine, Activity activity) {
        return List.of(isolated(), nohz(), virtualisation(machine), steal(activity), quota(), allowed());
    }

    private Optional<SortedSet<Integer>> mask() {
        return files.field("proc/self/status", "Cpus_allowed_list:").flatMap(list -> {
            try {
                return Optional.of(CpuSet.parse(list));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        });
    }

    private Finding isolated() {
        Optional<SortedSet<Integer>> isolated = files.cpus(CPUS + "isolated");
        if (isolated.isEmpty()) {
            return files.lacks(CPUS + "isolated") ? Subject.ISOLATED.ok("unsupported by this kernel")
                    : Subject.ISOLATED.unknown();
        }
        if (isolated.get().isEmpty()) {
            return Subject.ISOLATED.ok("none", "isolcpus=A,B on the kernel's command line, then --cpus A,B");
        }
        String list = CpuSet.format(isolated.get());
        // The kernel starts its first process on other CPUs, and all processes inherit that.
        if (mask().isPresent() && mask().get().stream().noneMatch(isolated.get()::contains)) {
            String all = files.read(CPUS + "online").orElse(list);
            return Subject.ISOLATED.warning(list + ", but this process may use none of them", isolated.get().size() < 2 ? ""
                    : "taskset -c " + all + " ./run.sh PROFILE --cpus " + isolated.get().first() + "," + isolated.get().last());
        }
        return Subject.ISOLATED.ok(list);
    }

    private Finding nohz() {
        Optional<SortedSet<Integer>> nohz = files.cpus(CPUS + "nohz_full");
        if (nohz.isEmpty()) {
            return files.lacks(CPUS + "nohz_full") ? Subject.NOHZ.ok("unsupported by this kernel") : Subject.NOHZ.unknown();
        }
        return nohz.get().isEmpty() ? Subject.NOHZ.ok("none",
                "nohz_full=A,B rcu_nocbs=A,B on the kernel's command line, then --cpus A,B")
                : Subject.NOHZ.ok(CpuSet.format(nohz.get()));
    }

    private Finding virtualisation(Machine machine) {
        // A process namespace is the mark of a container. A file such as /.dockerenv is not: an image copied to a disk has it
        // too.
        String container = Namespaces.isInner(files, "pid", Namespaces.FIRST_PID)
                ? ", in a container (process namespace)" : "";
        return switch (machine.virtualisation()) {
            case "unknown" -> Subject.VIRTUALISATION.unknown();
            case "none" -> Subject.VIRTUALISATION.ok("none found" + container);
            // A guest cannot change this, so there is no remedy.
            default -> Subject.VIRTUALISATION.warning(machine.virtualisation() + container, "");
        };
    }

    private static Finding steal(Activity activity) {
        if (activity.stealSinceBoot().isEmpty()) {
            return Subject.STEAL.unknown();
        }
        double sinceBoot = activity.stealSinceBoot().getAsDouble();
        double now = activity.stealShare().orElse(0);
        String value = Text.percent(sinceBoot) + " of all CPU time since boot, "
                + (activity.stealShare().isPresent() ? Text.percent(now) : "unknown") + " in the last " + activity.length();
        return sinceBoot >= STEAL_SINCE_BOOT || now >= STEAL_NOW ? Subject.STEAL.warning(value, "") : Subject.STEAL.ok(value);
    }

    private Finding quota() {
        Optional<CpuQuota> quota = CpuQuota.read(files);
        if (quota.isEmpty()) {
            return Subject.QUOTA.unknown();
        }
        String hidden = quota.get().hidden().isEmpty() ? "" : "; " + quota.get().hidden();
        if (quota.get().limit().isEmpty()) {
            return hidden.isEmpty() ? Subject.QUOTA.ok("none") : Subject.QUOTA.unknown("none visible" + hidden);
        }
        CpuQuota.Limit limit = quota.get().limit().get();
        String value = Text.amount(limit.cpus(), "CPU") + ": " + Text.decimal(limit.quotaMicros() / MICROS_PER_MILLI, 1)
                + " ms in each "
                + Text.decimal(limit.periodMicros() / MICROS_PER_MILLI, 1) + " ms, control group " + limit.group() + " (version "
                + limit.version() + ")" + limit.throttled().map(times -> ", used up in " + Text.count(times, "period")).orElse("")
                + hidden;
        if (limit.cpus() >= ENOUGH_CPUS) {
            return Subject.QUOTA.ok(value);
        }
        return Subject.QUOTA.warning(value, limit.readOnly()
                ? "start the container without a CPU limit (docker run without --cpus)"
                : "echo " + (limit.version() == 1 ? "-1" : "max") + " | tee " + limit.file());
    }

    private Finding allowed() {
        Optional<SortedSet<Integer>> mask = mask();
        if (mask.isEmpty()) {
            return Subject.ALLOWED.unknown();
        }
        SortedSet<Integer> usable = new CpuTopology(files.root()).allowed();
        // A container can see a list that is not the machine's.
        Optional<SortedSet<Integer>> online = files.cpus(CPUS + "online").filter(cpus -> cpus.containsAll(usable));
        String of = online.map(cpus -> cpus.equals(usable) ? " (all online CPUs)" : " of " + CpuSet.format(cpus)).orElse("");
        String value = CpuSet.format(usable) + of;
        if (usable.size() > 2) {
            return Subject.ALLOWED.ok(value);
        }
        List<String> remedy = new ArrayList<>();
        online.filter(cpus -> cpus.size() > usable.size())
                .ifPresent(cpus -> remedy.add("taskset -c " + CpuSet.format(cpus) + " ./run.sh PROFILE"));
        return Subject.ALLOWED.warning(value, String.join("", remedy));
    }
}
