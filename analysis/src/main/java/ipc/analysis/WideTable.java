package ipc.analysis;

import ipc.analysis.document.Column;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.Results;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Interval;
import ipc.result.RunRecord.Intervals;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The wide table: every cell's figures in the typical round, each with its 95 % interval, and the extremes over all operations;
 * microseconds.
 */
public final class WideTable implements TableReport {
    private static final String NONE = Value.NONE;
    private static final List<Column> COLUMNS = Stream.concat(Stream.of(Column.of("latency in µs", Unit.TEXT),
            Column.of("operations", Unit.COUNT), Column.of("rounds", Unit.COUNT)),
            Stream.of("min", "p50", "mean", "p99", "p99.9", "max").map(words -> Column.of(words, Unit.MICROSECONDS))).toList();

    private final List<RunRecord> runs;

    /** @param runs in the order of their rows */
    public WideTable(List<RunRecord> runs) {
        // Also for runs whose record holds no intervals: those of an earlier format, and those that were cut off.
        this.runs = runs.stream().map(Decisions::decide).toList();
    }

    /**
     * Reads the runs.
     *
     * @param directories as {@link Results} takes them
     * @throws ipc.BadInputException if one is not a result directory
     */
    public static WideTable read(List<Path> directories) {
        return new WideTable(MachineNames.apart(Results.find(directories).stream().map(Results.Named::readForTables).toList()));
    }

    /** As Markdown, ended by a line break. */
    public String format() {
        return Markdown.render(document());
    }

    @Override
    public String kind() {
        return "wide";
    }

    @Override
    public List<RunRecord> runs() {
        return runs;
    }

    @Override
    public Document document() {
        List<List<Value>> table = new ArrayList<>();
        List<String> verdicts = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (RunRecord run : runs) {
            if (run.absence().isPresent()) {
                table.add(RunText.absentRow(run, COLUMNS));
                notes.add(RunText.absent(run));
                continue;
            }
            PairedVerdict.lines(run).forEach(verdict -> verdicts.add(prefix(run) + verdict));
            notes.add(how(run));
            List<String> tooFew = new ArrayList<>();
            boolean rareOperations = false;
            for (Cell cell : run.cells()) {
                if (cell.metrics().isEmpty()) {
                    table.add(row(name(run, CellName.of(cell)), null));
                }
                for (Metric metric : cell.metrics()) {
                    table.add(row(name(run, CellName.of(cell, metric.name())), metric));
                    rareOperations |= !Figure.P999.isIn(metric.rounds());
                }
                int rounds = cell.metrics().isEmpty() ? 0 : cell.metrics().get(0).rounds().size();
                if (rounds > 0 && rounds < MedianInterval.FEWEST_ROUNDS) {
                    tooFew.add(CellName.of(cell) + " (" + rounds + ")");
                }
                reason(cell).ifPresent(reason -> notes.add(prefix(run) + CellName.of(cell) + ": " + reason));
            }
            if (!tooFew.isEmpty()) {
                notes.add(prefix(run) + "too few rounds for an interval, which takes " + MedianInterval.FEWEST_ROUNDS
                        + " (--rounds " + MedianInterval.FEWEST_ROUNDS + "): " + String.join(", ", tooFew) + ".");
            }
            if (rareOperations) {
                notes.add(prefix(run) + "a percentile is " + NONE + " where a round has so few operations that none lies"
                        + " beyond it (p99 takes "
                        + Figure.P99.fewestOperations() + ", p99.9 " + Figure.P999.fewestOperations() + ").");
            }
            run.warnings().forEach(warning -> warnings.add(prefix(run) + warning));
        }
        notes.add("mean, p50, p99 and p99.9 are those of the typical round: the median over the rounds of each round's own"
                + " figure, and in brackets its 95 % interval with the round as the unit (sign test: whatever the distribution of"
                + " independent rounds). The narrow table's mean is over all operations instead.");
        notes.add("min and max are the smallest and the largest of all operations counted in their row; they have no interval,"
                + " and more operations could move them apart.");
        return new Document("", "", RunText.cautions(runs), List.of(new Table("", COLUMNS, table)),
                List.of(new Section("", verdicts)), warnings, List.of(new Section("Notes", notes)), "");
    }

