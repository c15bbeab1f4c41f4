package ipc.analysis.run;

import ipc.analysis.stats.MedianInterval;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Tail;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** Reasons why the figures of a run cannot be trusted: the first lines after the caption. */
public final class RunCautions {
    /** The environment's finding about a measurement that ran beside this one; {@code Session} records it. */
    public static final String SIDE_BY_SIDE = "other measurements";
    /**
     * A machine is busy from this share of the measured time on. An undisturbed virtual machine with two CPUs loses 1 to 2 %.
     */
    static final double BUSY_SHARE = 0.05;
    private static final String WARNING = "WARNING";
    private static final String PROFILER_OPTION = "-prof";
    /** The rounds of a quick run say whether it is short, so that its note is not needed. */
    private static final String QUICK = "quick";

    private RunCautions() {
    }

    /** One short line for each reason; with several runs each line names its run. */
    public static List<String> of(List<RunRecord> runs, RunLabels labels) {
        List<String> cautions = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String prefix = runs.size() > 1 ? labels.labels().get(i) + ": " : "";
            of(runs.get(i)).forEach(caution -> cautions.add(prefix + caution));
        }
        // A reason that all runs share is said once.
        List<List<String>> each = runs.stream().filter(run -> run.absence().isEmpty()).map(RunCautions::of).distinct().toList();
        return runs.size() > 1 && each.size() == 1 ? each.get(0) : cautions;
    }

    /** One short line for each reason why this run cannot support its figures. */
    public static List<String> of(RunRecord run) {
        List<String> cautions = new ArrayList<>();
        if (run.absence().isPresent()) {
            return cautions;
        }
        int rounds = RunCaption.finishedRounds(run);
        if (!run.complete()) {
            cautions.add("Incomplete: " + RunCaption.finished(run) + " of " + RunText.count(run.rounds(), "round") + " finished. "
                    + (rounds == 1 ? "One round cannot show how far the figures move."
                            : "The figures are those of the finished rounds."));
        } else if (rounds == 1) {
            cautions.add("One round only: it cannot show how far the figures move (" + MedianInterval.FEWEST_ROUNDS
                    + " rounds needed, --rounds " + MedianInterval.FEWEST_ROUNDS + ").");
        }
        busy(run).ifPresent(cautions::add);
        profiler(run).ifPresent(name -> cautions.add("Profiler attached (" + name
                + "): the figures contain its sampling. Measure without -prof."));
        if (ranBesideAnother(run)) {
            cautions.add("Another measurement ran at the same time: each took CPU time from the other.");
        }
        if (!run.profile().equals(QUICK) && run.profileNote() != null && !run.profileNote().isEmpty()) {
            cautions.add(run.profileNote());
        }
        return cautions;
    }

    /** Whether other processes disturbed the run, so that nothing can be recommended from it. */
    public static boolean isDisturbed(RunRecord run) {
        return busyShare(run) >= BUSY_SHARE || ranBesideAnother(run);
    }

    private static boolean ranBesideAnother(RunRecord run) {
        return run.environment().stream().anyMatch(finding -> finding.subject().equals(SIDE_BY_SIDE)
                && finding.level().equals(WARNING));
    }

    private static Optional<String> busy(RunRecord run) {
        double share = busyShare(run);
        return share < BUSY_SHARE ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "Machine busy: other processes held the CPUs %.0f %% of the time (limit %.0f %%). Stop them and repeat.",
                100 * share, 100 * BUSY_SHARE));
    }

    /**
     * The share of the measured time for which slow operations waited for a CPU that other processes held. It is the time on the
     * run queue without the part that threads of fork, peer and launcher may have caused. 0 without kernel statistics.
     */
    static double busyShare(RunRecord run) {
        long waited = 0;
        long measured = 0;
        for (Cell cell : run.cells()) {
            Tail tail = cell.tail();
            if (tail != null && tail.runQueueKnown()) {
                Causes causes = tail.causes();
                long ours = causes.compilerNanos() + causes.vmNanos() + causes.othersNanos() + causes.launcherNanos();
                waited += Math.max(0, causes.runQueueNanos() - ours);
                measured += tail.measuredNanos();
            }
        }
        return measured == 0 ? 0 : (double) waited / measured;
    }

    /** The profiler's name; empty if there was none. */
    private static Optional<String> profiler(RunRecord run) {
        int option = run.options() == null ? -1 : run.options().indexOf(PROFILER_OPTION);
        return option < 0 || option + 1 >= run.options().size() ? Optional.empty()
                : Optional.of(Objects.toString(run.options().get(option + 1)).replaceAll(":.*", ""));
    }
}
