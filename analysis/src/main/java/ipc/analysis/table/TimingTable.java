package ipc.analysis.table;

import ipc.analysis.run.Decisions;
import ipc.analysis.run.PairNames;
import ipc.analysis.run.PairedVerdict;
import ipc.analysis.run.RunCaption;
import ipc.analysis.run.RunCautions;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.run.SlowOperations;
import ipc.analysis.run.Statistic;
import ipc.analysis.document.Column;
import ipc.analysis.document.Document;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The timing table of any number of runs. It has one row for each machine and method, with the latencies through shared memory
 * and through a mapped file. Verdicts, warnings and notes follow.
 */
public final class TimingTable implements TableReport {
    private static final List<Statistic> SHOWN = List.of(Statistic.MIN, Statistic.P50, Statistic.MEAN, Statistic.P99,
            Statistic.MAX);

    private final List<RunRecord> runs;
    private final boolean published;

    /**
     * @param runs      in the order of their rows
     * @param published whether the table has the published shape, with the published rows below
     */
    public TimingTable(List<RunRecord> runs, boolean published) {
        this.runs = List.copyOf(runs);
        this.published = published;
    }

    /**
     * Reads the runs.
     *
     * @param directories as {@link ipc.result.Results} takes them
     * @param names       other names for the first machines, in the order of the results
     * @throws ipc.BadInputException if one is not a result directory, or lacks the pairs it speaks of
     */
    public static TimingTable read(List<Path> directories, List<String> names, boolean published) {
        return new TimingTable(Decisions.read(directories, names), published);
    }

    /** Whether every cell of a run has its place in this table; {@link Grouping#TRANSPORT} has a place for any. */
    public static boolean hasRoomFor(RunRecord run) {
        return withoutRow(run, TimingRow.select(run)) == 0;
    }

    /** Whether the runs have cells, but none for a row of this table. */
    public boolean isEmpty() {
        return runs.stream().allMatch(run -> TimingRow.select(run).isEmpty()) && runs.stream().anyMatch(run -> !hasRoomFor(run));
    }

    /** How many cells are neither in a row nor the subject of a verdict. */
    private static long withoutRow(RunRecord run, List<TimingRow> rows) {
        Set<Cell> shown = rows.stream().flatMap(row -> Stream.concat(row.shmem().stream(), row.mmap().stream()))
                .collect(Collectors.toSet());
        return run.cells().stream().filter(cell -> !PairNames.isPair(cell) && !shown.contains(cell)).count();
    }

    @Override
    public String kind() {
        return "narrow";
    }

    @Override
    public List<RunRecord> runs() {
        return runs;
    }

