package ipc.analysis;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table for programs: nanoseconds, unrounded; what is not there is empty (CSV) or null (JSON). */
final class TableData {
    /** Version of both formats; a field's meaning never changes within one. */
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TableData() {
    }

    /** One line for each row below a header; nothing where there are no rows. */
    static String csv(TableReport table) {
        List<Map<String, Object>> rows = rows(table);
        List<List<Object>> lines = new ArrayList<>();
        rows.stream().limit(1).forEach(first -> lines.add(new ArrayList<>(first.keySet())));
        rows.forEach(row -> lines.add(new ArrayList<>(row.values())));
        return Csv.format(lines);
    }

    static String json(TableReport table) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("table", table.kind());
        ArrayNode runs = root.putArray("runs");
        table.runs().forEach(run -> put(runs.addObject(), run));
        root.set("rows", JSON.valueToTree(rows(table)));
        table.text().caveatLines().forEach(root.putArray("caveats")::add);
        table.text().notes().forEach(root.putArray("notes")::add);
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The table's and, below them, one for each machine that left no run, with nothing in it but the reason. */
    private static List<Map<String, Object>> rows(TableReport table) {
        List<Map<String, Object>> rows = new ArrayList<>(table.rows());
        Set<String> columns = rows.isEmpty() ? Set.of() : rows.get(0).keySet();
        table.runs().stream().filter(run -> run.absence().isPresent()).forEach(run -> {
            Map<String, Object> values = TableReport.of(run);
            columns.forEach(column -> values.putIfAbsent(column, null));
            rows.add(values);
        });
        return rows;
    }

    private static void put(ObjectNode node, RunRecord run) {
        node.put("machine", run.machine().name());
        node.put("absence", run.absence().orElse(null));
        if (run.absence().isPresent()) {
            return;
        }
        node.put("started", run.started());
        node.put("profile", run.profile());
        node.put("rounds", run.rounds());
        node.put("complete", run.complete());
    }
}
