package ipc.analysis.table;

import ipc.analysis.run.CellName;
import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.run.PairNames;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.run.Statistic;
import ipc.analysis.table.CellGroup.Row;
import ipc.analysis.document.Column;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * One row for each transport: its latencies over every operation of all rounds, and the CPU time of a message. There is one table
 * for each benchmark, size and rate, and one for baselines. Rows are in the order of the run's cells.
 */
final class TransportTables implements GroupedTables {
    private static final int FIRST_FORMAT_WITH_COST = 3;
    private static final List<Statistic> SHOWN = List.of(Statistic.MIN, Statistic.P50, Statistic.MEAN, Statistic.P99,
            Statistic.P999, Statistic.MAX);
    private static final String CPU = "CPU µs/message";
    private static final List<Column> COST = List.of(new Column("fork_cpu_ns_per_message", CPU, "fork", Unit.MICROSECONDS),
            new Column("peer_cpu_ns_per_message", CPU, "peer", Unit.MICROSECONDS));
    /** A version in a description: only libraries have one. */
    private static final Pattern VERSION = Pattern.compile("\\d+(\\.\\d+)+");

    private final List<RunRecord> runs;
    private final RunLabels labels;

    TransportTables(List<RunRecord> runs) {
        this.runs = List.copyOf(runs);
        this.labels = RunLabels.of(this.runs);
    }

    @Override
    public boolean shows(Cell cell) {
        return !PairNames.isPair(cell);
    }

    @Override
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (CellGroup group : transports()) {
            tables.add(group.isThroughput() ? throughput(group) : latency(group.title(), rows(group)));
        }
        List<Named> baselines = baselines().stream()
                .flatMap(group -> group.rows().stream().map(row -> new Named(underItsHeading(group.title()), row))).toList();
        if (!baselines.isEmpty()) {
            tables.add(latency("baselines without a transport", baselines));
        }
        return tables;
    }

    @Override
    public List<CellGroup> groups() {
        return Stream.concat(transports().stream(), baselines().stream()).toList();
    }

    @Override
    public List<Statistic> columns() {
        return Statistic.USUAL;
    }

    private List<CellGroup> transports() {
        return CellGroup.of(runs, cell -> CellParameters.transport(cell).isPresent(), List.of(CellParameters.TRANSPORT));
    }

    private List<CellGroup> baselines() {
        return CellGroup.of(runs, CellParameters::isBaseline, List.of());
    }

    private record Named(String name, Row row) {
    }

    private static String underItsHeading(String baseline) {
        return baseline.startsWith(CellName.BASELINE) ? baseline.substring(CellName.BASELINE.length()) : baseline;
    }

    private static List<Named> rows(CellGroup group) {
        return group.rows().stream().map(row -> new Named(CellParameters.transport(row.cell()).orElseThrow(), row)).toList();
    }

    private Table latency(String title, List<Named> rows) {
        List<Column> columns = new ArrayList<>(GroupedTables.leading(labels, "latency in µs"));
        SHOWN.forEach(statistic -> columns.add(statistic.column()));
        columns.addAll(COST);
        return GroupedTables.table(runs, labels, title, columns, rows.stream().map(named -> {
            List<Value> values = new ArrayList<>(GroupedTables.labels(labels, named.row().run(), named.name()));
            SHOWN.forEach(statistic -> values.add(statistic.of(named.row().metric())));
            values.addAll(CostText.perMessage(named.row().cell()));
            return values;
        }).toList());
    }

    private Table throughput(CellGroup group) {
        List<Column> columns = new ArrayList<>(GroupedTables.leading(labels, "transport"));
        columns.addAll(List.of(Column.of("messages/s", Unit.COUNT), Column.of("MB/s", Unit.COUNT)));
        columns.addAll(COST);
        return GroupedTables.table(runs, labels, group.title(), columns, rows(group).stream().map(named -> {
            Row row = named.row();
            List<Value> values = new ArrayList<>(GroupedTables.labels(labels, row.run(), named.name()));
            values.addAll(List.of(CostText.rate(row.cell()), CostText.megabytes(row.cell())));
            values.addAll(CostText.perMessage(row.cell()));
            return values;
        }).toList());
    }

    @Override
    public List<String> notes(RunRecord run, List<Cell> shown) {
        List<String> notes = new ArrayList<>();
        libraries(shown).forEach((name, description) -> notes.add(name + ": " + description + "."));
        if (run.format() < FIRST_FORMAT_WITH_COST) {
            notes.add("The CPU time of messages is " + RunText.NONE + ": formats before " + FIRST_FORMAT_WITH_COST
                    + " do not have it.");
        }
        return notes;
    }

    /** The libraries with their versions, by the transport's name. */
    private static Map<String, String> libraries(List<Cell> shown) {
        Map<String, String> libraries = new LinkedHashMap<>();
        shown.stream().filter(cell -> cell.status() != Status.UNAVAILABLE).forEach(cell -> libraries.putAll(cell.transports()));
        libraries.values().removeIf(description -> !VERSION.matcher(description).find());
        return libraries;
    }

    @Override
    public List<String> legend() {
        return CostText.notes(runs.stream().flatMap(run -> run.cells().stream()).toList());
    }
}
