package ipc.analysis.table;

import ipc.analysis.run.CellName;
import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.Statistic;
import ipc.BadInputException;
import ipc.analysis.table.CellGroup.Row;
import ipc.analysis.document.Column;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Cost;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;

/**
 * Latency and CPU use by message rate: one table for each transport, one row for each rate. Latencies start at the intended time,
 * so that a sender that falls behind cannot hide it.
 */
public final class RateTables implements GroupedTables {
    static final List<Statistic> USUAL = List.of(Statistic.P50, Statistic.P99, Statistic.MAX);
    /** The metric of a paced cell without coordinated omission. */
    public static final String FROM_INTENDED = "oneWayFromIntended";
    /** A sender that sends a smaller share than this of the messages due has fallen behind. */
    public static final double KEPT = 0.95;

    private final List<RunRecord> runs;
    private final RunLabels labels;
    private final List<Statistic> statistics;

    /** @throws BadInputException if no cell was paced */
    RateTables(List<RunRecord> runs, List<Statistic> statistics) {
        this.runs = List.copyOf(runs);
        this.labels = RunLabels.of(this.runs);
        this.statistics = statistics;
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
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
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
        return statistics;
    }

    @SuppressWarnings("ReferenceEquality") // Two runs with the same figures are two runs.
    private Table table(CellGroup group) {
        List<Column> columns = new ArrayList<>(GroupedTables.leading(labels, "messages/s"));
        statistics.forEach(statistic -> columns.add(statistic.column()));
        columns.addAll(
                List.of(Column.of("messages", Unit.COUNT), new Column("fork_cpu_percent", "CPU in %", "receiver", Unit.PERCENT),
                        new Column("peer_cpu_percent", "CPU in %", "sender", Unit.PERCENT)));
        List<List<Value>> rows = new ArrayList<>();
        for (RunRecord run : runs) {
            group.rows().stream().filter(row -> row.run() == run).sorted(Comparator.comparingDouble(RateTables::rate))
                    .forEach(row -> rows.add(values(row)));
        }
        return GroupedTables.table(runs, labels, group.title() + ", latency in µs", columns, rows);
    }

    private List<Value> values(Row row) {
        List<Value> values = new ArrayList<>(GroupedTables.labels(labels, row.run(), CostText.rate(rate(row))));
        statistics.forEach(statistic -> values.add(statistic.of(row.metric())));
        values.add(Value.of(row.metric().map(metric -> metric.all().operations()).orElse(null), Unit.COUNT));
        values.add(share(row.cell(), Cost::forkNanosPerMessage));
        values.add(share(row.cell(), Cost::peerNanosPerMessage));
        return values;
    }

    private static double rate(Row row) {
        return CellParameters.rateHz(row.cell()).orElseThrow();
    }

    private static Value share(Cell cell, ToDoubleFunction<Cost> side) {
        OptionalDouble perSecond = CostText.messagesPerSecond(cell);
        if (perSecond.isEmpty()) {
            return Value.absent();
        }
        double percent = CostText.percent(side.applyAsDouble(cell.cost()), perSecond.getAsDouble());
        return new Value(percent / 100, CostText.percent(percent));
    }

    /** One line for each of these cells whose sender could not send as many messages a second as asked for. */
    static List<String> missedPaces(List<Cell> cells) {
        List<String> missed = new ArrayList<>();
        for (Cell cell : cells) {
            OptionalDouble due = CellParameters.rateHz(cell);
            OptionalDouble sent = CostText.messagesPerSecond(cell);
            if (due.isPresent() && sent.isPresent() && sent.getAsDouble() < KEPT * due.getAsDouble()) {
                missed.add(
                        "Pace not kept: " + CellName.of(cell) + ": only " + CostText.rate(cell).text() + " messages a second.");
            }
        }
        return missed;
    }

    @Override
    public List<String> legend() {
        return List.of("Latencies start when a message is due, not when it is sent.",
                "CPU is the share of one CPU that a whole process takes. The peer sends, the fork receives.");
    }
}