    @Override
    public Document document() {
        RunLabels labels = RunLabels.of(runs);
        if (published) {
            return new Document("", "", RunCautions.of(runs, labels), List.of(PublishedTable.table(runs)), List.of(), List.of(),
                    List.of(new Section("", List.of(PublishedTable.NOTE))), "");
        }
        List<String> warnings = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String prefix = runs.size() > 1 ? labels.labels().get(i) + ": " : "";
            warnings(runs.get(i)).forEach(warning -> warnings.add(prefix + warning));
        }
        return new Document(RunCaption.title(runs), RunCaption.of(runs), RunCautions.of(runs, labels), tables(labels),
                List.of(PairedVerdict.findings(runs, labels)), warnings, new TimingNotes(runs, labels).sections(), "");
    }

    private List<Table> tables(RunLabels labels) {
        List<Column> columns = new ArrayList<>();
        if (runs.size() > 1) {
            columns.add(Column.of(labels.heading(), Unit.TEXT));
        }
        columns.add(Column.of("latency in µs", Unit.TEXT));
        for (String side : List.of("shmem", "mmap")) {
            SHOWN.forEach(statistic -> columns.add(new Column(side + "_" + statistic.words() + "_ns", side, statistic.words(),
                    Unit.MICROSECONDS)));
        }
        List<List<Value>> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            String label = labels.labels().get(i);
            if (run.absence().isPresent()) {
                rows.add(RunText.absentRow(label, columns));
            }
            for (TimingRow row : TimingRow.select(run)) {
                List<Value> values = new ArrayList<>();
                if (runs.size() > 1) {
                    values.add(Value.text(label));
                }
                values.add(Value.text(row.label()));
                for (TimingRow.Side side : row.sides()) {
                    SHOWN.forEach(statistic -> values.add(statistic.coarse(row.metricOf(side.cell()))));
                }
                rows.add(values);
            }
        }
        List<Table> tables = new ArrayList<>();
        if (!rows.isEmpty()) {
            tables.add(new Table("", columns, rows));
        }
        pairs(labels).ifPresent(tables::add);
        return tables;
    }

    /** Both sides of each pair, for runs that measured nothing else; empty if there is no such run. */
    private Optional<Table> pairs(RunLabels labels) {
        List<Column> columns = new ArrayList<>();
        if (runs.size() > 1) {
            columns.add(Column.of(labels.heading(), Unit.TEXT));
        }
        columns.add(Column.of("latency in µs", Unit.TEXT));
        SHOWN.forEach(statistic -> columns.add(statistic.column()));
        List<List<Value>> rows = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            if (!TimingRow.select(run).isEmpty()) {
                continue;
            }
            // A pair that was not measured has a line among the verdicts.
            for (Cell cell : run.cells().stream().filter(cell -> PairNames.isPair(cell) && !cell.metrics().isEmpty()).toList()) {
                for (PairNames.Side side : PairNames.sides(cell)) {
                    List<Value> values = new ArrayList<>();
                    if (runs.size() > 1) {
                        values.add(Value.text(labels.labels().get(i)));
                    }
                    values.add(Value.text(side.label()));
                    SHOWN.forEach(statistic -> values.add(statistic.coarse(side.metric())));
                    rows.add(values);
                }
            }
        }
        return rows.isEmpty() ? Optional.empty() : Optional.of(new Table("", columns, rows));
    }

    @Override
    public List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            for (TimingRow row : TimingRow.select(run)) {
                Map<String, Object> values = TableReport.of(run);
                values.put("method", row.method());
                values.put("published", false);
                put(values, "shmem", row, row.shmem());
                put(values, "mmap", row, row.mmap());
                rows.add(values);
            }
        }
        if (published) {
            rows.addAll(PublishedTable.rows());
        }
        return rows;
    }

    private static void put(Map<String, Object> values, String side, TimingRow row, Optional<Cell> cell) {
        Optional<Summary> all = row.metricOf(cell).map(Metric::all);
        values.put(side + "_operations", all.map(Summary::operations).orElse(null));
        values.put(side + "_min_ns", all.map(Summary::min).orElse(null));
        values.put(side + "_mean_ns", all.map(Summary::mean).orElse(null));
        values.put(side + "_max_ns", all.map(Summary::max).orElse(null));
        values.put(side + "_reason", cell.map(Cell::reason).orElse("not part of this run"));
    }

    private static List<String> warnings(RunRecord run) {
        List<String> warnings = new ArrayList<>();
        if (run.absence().isPresent()) {
            warnings.add("no result: " + RunText.firstLine(run.absence().get()));
            return warnings;
        }
        List<TimingRow> rows = TimingRow.select(run);
        List<Cell> shown = rows.stream().flatMap(row -> row.sides().stream()).flatMap(side -> side.cell().stream()).toList();
        for (TimingRow row : rows) {
            row.sides().forEach(side -> side.cell().flatMap(RunText::reason)
                    .ifPresent(reason -> warnings.add(row.label() + ", " + side.name() + ": " + reason)));
        }
        long others = withoutRow(run, rows);
        if (others > 0) {
            warnings.add(RunText.count(others, "other cell") + (others == 1 ? " has" : " have")
                    + " no place here: ./run.sh table --by transport shows every cell.");
        }
        RunText.tooFewRounds(run).ifPresent(warnings::add);
        RunText.unsteady(run, shown).ifPresent(warnings::add);
        SlowOperations.warning(shown.stream().map(Cell::tail).filter(Objects::nonNull).toList()).ifPresent(warnings::add);
        warnings.addAll(run.warnings());
        return warnings;
    }
}
