package ipc.analysis.table;

import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.run.Statistic;
import ipc.analysis.table.CellGroup.Row;
import ipc.analysis.document.Document;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord;
import ipc.result.Summary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The tables of one {@link Grouping} with their notes. For programs they are one table with a row for each cell and metric. */
final class GroupedTable implements TableReport {
    private static final Comparator<Row> IN_THE_TABLES_ORDER = Comparator
            .comparingDouble((Row row) -> CellParameters.rateHz(row.cell()).orElse(0))
            .thenComparingInt(row -> CellParameters.sizeBytes(row.cell()).orElse(0));

    private final String kind;
    private final List<RunRecord> runs;
    private final GroupedTables tables;

    GroupedTable(String kind, List<RunRecord> runs, GroupedTables tables) {
        this.kind = kind;
        this.runs = List.copyOf(runs);
        this.tables = tables;
    }

    @Override
    public String kind() {
        return kind;
    }

    @Override
    public List<RunRecord> runs() {
        return runs;
    }

    @Override
    public Document document() {
        return Grouping.document(runs, tables);
    }

    @Override
    public List<Map<String, Object>> rows() {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (CellGroup group : tables.groups()) {
            group.rows().stream().sorted(IN_THE_TABLES_ORDER).forEach(row -> rows.add(values(group, row)));
        }
        return rows;
    }

    private Map<String, Object> values(CellGroup group, Row row) {
        Cell cell = row.cell();
        Summary all = row.metric().map(Metric::all).orElse(null);
        Map<String, Object> values = TableReport.of(row.run(), cell, group.metric().isEmpty() ? null : group.metric());
        values.put("table", group.title());
        values.put("transport", CellParameters.transport(cell).orElse(null));
        values.put("size_bytes", orNull(CellParameters.sizeBytes(cell)));
        values.put("rate_hz", orNull(CellParameters.rateHz(cell)));
        values.put("window", cell.params().get(CellParameters.WINDOW));
        values.put("operations", all == null ? null : all.operations());
        for (Statistic column : tables.columns()) {
            values.put(column.words().replace(".", "") + "_ns", all == null ? null : column.nanos(all));
        }
        values.put("messages_per_second", orNull(CostText.messagesPerSecond(cell)));
        values.put("fork_cpu_ns_per_message", cell.cost() == null ? null : (Double) cell.cost().forkNanosPerMessage());
        values.put("peer_cpu_ns_per_message", cell.cost() == null ? null : (Double) cell.cost().peerNanosPerMessage());
        return values;
    }

    private static Integer orNull(OptionalInt value) {
        return value.isPresent() ? (Integer) value.getAsInt() : null;
    }

    private static Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }
}
