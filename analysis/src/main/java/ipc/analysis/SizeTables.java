package ipc.analysis;

import ipc.BadInputException;
import ipc.analysis.CellGroup.Row;
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
 * How a figure grows with the message: one row for every size, transports beside each other, one table for each figure. Of
 * throughput, messages and bytes a second, and in each row how many were under way. Baselines have tables of their own.
 */
final class SizeTables implements GroupedTables {
    static final List<Statistic> USUAL = List.of(Statistic.MEAN, Statistic.P99);
    /** More would not fit a screen; a table of more transports goes on in another. */
    private static final int MOST_BESIDE_EACH_OTHER = 8;

    private final List<RunRecord> runs;
    private final List<Statistic> columns;
    private final boolean windowInRows;

    /** @throws BadInputException if no cell has a size */
    SizeTables(List<RunRecord> runs, List<Statistic> columns) {
        this.runs = List.copyOf(runs);
        this.columns = columns;
        this.windowInRows = hasOneWindowForEachSize();
        if (runs.stream().flatMap(run -> run.cells().stream()).noneMatch(this::shows)) {
            throw new BadInputException("--by size: nothing in these runs has a size; ./run.sh desktop RoundTrip -p size=8,64,512"
                    + " measures some");
        }
    }

    @Override
    public boolean shows(Cell cell) {
        return !PairedVerdict.isAbout(cell) && CellParameters.sizeBytes(cell).isPresent();
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

    /** So it is where the window goes by the size; where several were measured of a size, each has a table. */
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
        List<Column> columns = new ArrayList<>(GroupedTables.leading(runs, "bytes"));
        names.forEach(name -> columns.add(Column.of(name, unit)));
        List<List<Value>> table = new ArrayList<>();
        for (RunRecord run : runs) {
            for (int size : sizes(group, run)) {
                List<Row> rows = group.rows().stream().filter(row -> row.run() == run
                        && CellParameters.sizeBytes(row.cell()).orElseThrow() == size).toList();
                List<Value> values = new ArrayList<>(GroupedTables.labels(runs, run, size + window(rows.get(0).cell())));
                for (String name : names) {
                    values.add(rows.stream().filter(row -> name(row).equals(name)).findFirst().map(figure)
                            .orElse(Value.absent()));
                }
                table.add(values);
            }
        }
        return GroupedTables.table(runs, title, columns, table);
    }

    /** Where it is no part of the title. */
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
    public List<String> notes(RunRecord run, List<Cell> shown) {
        return List.of();
    }

    @Override
    public List<String> legend() {
        return List.of("a message's size contains its 8-byte sequence word.");
    }
}
