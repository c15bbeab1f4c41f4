package ipc.analysis.run;

import ipc.analysis.stats.MedianInterval;
import ipc.analysis.document.Column;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Lines about runs that several tables share. */
public final class RunText {
    /** Shown for a figure that is absent. */
    public static final String NONE = Value.NONE;
    /**
     * Medians of rounds further apart than this show that the machine changed. Two clock steps of 10 ns in the quickest known
     * round trip (70 ns) stay below it.
     */
    static final double UNSTEADY_RATIO = 1.3;
    /** Benchmarks whose round trips follow each other with one clock read between them. */
    private static final Set<String> CLOSED_LOOPS = Set.of(CellParameters.ROUND_TRIP, "Paired", "ThreadHandOff");

    private RunText() {
    }

    /** The row of a machine without a run: its name, then dashes. */
    public static List<Value> absentRow(String label, List<Column> columns) {
        List<Value> row = new ArrayList<>(List.of(Value.text(label)));
        columns.stream().skip(1).forEach(column -> row.add(column.unit().isFigure() ? Value.absent() : Value.text("")));
        return row;
    }

    /** The facts about a run's measurement, one in each line. */
    public static List<String> how(RunRecord run) {
        List<String> lines = new ArrayList<>();
        lines.add("Profile " + run.profile() + ", started " + run.started() + ", "
                + (run.complete() ? count(run.rounds(), "round")
                        : RunCaption.finishedRounds(run) + " of " + count(run.rounds(), "round"))
                + RunCaption.took(run).map(took -> ", took " + took).orElse("") + ".");
        lines.add("In each round, every cell runs in two new processes, in random order.");
        lines.add("Fork and peer: " + run.cpus() + ".");
        lines.add("Mapped files: " + run.mapping().fileSystem() + ".");
        clock(run).ifPresent(lines::add);
        lines.add("All figures are over every operation of all finished rounds. Nothing is sampled.");
        return lines;
    }

    private static Optional<String> clock(RunRecord run) {
        List<Clock> clocks = run.cells().stream().map(Cell::clock).filter(clock -> clock != null).toList();
        if (clocks.isEmpty()) {
            return Optional.empty();
        }
        double quickest = clocks.stream().mapToDouble(Clock::readNanos).min().orElseThrow();
        double slowest = clocks.stream().mapToDouble(Clock::readNanos).max().orElseThrow();
        double step = clocks.stream().mapToDouble(Clock::granularityNanos).min().orElseThrow();
        String read = Math.round(quickest) == Math.round(slowest) ? String.format(Locale.ROOT, "%.0f ns", quickest)
                : Microseconds.range(quickest, slowest);
        boolean roundTrips = run.cells().stream()
                .anyMatch(cell -> cell.clock() != null && CLOSED_LOOPS.contains(cell.benchmark()));
        return Optional.of((roundTrips ? "Each round trip contains one clock read, which takes " : "A clock read takes ")
                + String.format(Locale.ROOT, "%s in steps of %.0f ns.", read, step));
    }

    /** Why cells have no figures, or not those of all rounds: one line for each reason, with its cells. */
    public static List<String> reasons(List<Cell> cells) {
        Map<String, Set<String>> byReason = new LinkedHashMap<>();
        for (Cell cell : cells) {
            reason(cell).ifPresent(reason -> byReason.computeIfAbsent(reason, unused -> new LinkedHashSet<>())
                    // A machine that lacks a transport lacks it at every size.
                    .add(cell.status() == Status.UNAVAILABLE ? CellParameters.transport(cell).orElse(CellName.of(cell))
                            : CellName.of(cell)));
        }
        return byReason.entrySet().stream().map(entry -> String.join("; ", entry.getValue()) + ": " + entry.getKey()).toList();
    }

    /** Why a cell has no figures, or not those of all rounds; empty if it has. */
    public static Optional<String> reason(Cell cell) {
        String reason = firstLine(cell.reason());
        return switch (cell.status()) {
            case UNAVAILABLE -> Optional.of("not measured: " + reason);
            case FAILED -> Optional.of(cell.metrics().isEmpty() ? "failed: " + reason
                    : "failed in " + reason + "; the figures are those of its other rounds");
            case MEASURED -> cell.metrics().isEmpty() && cell.cost() == null ? Optional.of("no round of it finished")
                    : Optional.empty();
        };
    }

    /**
     * A warning if the medians of a cell's rounds lie too far apart; empty if they do not. It names the cell with the widest
     * range. Only a cell's first metric counts: messages that wait for a late sender say nothing about the CPUs' placement.
     */
    public static Optional<String> unsteady(RunRecord run, List<Cell> cells) {
        // Verdicts of pairs stay right on an unsteady machine.
        boolean decided = run.paired().stream().anyMatch(difference -> difference.low() != null);
        List<Range> ranges = new ArrayList<>();
        for (Cell cell : cells) {
            for (Metric metric : cell.metrics().stream().limit(1).toList()) {
                List<Double> medians = metric.rounds().stream().map(Summary::p50).sorted().toList();
                if (medians.size() > 1 && medians.get(medians.size() - 1) >= UNSTEADY_RATIO * medians.get(0)) {
                    ranges.add(new Range(CellParameters.transport(cell).orElse(CellName.of(cell)), medians.get(0),
                            medians.get(medians.size() - 1)));
                }
            }
        }
        return ranges.stream().max(Comparator.comparingDouble(Range::ratio)).map(worst -> "Unsteady machine: "
                + worst.name + " medians " + Microseconds.range(worst.low, worst.high) + " (limit " + UNSTEADY_RATIO + "-fold). "
                + (decided ? "Trust the comparison." : "Use ./run.sh paired A B."));
    }

    private record Range(String name, double low, double high) {
        double ratio() {
            return high / Math.max(1, low);
        }
    }

    /** A warning if the run has more than one round and fewer than an interval takes. */
    public static Optional<String> tooFewRounds(RunRecord run) {
        int rounds = RunCaption.finishedRounds(run);
        return rounds > 1 && rounds < MedianInterval.FEWEST_ROUNDS
                ? Optional.of("Too few rounds (" + rounds + ", " + MedianInterval.FEWEST_ROUNDS
                        + " needed) for intervals and verdicts: --rounds " + MedianInterval.FEWEST_ROUNDS + ".")
                : Optional.empty();
    }

    /** The first line of a text; empty if there is none. */
    public static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** A number with its unit, which gets an s unless the number is 1. */
    public static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
