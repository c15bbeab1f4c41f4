package ipc.environment;

import ipc.proc.MountTable;
import ipc.proc.ProcessTable;
import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;

/** Other programs on this machine: the load, busy processes, and peers of this tool that outlived their owners. */
final class LoadFindings {
    private static final String PEER = "ipc.peer.PeerMain";
    private static final String JMH_FORK = "org.openjdk.jmh.runner.ForkedMain";
    private static final String OUR_JAR = "ipc-roundtrip";
    private static final int SHOWN = 3;
    /** CPUs that fork and peer need beside the load. */
    private static final int OURS = 2;
    /** The load average covers the last minute, so this much of it may come from this program's own start. */
    private static final double OWN_START = 0.5;

    private final SystemFiles files;
    private final Activity activity;
    private final long ownPid;

    LoadFindings(SystemFiles files, Activity activity, long ownPid) {
        this.files = files;
        this.activity = activity;
        this.ownPid = ownPid;
    }

    List<Finding> list() {
        return List.of(load(), busy(), otherRuns(), stale());
    }

    private Finding load() {
        Optional<SortedSet<Integer>> online = files.cpus("sys/devices/system/cpu/online");
        String[] averages = files.read("proc/loadavg").orElse("").split(" ");
        if (averages.length < 3) {
            return Subject.LOAD.unknown();
        }
        double lastMinute;
        try {
            lastMinute = Double.parseDouble(averages[0]);
        } catch (NumberFormatException e) {
            return Subject.LOAD.unknown();
        }
        String value = averages[0] + " over 1 min, " + averages[1] + " over 5, " + averages[2] + " over 15"
                + online.map(cpus -> ", for " + Text.count(cpus.size(), "CPU")).orElse("");
        return online.isPresent() && lastMinute + OURS > Math.max(OURS, online.get().size()) + OWN_START
                ? Subject.LOAD.warning(value, "uptime (shows when it has fallen)") : Subject.LOAD.ok(value);
    }

    private Finding busy() {
        List<Activity.Busy> others = activity.busy().stream().filter(each -> !isOurs(each.process())).toList();
        String overall = activity.busyCpus().isPresent()
                ? "all processes used " + Text.amount(activity.busyCpus().getAsDouble(), "CPU")
                        + " over " + activity.length()
                : "";
        if (!others.isEmpty()) {
            List<String> shown = others.stream().limit(SHOWN).map(LoadFindings::describe).toList();
            String pids = String.join(",",
                    others.stream().limit(SHOWN).map(each -> Long.toString(each.process().pid())).toList());
            int more = others.size() - shown.size();
            return Subject.BUSY.warning(String.join(", ", shown) + (more > 0 ? " and " + more + " more" : ""),
                    "ps -fp " + pids + " (shows them; end them, or wait)");
        }
        Optional<String> hidden = whyOthersAreHidden();
        if (activity.processes().all().isEmpty() || hidden.isPresent() && activity.busyCpus().isEmpty()) {
            return hidden.map(Subject.BUSY::unknown).orElseGet(Subject.BUSY::unknown);
        }
        if (hidden.isPresent() && activity.unseenCpus() > 0) {
            return Subject.BUSY.warning(Text.amount(activity.unseenCpus(), "CPU") + " used by invisible processes: "
                    + hidden.get(), "");
        }
        String seen = "none of " + activity.processes().all().size() + " visible processes";
        return Subject.BUSY.ok(seen + (overall.isEmpty() ? "" : "; " + overall) + hidden.map(why -> "; " + why).orElse(""));
    }

    private static String describe(Activity.Busy busy) {
        return busy.process().name() + " " + busy.process().pid() + " (" + Math.round(100 * busy.share()) + " % of a CPU)";
    }

    private Finding stale() {
        List<String> stale = new ArrayList<>();
        List<String> kill = new ArrayList<>();
        for (ProcessTable.Entry process : activity.processes().all()) {
            if (!isOurs(process) || activity.processes().descends(process.pid(), ownPid)) {
                continue;
            }
            if (isStale(process)) {
                stale.add(process.pid() + cpuShare(process));
                kill.add(Long.toString(process.pid()));
            }
        }
        if (!stale.isEmpty()) {
            return Subject.STALE.warning(shortened(stale) + " without an owner", "kill " + String.join(" ", kill));
        }
        return noneOf(Subject.STALE);
    }

    /** The processes of runs that go on, which keep their peers. */
    private Finding otherRuns() {
        List<ProcessTable.Entry> others = activity.processes().all().stream()
                .filter(process -> isOurs(process) && !activity.processes().descends(process.pid(), ownPid) && !isStale(process))
                .toList();
        return others.isEmpty() ? noneOf(Subject.OTHER_RUNS)
                : Subject.OTHER_RUNS.warning(shortened(others.stream().map(each -> each.pid() + cpuShare(each)).toList()),
                        "ps -fp " + others.get(0).pid() + " (shows it; wait until its run ends)");
    }

    private Finding noneOf(Subject subject) {
        Optional<String> hidden = whyOthersAreHidden();
        return activity.processes().all().isEmpty() || hidden.isPresent()
                ? hidden.map(subject::unknown).orElseGet(subject::unknown) : subject.ok("none");
    }

    private static String shortened(List<String> processes) {
        int more = processes.size() - SHOWN;
        return String.join(", ", processes.stream().limit(SHOWN).toList()) + (more > 0 ? " and " + more + " more" : "");
    }

    private String cpuShare(ProcessTable.Entry process) {
        return activity.busy().stream().filter(each -> each.process().pid() == process.pid()).findFirst()
                .map(each -> " (" + Math.round(100 * each.share()) + " % of a CPU)").orElse("");
    }

    /** Whether a process is a peer or a fork of this program. */
    private boolean isOurs(ProcessTable.Entry process) {
        List<String> words = commandLine(process);
        return words.contains(PEER) || words.contains(JMH_FORK) && words.stream().anyMatch(word -> word.contains(OUR_JAR));
    }

    /**
     * Whether the owner has ended. The owner of a peer is its fork, the owner of a fork is the launcher; both are JVMs. An
     * invisible owner may be alive.
     */
    private boolean isStale(ProcessTable.Entry process) {
        return activity.processes().get(process.parent()).filter(parent -> !isJvm(parent)).isPresent();
    }

    private boolean isJvm(ProcessTable.Entry process) {
        List<String> words = commandLine(process);
        return process.name().equals("java") || !words.isEmpty() && words.get(0).endsWith("/java");
    }

    private List<String> commandLine(ProcessTable.Entry process) {
        return files.read("proc/" + process.pid() + "/cmdline").map(line -> List.of(line.split("\0"))).orElse(List.of());
    }

    /** The reason why processes of others may be invisible; empty if all are visible. */
    private Optional<String> whyOthersAreHidden() {
        if (Namespaces.isInner(files, "pid", Namespaces.FIRST_PID)) {
            return Optional.of("a namespace hides processes outside of it");
        }
        boolean root = files.field("proc/self/status", "Uid:").map(ids -> ids.split("\\s+")).filter(ids -> ids.length > 1)
                .filter(ids -> ids[1].equals("0")).isPresent();
        boolean hiding = MountTable.read(files).flatMap(mounts -> mounts.at("/proc")).stream()
                .flatMap(mount -> mount.options().stream())
                .anyMatch(option -> option.matches("hidepid=(1|2|4|noaccess|invisible|ptraceable)"));
        return hiding && !root ? Optional.of("/proc hides processes of other users (hidepid)") : Optional.empty();
    }
}
