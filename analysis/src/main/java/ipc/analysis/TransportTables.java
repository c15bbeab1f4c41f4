package ipc.analysis;

import ipc.analysis.CellGroup.Row;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import java.util.ArrayList;
import java.util.List;

/**
 * One row for every transport: its figures over every operation of all rounds, in microseconds, and what a message costs. One
 * table for each benchmark, size and rate; baselines have one of their own.
 */
final class TransportTables implements GroupedTables {
    private static final int FIRST_FORMAT_WITH_COST = 3;

    private final List<RunRecord> runs;

    TransportTables(List<RunRecord> runs) {
        this.runs = List.copyOf(runs);
    }

    @Override
    public boolean shows(Cell cell) {
        return !PairedVerdict.isAbout(cell);
    }

    @Override
    public List<String> format() {
        List<String> tables = new ArrayList<>();
        for (CellGroup group : CellGroup.of(runs, cell -> CellParameters.transport(cell).isPresent(),
                List.of(CellParameters.TRANSPORT))) {
            tables.add(group.isThroughput() ? throughput(group) : latency(group.title(), rows(group)));
        }
        List<Named> baselines = CellGroup.of(runs, CellParameters::isBaseline, List.of()).stream()
                .flatMap(group -> group.rows().stream().map(row -> new Named(group.title(), row))).toList();
        if (!baselines.isEmpty()) {
            tables.add(latency("baselines, no transports", baselines));
        }
        return tables;
    }

    private record Named(String name, Row row) {
    }

    private static List<Named> rows(CellGroup group) {
        return group.rows().stream().map(row -> new Named(CellParameters.transport(row.cell()).orElseThrow(), row)).toList();
    }

    private String latency(String title, List<Named> rows) {
        MarkdownTable table = new MarkdownTable();
        List<String> header = new ArrayList<>(GroupedTables.leading(runs, "machine", "**" + title + "** _(µs)_"));
        Column.USUAL.forEach(column -> header.add(column.words()));
        header.add("CPU per message");
        table.add(header);
        for (Named named : rows) {
            Row row = named.row();
            List<String> cells = new ArrayList<>(GroupedTables.leading(runs, row.run().machine().name(), named.name()));
            for (Column column : Column.USUAL) {
                cells.add(row.metric().map(metric -> column.of(metric.all())).orElse(RunText.NONE));
            }
            cells.add(CostText.perMessage(row.cell()));
            table.add(cells);
        }
        return table.format();
    }

    private String throughput(CellGroup group) {
        MarkdownTable table = new MarkdownTable();
        List<String> header = new ArrayList<>(GroupedTables.leading(runs, "machine", "**" + group.title() + "**"));
        header.addAll(List.of("messages/s", "MB/s", "CPU per message _(µs)_"));
        table.add(header);
        for (Named named : rows(group)) {
            Row row = named.row();
            List<String> cells = new ArrayList<>(GroupedTables.leading(runs, row.run().machine().name(), named.name()));
            cells.addAll(List.of(CostText.rate(row.cell()), CostText.megabytes(row.cell()), CostText.perMessage(row.cell())));
            table.add(cells);
        }
        return table.format();
    }

    @Override
    public List<String> notes(RunRecord run, List<Cell> shown) {
        return run.format() < FIRST_FORMAT_WITH_COST ? List.of("CPU per message is " + RunText.NONE
                + ": this run's record is of a format before " + FIRST_FORMAT_WITH_COST + ", which had none.") : List.of();
    }

    @Override
    public List<String> legend() {
        boolean anyCost = runs.stream().flatMap(run -> run.cells().stream()).anyMatch(cell -> cell.cost() != null);
        return anyCost ? List.of(CostText.NOTE) : List.of();
    }
}