    /** Estimates are those of the typical round, min and max are over all operations, as in the text. */
    @Override
    public List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            for (Cell cell : run.cells()) {
                if (cell.metrics().isEmpty()) {
                    rows.add(values(run, cell, null));
                }
                cell.metrics().forEach(metric -> rows.add(values(run, cell, metric)));
            }
        }
        return rows;
    }

    /** @param metric null where there is none */
    private static Map<String, Object> values(RunRecord run, Cell cell, Metric metric) {
        Map<String, Object> values = TableReport.of(run, cell, metric == null ? null : metric.name());
        values.put("operations", metric == null ? null : metric.all().operations());
        values.put("rounds", metric == null ? 0 : metric.rounds().size());
        values.put("min_ns", metric == null ? null : metric.all().min());
        put(values, "mean", Figure.MEAN, metric, metric == null ? null : metric.intervals().mean());
        put(values, "p50", Figure.P50, metric, metric == null ? null : metric.intervals().p50());
        put(values, "p99", Figure.P99, metric, metric == null ? null : metric.intervals().p99());
        put(values, "p999", Figure.P999, metric, metric == null ? null : metric.intervals().p999());
        values.put("max_ns", metric == null ? null : metric.all().max());
        return values;
    }

    private static void put(Map<String, Object> values, String name, Figure figure, Metric metric, Interval interval) {
        values.put(name + "_ns", metric == null ? null : figure.typical(metric));
        values.put(name + "_low_ns", interval == null ? null : (Double) interval.low());
        values.put(name + "_high_ns", interval == null ? null : (Double) interval.high());
    }

    private String name(RunRecord run, String cell) {
        return runs.size() > 1 ? run.machine().name() + " - " + cell : cell;
    }

    private String prefix(RunRecord run) {
        return runs.size() > 1 ? run.machine().name() + ": " : "";
    }

    /** @param metric null where there is none */
    private static List<Value> row(String name, Metric metric) {
        List<Value> row = new ArrayList<>(List.of(Value.text(name)));
        if (metric == null) {
            COLUMNS.stream().skip(1).forEach(column -> row.add(Value.absent()));
            return row;
        }
        Summary all = metric.all();
        Intervals intervals = metric.intervals();
        row.addAll(List.of(Value.of(all.operations(), Unit.COUNT), Value.of(metric.rounds().size(), Unit.COUNT),
                fine(all.min()), figure(Figure.P50, metric, intervals.p50()), figure(Figure.MEAN, metric, intervals.mean()),
                figure(Figure.P99, metric, intervals.p99()), figure(Figure.P999, metric, intervals.p999()), fine(all.max())));
        return row;
    }

    private static Value fine(double nanos) {
        return new Value(nanos, Microseconds.fine(nanos));
    }

    private static Value figure(Figure figure, Metric metric, Interval interval) {
        Double typical = figure.typical(metric);
        return typical == null ? Value.absent()
                : new Value(typical, interval == null ? Microseconds.fine(typical) : Microseconds.interval(interval));
    }

    private static Optional<String> reason(Cell cell) {
        String reason = cell.reason().lines().findFirst().orElse("");
        return cell.status() == Status.MEASURED ? Optional.empty()
                : Optional.of((cell.status() == Status.FAILED ? "failed in " : "not measured: ") + reason + ".");
    }

    private String how(RunRecord run) {
        OptionalDouble step = run.cells().stream().map(Cell::clock).filter(Objects::nonNull)
                .mapToDouble(Clock::granularityNanos).max();
        return (runs.size() > 1 ? run.machine().name() : "machine " + run.machine().name()) + ": profile " + run.profile() + ", "
                + run.started() + "; " + run.cpus() + "; mmap on " + run.mapping().fileSystem()
                + (step.isEmpty() ? "" : String.format(Locale.ROOT, "; percentiles come in steps of the clock, %.0f ns,"
                        + " and above 2 µs in those of the histogram, 0.1 %% at most, which their intervals allow for",
                        step.getAsDouble()))
                + ".";
    }
}
