package ipc.analysis.run;

import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Short names that tell the runs of one table apart: of the machine, and of the time if one machine has several runs.
 *
 * @param labels     one for each run, in order
 * @param oneMachine whether all runs are of the same machine; the labels then leave it out
 * @param byRun      the labels by the run's identity
 */
public record RunLabels(List<String> labels, boolean oneMachine, IdentityHashMap<RunRecord, String> byRun) {
    private static final int DATE = "2026-01-02".length();
    private static final int MINUTE = "2026-01-02 03:04".length();
    private static final int SECOND = "2026-01-02 03:04:05".length();

    public RunLabels {
        labels = List.copyOf(labels);
    }

    /** As short as tells the runs apart. */
    public static RunLabels of(List<RunRecord> runs) {
        return of(runs, 1, runs.stream().map(run -> run.machine().name()).distinct().count() == 1);
    }

    /** Each with its machine and the machine's system, such as {@code AMD EPYC, Debian 12}. */
    public static List<String> withSystem(List<RunRecord> runs) {
        return of(runs, 2, false).labels();
    }

    private static RunLabels of(List<RunRecord> runs, int fewestParts, boolean one) {
        Map<String, String> machines = machines(runs, fewestParts);
        Map<String, List<RunRecord>> byMachine = new LinkedHashMap<>();
        runs.forEach(run -> byMachine.computeIfAbsent(run.machine().name(), name -> new ArrayList<>()).add(run));
        Map<String, Integer> seen = new LinkedHashMap<>();
        List<String> labels = new ArrayList<>();
        for (RunRecord run : runs) {
            String name = run.machine().name();
            List<RunRecord> its = byMachine.get(name);
            String machine = machines.get(name);
            if (its.size() == 1) {
                labels.add(machine);
                continue;
            }
            String when = when(run, its, seen.merge(name, 1, Integer::sum));
            labels.add(one ? when : machine + ", " + when);
        }
        IdentityHashMap<RunRecord, String> byRun = new IdentityHashMap<>();
        for (int i = 0; i < labels.size(); i++) {
            byRun.put(runs.get(i), labels.get(i));
        }
        return new RunLabels(labels, one, byRun);
    }

    /** The heading of a column with these labels. */
    public String heading() {
        return oneMachine ? "run" : "machine";
    }

    /** The label of one of the runs. */
    public String of(RunRecord run) {
        return byRun.get(run);
    }

    /** Each machine's short name: the user's, or as many of its parts as tell the machines apart. */
    private static Map<String, String> machines(List<RunRecord> runs, int fewestParts) {
        Map<String, RunRecord> byName = new LinkedHashMap<>();
        runs.forEach(run -> byName.putIfAbsent(run.machine().name(), run));
        List<Function<RunRecord, String>> parts = List.of(run -> MachineBrief.cpu(run.machine()),
                run -> MachineBrief.system(run.machine()), run -> MachineBrief.kernel(run.machine()),
                run -> RunText.count(run.machine().logicalCpus(), "CPU"));
        for (int shown = fewestParts; shown <= parts.size(); shown++) {
            Map<String, String> names = new LinkedHashMap<>();
            for (Map.Entry<String, RunRecord> machine : byName.entrySet()) {
                names.put(machine.getKey(), MachineBrief.isNamed(machine.getValue().machine()) ? machine.getKey()
                        : String.join(", ", parts.subList(0, shown).stream().map(part -> part.apply(machine.getValue()))
                                .filter(text -> !text.isBlank()).toList()));
            }
            if (new HashSet<>(names.values()).size() == names.size()) {
                return names;
            }
        }
        Map<String, String> whole = new LinkedHashMap<>();
        byName.keySet().forEach(name -> whole.put(name, name));
        return whole;
    }

    /** Date, minute or second of the start, whichever tells the machine's runs apart; else a number. */
    private static String when(RunRecord run, List<RunRecord> others, int number) {
        for (int length : new int[] {DATE, MINUTE, SECOND}) {
            Set<String> times = new LinkedHashSet<>();
            others.forEach(other -> times.add(time(other, length)));
            if (times.size() == others.size()) {
                return time(run, length);
            }
        }
        return time(run, DATE) + " #" + number;
    }

    private static String time(RunRecord run, int length) {
        String time = run.started().replace('T', ' ').replace("Z", "");
        return time.substring(0, Math.min(length, time.length()));
    }
}
