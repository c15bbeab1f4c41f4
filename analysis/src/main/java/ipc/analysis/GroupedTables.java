package ipc.analysis;

import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import java.util.List;

/** The tables of one {@link Grouping}. */
interface GroupedTables {
    /** Each as markdown, ended by a line break. */
    List<String> format();

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

    /** The leading cells of a row or header: the machine, where there are several runs, then a label. */
    static List<String> leading(List<RunRecord> runs, String machine, String label) {
        return runs.size() > 1 ? List.of(machine, label) : List.of(label);
    }

    /** Rows of dashes of the machines that left no run, below those that did. */
    static void addAbsent(List<RunRecord> runs, MarkdownTable table) {
        runs.stream().filter(run -> run.absence().isPresent())
                .forEach(run -> table.add(RunText.absentRow(run, table.columns(), 2)));
    }
}
