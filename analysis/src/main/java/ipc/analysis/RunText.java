package ipc.analysis;

import ipc.analysis.document.Column;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Value;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What tables say about their runs beside the figures. */
final class RunText {
    /** In place of a figure that is not there. */
    static final String NONE = "-";
    /** Rounds' medians further apart than this say that the machine, not the code, changed. Two clock steps of 10 ns in
     * the quickest round trip known to us (70 ns) stay below it. */
    static final double UNSTEADY_RATIO = 1.3;
    /** Benchmarks whose operation is a round trip that ends where the next begins, with one look at the clock. */
    private static final Set<String> CLOSED_LOOPS = Set.of(CellParameters.ROUND_TRIP, "Paired", "ThreadHandOff");

    private RunText() {
    }

    /** Why the figures of these runs may not be what they seem: the lines above the table. */
    static List<String> cautions(List<RunRecord> runs) {
        Set<String> cautions = new LinkedHashSet<>();
        boolean oneForAll = runs.stream().filter(run -> run.absence().isEmpty()).map(RunRecord::profileNote).distinct().count()
                == 1;
        for (RunRecord run : runs) {
            if (run.profileNote() != null && !run.profileNote().isEmpty()) {
                cautions.add((oneForAll ? "" : prefix(runs, run)) + run.profileNote());
            }
            if (!run.complete()) {
                cautions.add(prefix(runs, run) + "incomplete: this run was cut off; the figures are those of the rounds that"
                        + " ended.");
            }
        }
        return List.copyOf(cautions);
    }

    /** Whose note it is, where there are several runs. */
    static String prefix(List<RunRecord> runs, RunRecord run) {
        return runs.size() > 1 ? run.machine().name() + ": " : "";
    }

    /** The row of a machine without a run: its name, then dashes. */
    static List<Value> absentRow(RunRecord run, List<Column> columns) {
        List<Value> row = new ArrayList<>(List.of(Value.text(run.machine().name())));
        columns.stream().skip(1).forEach(column -> row.add(Value.absent()));
        return row;
    }

    /** Why they are dashes. */
    static String absent(RunRecord run) {
        return run.machine().name() + ": " + NONE + " because " + firstLine(run.absence().orElseThrow());
    }

    /** How a run was made. */
    static String how(RunRecord run) {
        return "profile " + run.profile() + ", " + run.started() + ", " + rounds(run) + took(run)
                + ", each cell a new pair of processes in every round; " + run.cpus()
                + "; mmap on " + run.mapping().fileSystem() + "; " + clock(run)
                + "min, mean and max are over every operation of all finished rounds, none sampled.";
    }

    private static String rounds(RunRecord run) {
        long finished = run.cells().stream().flatMap(cell -> cell.metrics().stream())
                .mapToLong(metric -> metric.rounds().size()).max().orElse(0);
        return run.complete() ? count(run.rounds(), "round") : finished + " of " + count(run.rounds(), "round") + " finished";
    }

    /** From the run's start to its last write, all cells and what lies between them. */
    private static String took(RunRecord run) {
        try {
            Duration took = Duration.between(Instant.parse(run.started()), Instant.parse(run.finished()));
            String hours = took.toHours() > 0 ? String.format(Locale.ROOT, "%d:%02d", took.toHours(), took.toMinutesPart())
                    : Long.toString(took.toMinutes());
            return took.isNegative() ? "" : String.format(Locale.ROOT, ", took %s:%02d", hours, took.toSecondsPart());
        } catch (DateTimeParseException e) {
            // Not by a clock of ours.
            return "";
        }
    }

    private static String clock(RunRecord run) {
        List<Clock> clocks = run.cells().stream().map(Cell::clock).filter(clock -> clock != null).toList();
        if (clocks.isEmpty()) {
            return "";
        }
        double quickest = clocks.stream().mapToDouble(Clock::readNanos).min().orElseThrow();
        double slowest = clocks.stream().mapToDouble(Clock::readNanos).max().orElseThrow();
        double step = clocks.stream().mapToDouble(Clock::granularityNanos).min().orElseThrow();
        String read = Math.round(quickest) == Math.round(slowest) ? String.format(Locale.ROOT, "%.0f ns", quickest)
                : Microseconds.range(quickest, slowest);
        boolean roundTrips = run.cells().stream()
                .anyMatch(cell -> cell.clock() != null && CLOSED_LOOPS.contains(cell.benchmark()));
        return (roundTrips ? "each round trip contains one clock read, which" : "one clock read")
                + String.format(Locale.ROOT, " takes %s in steps of %.0f ns; ", read, step);
    }

    /** Why cells have no figures, or not those of all rounds: one line for every reason, with the cells it holds for. */
    static List<String> reasons(List<Cell> cells) {
        Map<String, Set<String>> byReason = new LinkedHashMap<>();
        for (Cell cell : cells) {
            reason(cell).ifPresent(reason -> byReason.computeIfAbsent(reason, unused -> new LinkedHashSet<>())
                    // What a machine lacks, it lacks at every size.
                    .add(cell.status() == Status.UNAVAILABLE ? CellParameters.transport(cell).orElse(CellName.of(cell))
                            : CellName.of(cell)));
        }
        return byReason.entrySet().stream().map(entry -> String.join("; ", entry.getValue()) + ": " + entry.getKey()).toList();
    }

    private static Optional<String> reason(Cell cell) {
        String reason = firstLine(cell.reason());
        return switch (cell.status()) {
            case UNAVAILABLE -> Optional.of("- because " + reason);
            case FAILED -> Optional.of(cell.metrics().isEmpty() ? "- because it failed: " + reason
                    : "failed in " + reason + "; the figures are those of its other rounds");
            case MEASURED -> cell.metrics().isEmpty() && cell.cost() == null
                    ? Optional.of("- because no round of it was finished") : Optional.empty();
        };
    }

    /** The cells between whose rounds the machine changed, the worst of them with its range; empty if there is none. */
    static Optional<String> unsteady(List<Cell> cells) {
        List<Range> ranges = new ArrayList<>();
        long rows = cells.stream().mapToLong(cell -> cell.metrics().size()).sum();
        for (Cell cell : cells) {
            for (Metric metric : cell.metrics()) {
                List<Double> medians = metric.rounds().stream().map(Summary::p50).sorted().toList();
                if (medians.size() > 1 && medians.get(medians.size() - 1) >= UNSTEADY_RATIO * medians.get(0)) {
                    ranges.add(new Range(CellName.of(cell, metric.name()), medians.get(0), medians.get(medians.size() - 1)));
                }
            }
        }
        return ranges.stream().max(Comparator.comparingDouble(Range::ratio)).map(worst -> "unsteady machine: the medians"
                + " of single rounds range more than " + UNSTEADY_RATIO + "-fold in " + ranges.size() + " of "
                + count(rows, "row")
                + ", most in " + worst.name + ": " + Microseconds.range(worst.low, worst.high) + ". ./run.sh table --wide shows"
                + " what intervals that leaves.");
    }

    private record Range(String name, double low, double high) {
        double ratio() {
            return high / Math.max(1, low);
        }
    }

    static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
