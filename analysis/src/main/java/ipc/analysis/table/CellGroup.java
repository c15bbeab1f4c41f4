package ipc.analysis.table;

import ipc.analysis.run.CellName;
import ipc.analysis.run.CellParameters;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Cells of one table, from any number of runs: they share a metric and all parameters that its rows and columns do not show.
 *
 * @param title  what they have in common
 * @param metric the metric's name; empty if the benchmark has no histogram
 * @param rows   in the order of the runs and their cells
 */
public record CellGroup(String title, String metric, List<Row> rows) {
    /**
     * A cell of a run.
     *
     * @param metric the shown metric; empty if the cell was not measured, or if it has no histogram
     */
    record Row(RunRecord run, Cell cell, Optional<Metric> metric) {
    }

    /**
     * Puts cells in groups.
     *
     * @param wanted    which cells
     * @param differing parameters in which the cells of one group may differ
     */
    static List<CellGroup> of(List<RunRecord> runs, Predicate<Cell> wanted, List<String> differing) {
        Map<Kind, Set<String>> known = metrics(runs);
        Map<String, CellGroup> groups = new LinkedHashMap<>();
        for (RunRecord run : runs) {
            for (Cell cell : run.cells()) {
                if (wanted.test(cell)) {
                    // A cell without figures stands, with its dashes, where its benchmark's others have theirs.
                    boolean main = true;
                    for (String name : metrics(known, cell)) {
                        groups.computeIfAbsent(CellName.without(differing, cell, main ? "" : name),
                                title -> new CellGroup(title, name, new ArrayList<>())).rows
                                .add(new Row(run, cell, metric(cell, name)));
                        main = false;
                    }
                }
            }
        }
        return List.copyOf(groups.values());
    }

    private static Optional<Metric> metric(Cell cell, String name) {
        return cell.metrics().stream().filter(metric -> metric.name().equals(name)).findFirst();
    }

    /** Cells of a kind have the same metrics. */
    private record Kind(String benchmark, boolean paced) {
        static Kind of(Cell cell) {
            return new Kind(cell.benchmark(), CellParameters.rateHz(cell).isPresent());
        }
    }

    private static Map<Kind, Set<String>> metrics(List<RunRecord> runs) {
        Map<Kind, Set<String>> metrics = new HashMap<>();
        runs.stream().flatMap(run -> run.cells().stream()).filter(cell -> !cell.metrics().isEmpty())
                .forEach(cell -> metrics.computeIfAbsent(Kind.of(cell), kind -> new LinkedHashSet<>()).addAll(names(cell)));
        return metrics;
    }

    private static List<String> metrics(Map<Kind, Set<String>> known, Cell cell) {
        List<String> names = !cell.metrics().isEmpty() ? names(cell) : List.copyOf(known.getOrDefault(Kind.of(cell), Set.of()));
        return names.isEmpty() ? List.of("") : names;
    }

    private static List<String> names(Cell cell) {
        return cell.metrics().stream().map(Metric::name).toList();
    }

    boolean isThroughput() {
        return isThroughput(rows.get(0).cell());
    }

    /** Whether the cell measures a stream of messages. */
    public static boolean isThroughput(Cell cell) {
        return cell.benchmark().equals(CellParameters.THROUGHPUT);
    }
}
