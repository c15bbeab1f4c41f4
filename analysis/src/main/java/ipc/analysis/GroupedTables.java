package ipc.analysis;

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

    /** What is in them, table by table. */
    List<CellGroup> groups();

    /** Which of the latencies' figures they show. */
    List<Statistic> columns();

    /** Whether a cell has its place in one of them. */
    boolean shows(Cell cell);

    /** What is to be said about the cells of one run beside what every table says. */
    List<String> notes(RunRecord run, List<Cell> shown);

    /** How to read them. */
    List<String> legend();

    /** The first columns of a table: the machine, if there are several runs, then the label. */
    static List<Column> leading(List<RunRecord> runs, String label) {
        Column labels = Column.of(label, Unit.TEXT);
        return runs.size() > 1 ? List.of(Column.of("machine", Unit.TEXT), labels) : List.of(labels);
    }

    /** The first values of a row, in the order of {@link #leading}. */
    static List<Value> labels(List<RunRecord> runs, RunRecord run, String label) {
        Value labels = Value.text(label);
        return runs.size() > 1 ? List.of(Value.text(run.machine().name()), labels) : List.of(labels);
    }

    /** A table of these rows and, below them, a row of dashes for each machine without a run. */
    static Table table(List<RunRecord> runs, String title, List<Column> columns, List<List<Value>> rows) {
        List<List<Value>> all = new ArrayList<>(rows);
        runs.stream().filter(run -> run.absence().isPresent()).forEach(run -> all.add(RunText.absentRow(run, columns)));
        return new Table(title, columns, all);
    }
}
