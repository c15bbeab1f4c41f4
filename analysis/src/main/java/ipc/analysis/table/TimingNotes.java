package ipc.analysis.table;

import ipc.analysis.run.PairNames;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.run.SlowOperations;
import ipc.analysis.document.Column;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.PairedDifference;
import ipc.result.RunRecord.Tail;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The notes below a timing table, by topic. */
final class TimingNotes {
    private static final List<Column> OPERATIONS = List.of(Column.of("latency in µs", Unit.TEXT),
            Column.of("operations", Unit.COUNT), Column.of("rounds", Unit.COUNT),
            new Column("lowest_round_mean_ns", "means of rounds", "from", Unit.MICROSECONDS),
            new Column("highest_round_mean_ns", "means of rounds", "to", Unit.MICROSECONDS),
            new Column("intended_mean_ns", "from the time due", "mean", Unit.MICROSECONDS),
            new Column("intended_max_ns", "from the time due", "max", Unit.MICROSECONDS));
    private static final List<Column> COMPARISONS = List.of(Column.of("contender - baseline, in ns", Unit.TEXT),
            Column.of("of", Unit.MICROSECONDS), Column.of("difference", Unit.MICROSECONDS), Column.of("low", Unit.MICROSECONDS),
            Column.of("high", Unit.MICROSECONDS), Column.of("detectable", Unit.MICROSECONDS), Column.of("pairs", Unit.COUNT),
            Column.of("allocations", Unit.COUNT));
    private static final int NANOS_DECIMALS = 3;

    private final List<RunRecord> runs;
    private final RunLabels labels;

    TimingNotes(List<RunRecord> runs, RunLabels labels) {
        this.runs = runs;
        this.labels = labels;
    }

    List<Section> sections() {
        List<Section> sections = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            if (run.absence().isEmpty()) {
                sections.add(new Section("How it was measured" + of(i), RunText.how(run)));
            }
        }
        List<List<Value>> operations = new ArrayList<>();
        List<List<Value>> comparisons = new ArrayList<>();
        Map<String, Tail> tails = new LinkedHashMap<>();
        for (int i = 0; i < runs.size(); i++) {
            String prefix = runs.size() > 1 ? labels.labels().get(i) + ": " : "";
            addOperations(runs.get(i), prefix, operations);
            addComparisons(runs.get(i), prefix, comparisons);
            tails(runs.get(i)).forEach((name, tail) -> tails.put(prefix + name, tail));
        }
        addTable(sections, "Operations", OPERATIONS, operations, List.of());
        addTable(sections, "Comparisons", COMPARISONS, comparisons, List.of("One row for each placement of the two CPUs."
                + " low and high are the ends of the 95 % interval; its unit is the allocation of both regions.",
                "detectable: a difference of this size is found in four cases of five."));
        SlowOperations.section(tails).ifPresent(sections::add);
        machines(sections);
        return sections;
    }

    private String of(int run) {
        return runs.size() > 1 ? ": " + labels.labels().get(run) : "";
    }

    private static void addTable(List<Section> sections, String heading, List<Column> columns, List<List<Value>> rows,
            List<String> lines) {
        if (!rows.isEmpty()) {
            sections.add(new Section(heading, List.of(new Table("", columns, rows)), lines));
        }
    }

    private static void addOperations(RunRecord run, String prefix, List<List<Value>> table) {
        for (TimingRow row : TimingRow.select(run)) {
            for (TimingRow.Side side : row.sides()) {
                row.metricOf(side.cell()).ifPresent(metric -> table.add(operations(prefix + row.label() + ", " + side.name(),
                        metric, row.fromIntended(side.cell()))));
            }
        }
    }

    private static List<Value> operations(String name, Metric metric, Optional<Metric> intended) {
        List<Double> means = metric.rounds().stream().map(Summary::mean).sorted().toList();
        return List.of(Value.text(name), Value.of(metric.all().operations(), Unit.COUNT),
                Value.of(means.size(), Unit.COUNT), fine(means.isEmpty() ? null : means.get(0)),
                fine(means.isEmpty() ? null : means.get(means.size() - 1)),
                Value.of(intended.map(each -> each.all().mean()).orElse(null), Unit.MICROSECONDS),
                Value.of(intended.map(each -> each.all().max()).orElse(null), Unit.MICROSECONDS));
    }

    private static Value fine(Double nanos) {
        return nanos == null ? Value.absent() : new Value(nanos, Microseconds.fine(nanos));
    }

    private static void addComparisons(RunRecord run, String prefix, List<List<Value>> table) {
        for (PairedDifference each : run.paired()) {
            run.cells().stream().filter(cell -> cell.id().equals(each.cell())).findFirst().ifPresent(cell -> table.add(List.of(
                    Value.text(prefix + PairNames.of(cell).subject()), nanos(each.levelNanos()), nanos(each.differenceNanos()),
                    nanos(each.low()), nanos(each.high()), nanos(each.detectableNanos()), Value.of(each.pairs(), Unit.COUNT),
                    Value.of(each.allocations(), Unit.COUNT))));
        }
    }

    /** To five digits, but no finer than a thousandth. */
    private static Value nanos(Double nanos) {
        if (nanos == null) {
            return Value.absent();
        }
        int digits = (int) Math.ceil(Math.log10(Math.max(1, Math.abs(nanos))));
        return new Value(nanos, String.format(Locale.ROOT, "%." + Math.max(0, NANOS_DECIMALS - digits) + "f", nanos));
    }

    /** By name; of pairs only if a run has no rows, since the rows are enough to read. */
    private static Map<String, Tail> tails(RunRecord run) {
        Map<String, Tail> tails = new LinkedHashMap<>();
        for (TimingRow row : TimingRow.select(run)) {
            for (TimingRow.Side side : row.sides()) {
                side.cell().map(Cell::tail).ifPresent(tail -> tails.put(row.label() + ", " + side.name(), tail));
            }
        }
        if (tails.isEmpty()) {
            run.cells().stream().filter(cell -> PairNames.isPair(cell) && cell.tail() != null)
                    .forEach(cell -> tails.put(PairNames.of(cell).method() + ", both sides", cell.tail()));
        }
        return tails;
    }

    private void machines(List<Section> sections) {
        for (Machine machine : runs.stream().filter(run -> run.absence().isEmpty()).map(RunRecord::machine).distinct().toList()) {
            sections.add(new Section("Machine", List.of("Name: " + machine.name() + ".", "CPU: " + machine.cpuModel() + ", "
                    + machine.logicalCpus() + " logical, " + machine.architecture() + ", " + machine.virtualisation() + ".",
                    "System: " + machine.os() + ", " + machine.kernel() + ".", "Java: " + machine.java() + ".")));
        }
    }
}
