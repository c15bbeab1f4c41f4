package ipc.analysis.run;

import ipc.analysis.stats.Figure;
import ipc.analysis.stats.MedianInterval;
import ipc.BadInputException;
import ipc.result.ResultDirectory;
import ipc.result.Results;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Interval;
import ipc.result.RunRecord.Intervals;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Adds the intervals and the pairs' verdicts to a run's record, after the last round. */
public final class Decisions {
    private Decisions() {
    }

    /**
     * Adds the intervals of every metric and the differences of the pairs.
     *
     * @param directory holds the pairs' files
     * @throws ipc.BadInputException if these files are not what this program writes
     */
    public static RunRecord decide(ResultDirectory directory, RunRecord run) {
        return run.decided(decide(run).cells(), PairedVerdict.decide(directory, run));
    }

    /**
     * Runs as tables show them, each machine with a name of its own. The pairs of an interrupted run, and
     * those that {@code validate} keeps, are decided here. Only {@code run.json} is read of all other runs.
     *
     * @param typed as {@link Results} takes them
     * @throws ipc.BadInputException if one is no result, or lacks the pairs it speaks of
     */
    public static List<RunRecord> read(List<Path> typed) {
        return read(typed, List.of());
    }

    /**
     * The same with other names for the first machines.
     *
     * @param names in the order of the results; the machines of the others keep their names
     * @throws BadInputException as above, and if there are more names than results
     */
    public static List<RunRecord> read(List<Path> typed, List<String> names) {
        List<Results.Named> found = Results.find(typed);
        if (names.size() > found.size()) {
            throw new BadInputException("--name: " + names.size() + " names for " + RunText.count(found.size(), "result")
                    + "; give at most one name for each");
        }
        List<RunRecord> runs = new ArrayList<>();
        for (int i = 0; i < found.size(); i++) {
            RunRecord run = decided(found.get(i), found.get(i).readForTables());
            runs.add(i < names.size() ? run.onMachine(names.get(i)) : run);
        }
        return MachineNames.apart(runs);
    }

    /** The run as read, with its pairs decided. */
    public static RunRecord decided(Results.Named named, RunRecord run) {
        boolean undecided = run.paired().isEmpty() && run.cells().stream().anyMatch(cell -> cell.pairs() != null);
        return undecided ? decide(named.open().orElseThrow(), run) : run;
    }

    /** The run with the intervals of every metric. */
    public static RunRecord decide(RunRecord run) {
        return run.decided(run.cells().stream().map(Decisions::decide).toList(), run.paired());
    }

    private static Cell decide(Cell cell) {
        List<Metric> metrics = cell.metrics().stream().map(metric -> new Metric(metric.name(), metric.histogram(), metric.all(),
                metric.rounds(), intervals(metric, cell.clock()))).toList();
        return cell.withMetrics(metrics);
    }

    private static Intervals intervals(Metric metric, Clock clock) {
        return new Intervals(interval(metric, Figure.MEAN, clock), interval(metric, Figure.P50, clock),
                interval(metric, Figure.P99, clock), interval(metric, Figure.P999, clock));
    }

    private static Interval interval(Metric metric, Figure figure, Clock clock) {
        return figure.isIn(metric.rounds())
                ? MedianInterval.of(figure.of(metric.rounds()), nanos -> figure.errorNanos(clock, nanos)).orElse(null) : null;
    }
}
