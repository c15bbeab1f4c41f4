package ipc.analysis.table;

import ipc.analysis.run.CellName;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A table of runs; {@link TableFormat} prints it. */
public interface TableReport {
    /** Which table it is: {@code narrow}, {@code wide}, or a grouping. */
    String kind();

    /** The runs, in the order of their rows. */
    List<RunRecord> runs();

    /** For people. */
    Document document();

    /** As Markdown, ended by a line break. */
    default String format() {
        return Markdown.render(document());
    }

    /**
     * For programs: a name and a value for each column, the same names in the same order in every row. Nanoseconds, unrounded;
     * what is not there is null. None of machines that left no run.
     */
    List<Map<String, Object>> rows();

    /** The beginning of a row: which run it is from, or why there is none. */
    static Map<String, Object> of(RunRecord run) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("machine", run.machine().name());
        values.put("started", run.absence().isPresent() ? null : run.started());
        values.put("absence", run.absence().orElse(null));
        return values;
    }

    /**
     * The beginning of a row: which cell of which run it is about.
     *
     * @param metric null where the cell has none
     */
    static Map<String, Object> of(RunRecord run, Cell cell, String metric) {
        Map<String, Object> values = of(run);
        values.put("cell", cell.id());
        values.put("benchmark", cell.benchmark());
        values.put("name", CellName.of(cell, metric == null ? "" : metric));
        values.put("metric", metric);
        // Format 1 has this name.
        values.put("status", cell.status() == Status.UNAVAILABLE ? "MISSING" : cell.status().name());
        values.put("reason", cell.reason());
        return values;
    }
}
