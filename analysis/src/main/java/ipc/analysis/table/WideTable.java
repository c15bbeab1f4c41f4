package ipc.analysis.table;

import ipc.analysis.run.CellName;
import ipc.analysis.run.Decisions;
import ipc.analysis.run.PairedVerdict;
import ipc.analysis.run.RunCaption;
import ipc.analysis.run.RunCautions;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.stats.Figure;
import ipc.analysis.document.Column;
import ipc.analysis.document.Document;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.Results;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Interval;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;

/** The wide table: the figures of each cell's typical round with their 95 % intervals, and the extremes over all operations. */
public final class WideTable implements TableReport {
    private static final List<Column> TYPICAL = columns(List.of(Column.of("latency in µs", Unit.TEXT),
            Column.of("rounds", Unit.COUNT), Column.of("min", Unit.MICROSECONDS)), List.of("p50", "mean"), List.of());
    private static final List<Column> TAILS = columns(List.of(Column.of("latency in µs", Unit.TEXT)), List.of("p99", "p99.9"),
            List.of(Column.of("max", Unit.MICROSECONDS)));

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
     * @param names       other names for the first machines, in the order of the results
     * @throws ipc.BadInputException if one is not a result directory
     */
    public static WideTable read(List<Path> directories, List<String> names) {
        return new WideTable(Decisions.read(directories, names));
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
        RunLabels labels = RunLabels.of(runs);
        List<List<Value>> typical = new ArrayList<>();
        List<List<Value>> tails = new ArrayList<>();
        List<String> warnings = new ArrayList<>();
        List<Section> notes = new ArrayList<>();
        boolean rareOperations = false;
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            String label = runs.size() > 1 ? labels.labels().get(i) + ": " : "";
            if (run.absence().isPresent()) {
                typical.add(RunText.absentRow(labels.labels().get(i), TYPICAL));
                warnings.add(label + "no result: " + RunText.firstLine(run.absence().get()));
                continue;
            }
            for (Cell cell : run.cells()) {
                for (Metric metric : cell.metrics()) {
                    typical.add(typical(label + CellName.of(cell, metric.name()), metric));
                    tails.add(tail(label + CellName.of(cell, metric.name()), metric));
                    rareOperations |= !Figure.P999.isIn(metric.rounds());
                }
                RunText.reason(cell).ifPresent(reason -> warnings.add(label + CellName.of(cell) + ": " + reason));
            }
            RunText.tooFewRounds(run).ifPresent(warning -> warnings.add(label + warning));
            run.warnings().forEach(warning -> warnings.add(label + warning));
            notes.add(new Section("How it was measured" + (runs.size() > 1 ? ": " + labels.labels().get(i) : ""), how(run)));
        }
        notes.add(new Section("How to read it", reading(rareOperations)));
        List<Table> tables = new ArrayList<>(List.of(new Table("Typical round with its 95 % interval, and the minimum",
                TYPICAL, typical)));
        if (!tails.isEmpty()) {
            tables.add(
                    new Table("Slowest operations of the typical round with their 95 % interval, and the maximum", TAILS, tails));
        }
        return new Document(RunCaption.title(runs), RunCaption.of(runs), RunCautions.of(runs, labels), tables,
                List.of(PairedVerdict.findings(runs, labels)), warnings, notes, "");
    }

    private static List<String> how(RunRecord run) {
        List<String> lines = new ArrayList<>(RunText.how(run));
        OptionalDouble step = run.cells().stream().map(Cell::clock).filter(Objects::nonNull)
                .mapToDouble(Clock::granularityNanos).max();
        step.ifPresent(
                nanos -> lines.add(String.format(Locale.ROOT, "Percentiles have steps of %.0f ns, and of 0.1 %% above 2 µs."
                        + " The intervals allow for both.", nanos)));
        return lines;
    }

    private static List<String> reading(boolean rareOperations) {
        List<String> lines = new ArrayList<>(List.of(
                "p50, mean, p99 and p99.9 are medians over the rounds of each round's own figure.",
                "low and high are the ends of the 95 % interval. Its unit is the round (sign test).",
                "min and max are over all operations. They have no interval, and more operations can move them apart.",
                "The narrow table's figures are over all operations of all rounds, so that they can differ from these."));
        if (rareOperations) {
            lines.add("A percentile is " + Value.NONE + " if a round has too few operations: p99 takes "
                    + Figure.P99.fewestOperations() + ", p99.9 takes " + Figure.P999.fewestOperations() + ".");
        }
        return lines;
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

    private static List<Value> typical(String name, Metric metric) {
        List<Value> row = new ArrayList<>(List.of(Value.text(name), Value.of(metric.rounds().size(), Unit.COUNT),
                fine(metric.all().min())));
        row.addAll(interval(Figure.P50, metric, metric.intervals().p50()));
        row.addAll(interval(Figure.MEAN, metric, metric.intervals().mean()));
        return row;
    }

    private static List<Value> tail(String name, Metric metric) {
        List<Value> row = new ArrayList<>(List.of(Value.text(name)));
        row.addAll(interval(Figure.P99, metric, metric.intervals().p99()));
        row.addAll(interval(Figure.P999, metric, metric.intervals().p999()));
        row.add(fine(metric.all().max()));
        return row;
    }

    /** The figure of the typical round and the ends of its interval. */
    private static List<Value> interval(Figure figure, Metric metric, Interval interval) {
        Double typical = figure.typical(metric);
        if (typical == null || interval == null) {
            return List.of(typical == null ? Value.absent() : fine(typical), Value.absent(), Value.absent());
        }
        List<String> texts = Microseconds.intervalParts(interval);
        return List.of(new Value(typical, texts.get(0)), new Value(interval.low(), texts.get(1)),
                new Value(interval.high(), texts.get(2)));
    }

    private static Value fine(double nanos) {
        return new Value(nanos, Microseconds.fine(nanos));
    }

    private static List<Column> columns(List<Column> first, List<String> figures, List<Column> last) {
        List<Column> columns = new ArrayList<>(first);
        for (String figure : figures) {
            columns.add(new Column(figure + "_ns", figure, "typical", Unit.MICROSECONDS));
            columns.add(new Column(figure + "_low_ns", figure, "low", Unit.MICROSECONDS));
            columns.add(new Column(figure + "_high_ns", figure, "high", Unit.MICROSECONDS));
        }
        columns.addAll(last);
        return columns;
    }
}
