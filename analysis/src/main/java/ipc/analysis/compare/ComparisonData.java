package ipc.analysis.compare;

import ipc.analysis.stats.Change;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.analysis.compare.ComparedCell.Row;
import ipc.analysis.document.Column;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * A comparison for programs, in nanoseconds and percent, unrounded. A missing value is empty in CSV and null in JSON.
 *
 * <p>Format 2 has the verdicts of {@link Verdict} ({@code slower}, {@code faster}, {@code no change}, {@code not decided}) and
 * calls the placement {@code probe_ns} and {@code probeNanos}. Format 1 had {@code worse}, {@code better},
 * {@code no difference shown} and {@code yardstick_ns}, {@code yardstickNanos}. CSV has the number in its last column.
 */
final class ComparisonData {
    /** Version of both formats; a field's meaning never changes within one. */
    private static final int FORMAT = 2;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<Column> COLUMNS = Stream.of("cell", "name", "metric", "baseline_ns", "contender_ns",
            "change_percent", "low_percent", "high_percent", "confidence", "verdict", "detail", "baseline_rounds",
            "baseline_used", "contender_rounds", "contender_used", "probe_ns", "format")
            .map(key -> Column.of(key, Unit.TEXT)).toList();

    private ComparisonData() {
    }

    /** One row for each cell and figure. */
    static Table table(Comparison comparison) {
        List<List<Value>> rows = new ArrayList<>();
        for (ComparedCell cell : comparison.cells()) {
            for (Row row : cell.rows()) {
                Change change = row.change();
                rows.add(Stream.of(cell.id(), cell.name(), row.figure().words(), row.baselineNanos(), row.contenderNanos(),
                        change == null ? null : change.percent(), change == null ? null : change.low(),
                        change == null ? null : change.high(), comparison.criteria().confidence(), row.verdict().words(),
                        row.detail(), cell.baseline().measured(), cell.baseline().used(), cell.contender().measured(),
                        cell.contender().used(), cell.probeNanos(), FORMAT).map(raw -> Value.of(raw, Unit.TEXT)).toList());
            }
        }
        return new Table("", COLUMNS, rows);
    }

    /** Verdicts by cell and figure, with what a reader must know beside them. */
    static String json(Comparison comparison) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        side(root.putObject("baseline"), comparison.baseline());
        side(root.putObject("contender"), comparison.contender());
        root.put("thresholdPercent", comparison.criteria().thresholdPercent());
        root.put("confidence", comparison.criteria().confidence());
        ArrayNode cells = root.putArray("cells");
        for (ComparedCell cell : comparison.cells()) {
            ObjectNode node = cells.addObject();
            node.put("cell", cell.id());
            node.put("name", cell.name());
            node.put("verdict", cell.verdict().words());
            node.put("baselineRounds", cell.baseline().measured());
            node.put("baselineUsed", cell.baseline().used());
            node.put("contenderRounds", cell.contender().measured());
            node.put("contenderUsed", cell.contender().used());
            node.put("probeNanos", cell.probeNanos());
            ArrayNode metrics = node.putArray("metrics");
            cell.rows().forEach(row -> metric(metrics.addObject(), row));
        }
        ComparisonNotes notes = new ComparisonNotes(comparison);
        notes.cautions().forEach(root.putArray("caveats")::add);
        notes.warnings().forEach(root.putArray("warnings")::add);
        notes.notes().forEach(root.putArray("notes")::add);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void side(ObjectNode node, Comparison.Side side) {
        node.put("directory", side.label());
        node.put("started", side.run().started());
        node.put("machine", side.run().machine().name());
    }

    private static void metric(ObjectNode node, Row row) {
        Change change = row.change();
        node.put("metric", row.figure().words());
        node.put("baselineNanos", row.baselineNanos());
        node.put("contenderNanos", row.contenderNanos());
        node.put("changePercent", change == null ? null : (Double) change.percent());
        node.put("lowPercent", change == null ? null : (Double) change.low());
        node.put("highPercent", change == null ? null : (Double) change.high());
        node.put("verdict", row.verdict().words());
        node.put("detail", row.detail());
    }
}
