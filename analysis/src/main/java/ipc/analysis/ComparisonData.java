package ipc.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.analysis.ComparedCell.Row;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A comparison for programs: nanoseconds and percent, unrounded; what is not there is empty (CSV) or null (JSON). */
final class ComparisonData {
    /** Version of both formats; a field's meaning never changes within one. */
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ComparisonData() {
    }

    /** One line for each cell and figure below a header; fields quoted where RFC 4180 wants it, lines ended by a line feed. */
    static String csv(Comparison comparison) {
        List<List<Object>> lines = new ArrayList<>();
        lines.add(List.of("cell", "name", "metric", "baseline_ns", "contender_ns", "change_percent", "low_percent",
                "high_percent", "confidence", "verdict", "detail", "baseline_rounds", "baseline_used", "contender_rounds",
                "contender_used", "yardstick_ns"));
        for (ComparedCell cell : comparison.cells()) {
            for (Row row : cell.rows()) {
                Change change = row.change();
                lines.add(Arrays.asList(cell.id(), cell.name(), row.figure().words(), row.baselineNanos(), row.contenderNanos(),
                        change == null ? null : change.percent(), change == null ? null : change.low(),
                        change == null ? null : change.high(), comparison.criteria().confidence(), row.verdict().words(),
                        row.detail(), cell.baseline().measured(), cell.baseline().used(), cell.contender().measured(),
                        cell.contender().used(), cell.probeNanos()));
            }
        }
        return Csv.format(lines);
    }

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
            node.put("yardstickNanos", cell.probeNanos());
            ArrayNode metrics = node.putArray("metrics");
            cell.rows().forEach(row -> metric(metrics.addObject(), row));
        }
        ComparisonNotes notes = new ComparisonNotes(comparison);
        notes.caveats().forEach(root.putArray("caveats")::add);
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
