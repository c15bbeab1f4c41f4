package ipc.analysis;

import ipc.BadInputException;
import ipc.analysis.CellGroup.Row;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Cost;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * What the pace of messages does to them: one table for every transport, one row for every rate, so that one reads downwards
 * what sleeping for longer costs. Latencies are those from the intended time, which a sender that falls behind cannot hide.
 */
final class RateTables implements GroupedTables {
    static final List<Statistic> USUAL = List.of(Statistic.P50, Statistic.P99, Statistic.MAX);
    /** Of the two metrics of a paced cell, the one that coordinated omission does not touch. */
    static final String FROM_INTENDED = "oneWayFromIntended";
    /** A sender that sends less of what it should has fallen behind. */
    static final double KEPT = 0.95;

    private final List<RunRecord> runs;
    private final List<Statistic> columns;

    /** @throws BadInputException if no cell was paced */
    RateTables(List<RunRecord> runs, List<Statistic> columns) {
        this.runs = List.copyOf(runs);
        this.columns = columns;
        if (runs.stream().flatMap(run -> run.cells().stream()).noneMatch(this::shows)) {
            throw new BadInputException("--by rate: nothing in these runs was paced; ./run.sh desktop OneWay -p"
                    + " rateHz=10,100,1000 measures some");
        }
    }

    @Override
    public boolean shows(Cell cell) {
        return CellParameters.transport(cell).isPresent() && CellParameters.rateHz(cell).isPresent();
    }

    @Override
    public List<String> format() {
        List<String> tables = new ArrayList<>();
        groups().forEach(group -> tables.add(table(group)));
        return tables;
    }

    @Override
    public List<CellGroup> groups() {
        return CellGroup.of(runs, this::shows, List.of(CellParameters.RATE)).stream()
                .filter(group -> group.metric().equals(FROM_INTENDED) || group.metric().isEmpty()).toList();
    }

    @Override
    public List<Statistic> columns() {
        return columns;
    }

    @SuppressWarnings("ReferenceEquality") // Two runs with the same figures are two runs.
    private String table(CellGroup group) {
        MarkdownTable table = new MarkdownTable();
        List<String> header = new ArrayList<>(GroupedTables.leading(runs, "machine", "**" + group.title() + "** _(µs)_"));
        columns.forEach(column -> header.add(column.words()));
        header.addAll(List.of("messages", "CPU of fork _(%)_", "CPU of peer _(%)_"));
        table.add(header);
        for (RunRecord run : runs) {
            group.rows().stream().filter(row -> row.run() == run).sorted(Comparator.comparingDouble(RateTables::rate))
                    .forEach(row -> table.add(cells(row)));
        }
        GroupedTables.addAbsent(runs, table);
        return table.format();
    }

    private List<String> cells(Row row) {
        List<String> cells = new ArrayList<>(GroupedTables.leading(runs, row.run().machine().name(),
                CostText.rate(rate(row)) + " Hz"));
        for (Statistic column : columns) {
            cells.add(row.metric().map(metric -> column.of(metric.all())).orElse(RunText.NONE));
        }
        cells.add(row.metric().map(metric -> Long.toString(metric.all().operations())).orElse(RunText.NONE));
        cells.add(share(row.cell(), Cost::forkNanosPerMessage));
        cells.add(share(row.cell(), Cost::peerNanosPerMessage));
        return cells;
    }

    private static double rate(Row row) {
        return CellParameters.rateHz(row.cell()).orElseThrow();
    }

    private static String share(Cell cell, ToDoubleFunction<Cost> side) {
        OptionalDouble perSecond = CostText.messagesPerSecond(cell);
        return perSecond.isEmpty() ? RunText.NONE
                : CostText.percent(CostText.percent(side.applyAsDouble(cell.cost()), perSecond.getAsDouble()));
    }

    @Override
    public List<String> notes(RunRecord run, List<Cell> shown) {
        List<String> behind = new ArrayList<>();
        for (Cell cell : shown) {
            double due = CellParameters.rateHz(cell).orElseThrow();
            OptionalDouble sent = CostText.messagesPerSecond(cell);
            if (sent.orElse(Double.MAX_VALUE) < KEPT * due) {
                behind.add(CellName.of(cell) + " (" + CostText.rate(cell) + ")");
            }
        }
        return behind.isEmpty() ? List.of() : List.of("the pace was not kept, and so many messages a second were sent: "
                + String.join("; ", behind) + ".");
    }

    @Override
    public List<String> legend() {
        return List.of("latencies run from the time at which a message was due, not from when it was sent; CPU is that of a"
                + " whole process, all its threads, while messages were measured: 100 % is one CPU. The peer sends, the fork"
                + " receives.");
    }
}
