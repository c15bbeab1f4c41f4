package ipc.analysis.table;

import ipc.analysis.run.RunLabels;
import ipc.analysis.run.RunText;
import ipc.analysis.run.Statistic;
import ipc.analysis.document.Column;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The published measurements of plusk01/tests, folder {@code unix_ipc}, in microseconds: one way, a message every 2 ms,
 * process-shared mutex and condition variable, unpinned, one run each.
 */
final class PublishedTable {
    /** Says how the rows were taken. */
    static final String NOTE = "Published rows: plusk01/tests, unix_ipc, in C++. One way, a message every 2 ms to a sleeping"
            + " receiver, unpinned, one run. Compare them with rows \"one way, every 2 ms\". The Flight Pro has no shared memory.";

    /** A label and six figures each. */
    static final List<List<String>> ROWS = List.of(
            List.of("Ubuntu 16.04 i7 Desktop (published)", "15", "58", "333", "5", "48", "609"),
            List.of("Snapdragon Flight, Eagle, 8074 (published)", "38", "136", "4878", "40", "150", "2081"),
            List.of("Snapdragon Flight Pro, Excelsior, 8096 (published)", "-", "-", "-", "80", "390", "11000"));

    private static final double NANOS_PER_MICRO = 1000;

    private PublishedTable() {
    }

    private static final List<Statistic> FIGURES = List.of(Statistic.MIN, Statistic.MEAN, Statistic.MAX);

    /** The published rows below those of these runs, in the published shape. */
    static Table table(List<RunRecord> runs) {
        List<Column> columns = new ArrayList<>(List.of(Column.of("machine, latency in µs", Unit.TEXT)));
        for (String side : List.of("shmem", "mmap")) {
            FIGURES.forEach(figure -> columns.add(new Column(side + "_" + figure.words() + "_ns", side, figure.words(),
                    Unit.MICROSECONDS)));
        }
        List<List<Value>> rows = new ArrayList<>();
        List<String> labels = RunLabels.withSystem(runs);
        for (int i = 0; i < runs.size(); i++) {
            RunRecord run = runs.get(i);
            if (run.absence().isPresent()) {
                rows.add(RunText.absentRow(labels.get(i), columns));
            }
            for (TimingRow row : TimingRow.select(run)) {
                List<Value> values = new ArrayList<>(List.of(Value.text(labels.get(i) + " - " + row.label())));
                row.sides().forEach(side -> FIGURES.forEach(figure -> values.add(figure.coarse(row.metricOf(side.cell())))));
                rows.add(values);
            }
        }
        for (List<String> row : ROWS) {
            List<Value> values = new ArrayList<>(List.of(Value.text(row.get(0))));
            row.stream().skip(1).forEach(micros -> values.add(new Value(nanos(micros), micros)));
            rows.add(values);
        }
        return new Table("", columns, rows);
    }

    /** The same for programs. */
    static List<Map<String, Object>> rows() {
        return ROWS.stream().map(row -> {
            Map<String, Object> values = new LinkedHashMap<>();
            values.put("machine", row.get(0));
            values.put("started", null);
            values.put("absence", null);
            values.put("method", "one way, condvar, every 2 ms");
            values.put("published", true);
            put(values, "shmem", row.subList(1, 4));
            put(values, "mmap", row.subList(4, 7));
            return values;
        }).toList();
    }

    private static void put(Map<String, Object> values, String side, List<String> figures) {
        values.put(side + "_operations", null);
        values.put(side + "_min_ns", nanos(figures.get(0)));
        values.put(side + "_mean_ns", nanos(figures.get(1)));
        values.put(side + "_max_ns", nanos(figures.get(2)));
        values.put(side + "_reason", figures.contains(Value.NONE) ? "not published" : "");
    }

    private static Double nanos(String micros) {
        return micros.equals(Value.NONE) ? null : (Double) (NANOS_PER_MICRO * Double.parseDouble(micros));
    }
}
