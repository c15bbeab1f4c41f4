package ipc.analysis.table;

import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.run.PairNames;
import ipc.analysis.run.RunLabels;
import ipc.analysis.run.Statistic;
import ipc.BadInputException;
import ipc.analysis.table.CellGroup.Row;
import ipc.analysis.document.Column;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/**
 * Latency and throughput by message size: one row for each size, one column for each transport, one table for each figure.
 * Baselines have tables of their own.
 */
final class SizeTables implements GroupedTables {
    static final List<Statistic> USUAL = List.of(Statistic.MEAN, Statistic.P99);
    /** More columns would not fit a screen; the others follow in another table. */
    private static final int MOST_BESIDE_EACH_OTHER = 8;

    private final List<RunRecord> runs;
    private final RunLabels labels;
    private final List<Statistic> columns;
    private final boolean windowInRows;

    /** @throws BadInputException if no cell has a size */
    SizeTables(List<RunRecord> runs, List<Statistic> columns) {
        this.runs = List.copyOf(runs);
        this.labels = RunLabels.of(this.runs);
        this.columns = columns;
        this.windowInRows = hasOneWindowForEachSize();
        if (runs.stream().flatMap(run -> run.cells().stream()).noneMatch(this::shows)) {
            throw new BadInputException("--by size: nothing in these runs has a size; ./run.sh desktop RoundTrip -p size=8,64,512"
                    + " measures some");
        }
    }

    @Override
    public boolean shows(Cell cell) {
        return !PairNames.isPair(cell) && CellParameters.sizeBytes(cell).isPresent();
    }

    @Override
    public List<Table> tables() {
        List<Table> tables = new ArrayList<>();
        for (CellGroup group : groups()) {
            List<String> names = List.copyOf(names(group));
            for (int first = 0; first < names.size(); first += MOST_BESIDE_EACH_OTHER) {
                List<String> beside = names.subList(first, Math.min(names.size(), first + MOST_BESIDE_EACH_OTHER));
                if (group.isThroughput()) {
                    tables.add(
                            table(group, beside, group.title() + ", messages/s", Unit.COUNT, row -> CostText.rate(row.cell())));
                    tables.add(table(group, beside, group.title() + ", MB/s", Unit.COUNT, row -> CostText.megabytes(row.cell())));
                } else {
                    for (Statistic column : columns) {
                        tables.add(table(group, beside, group.title() + ", " + column.words() + " in µs", Unit.MICROSECONDS,
                                row -> column.of(row.metric())));
                    }
                }
            }
        }
        return tables;
    }

    @Override
    public List<CellGroup> groups() {
        List<String> differing = new ArrayList<>(List.of(CellParameters.TRANSPORT, CellParameters.WAIT, CellParameters.SIZE));
        if (windowInRows) {
            differing.add(CellParameters.WINDOW);
        }
        return CellGroup.of(runs, this::shows, differing);
    }

    @Override
    public List<Statistic> columns() {
        return columns;
    }

    /** Whether no size was measured with several windows. If one was, each window has a table. */
    private boolean hasOneWindowForEachSize() {
        Map<Integer, String> windows = new HashMap<>();
        return runs.stream().flatMap(run -> run.cells().stream())
                .filter(cell -> shows(cell) && cell.params().containsKey(CellParameters.WINDOW)).allMatch(cell -> {
                    String window = cell.params().get(CellParameters.WINDOW);
                    return window.equals(windows.computeIfAbsent(CellParameters.sizeBytes(cell).orElseThrow(), size -> window));
                });
    }

    private static Set<String> names(CellGroup group) {
        Set<String> names = new LinkedHashSet<>();
        group.rows().forEach(row -> names.add(name(row)));
        return names;
    }

    private static String name(Row row) {
        return CellParameters.transport(row.cell()).or(() -> CellParameters.threads(row.cell())).orElse("baseline");
    }

    @SuppressWarnings("ReferenceEquality") // Two runs with the same figures are two runs.
    private Table table(CellGroup group, List<String> names, String title, Unit unit, Function<Row, Value> figure) {
        List<Column> columns = new ArrayList<>(GroupedTables.leading(labels, "bytes"));
        names.forEach(name -> columns.add(Column.of(name, unit)));
        List<List<Value>> table = new ArrayList<>();
        for (RunRecord run : runs) {
            for (int size : sizes(group, run)) {
                List<Row> rows = group.rows().stream().filter(row -> row.run() == run
                        && CellParameters.sizeBytes(row.cell()).orElseThrow() == size).toList();
                List<Value> values = new ArrayList<>(GroupedTables.labels(labels, run, size + window(rows.get(0).cell())));
                for (String name : names) {
                    values.add(rows.stream().filter(row -> name(row).equals(name)).findFirst().map(figure)
                            .orElse(Value.absent()));
                }
                table.add(values);
            }
        }
        return GroupedTables.table(runs, labels, title, columns, table);
    }

    /** The window, unless the title has it. */
    private String window(Cell cell) {
        String window = cell.params().get(CellParameters.WINDOW);
        return windowInRows && window != null ? ", window " + window : "";
    }

    @SuppressWarnings("ReferenceEquality") // As above.
    private static Set<Integer> sizes(CellGroup group, RunRecord run) {
        Set<Integer> sizes = new TreeSet<>();
        group.rows().stream().filter(row -> row.run() == run)
                .forEach(row -> sizes.add(CellParameters.sizeBytes(row.cell()).orElseThrow()));
        return sizes;
    }

    @Override
    public List<String> legend() {
        return List.of("The size of a message includes its 8-byte sequence word.");
    }
}
