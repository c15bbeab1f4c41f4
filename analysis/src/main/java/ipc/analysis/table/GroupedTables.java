package ipc.analysis.table;

import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.run.Statistic;
import ipc.analysis.document.Column;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.List;

/** The tables of one {@link Grouping}. */
interface GroupedTables {
    /** For people. */
    List<Table> tables();

    /** The cells, table by table. */
    List<CellGroup> groups();

    /** The figures that they show. */
    List<Statistic> columns();

    /** Whether one of the tables shows the cell. */
    boolean shows(Cell cell);

    /** Notes on the cells of one run that only these tables need. */
    default List<String> notes(RunRecord run, List<Cell> shown) {
        return List.of();
    }

    /** How to read them. */
    List<String> legend();

    /** The first columns of a table: the machine, if there are several runs, then the label. */
    static List<Column> leading(RunLabels runs, String label) {
        Column labels = Column.of(label, Unit.TEXT);
        return runs.labels().size() > 1 ? List.of(Column.of(runs.heading(), Unit.TEXT), labels) : List.of(labels);
    }

    /** The first values of a row, in the order of {@link #leading}. */
    static List<Value> labels(RunLabels runs, RunRecord run, String label) {
        Value labels = Value.text(label);
        return runs.labels().size() > 1 ? List.of(Value.text(runs.of(run)), labels) : List.of(labels);
    }

    /** A table of these rows and, below them, a row of dashes for each machine without a run. */
    static Table table(List<RunRecord> runs, RunLabels labels, String title, List<Column> columns, List<List<Value>> rows) {
        List<List<Value>> all = new ArrayList<>(rows);
        runs.stream().filter(run -> run.absence().isPresent())
                .forEach(run -> all.add(RunText.absentRow(labels.of(run), columns)));
        return new Table(title, columns, all);
    }
}
