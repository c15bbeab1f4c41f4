package ipc.analysis.table;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.analysis.document.Column;
import ipc.analysis.document.Csv;
import ipc.analysis.document.Document;
import ipc.analysis.document.Json;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** A table for programs: unrounded nanoseconds; an absent value is empty in CSV and null in JSON. */
final class TableData {
    /** Version of both formats; a field's meaning never changes within one. */
    private static final int FORMAT = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private TableData() {
    }

    /** A header and one line for each row; empty if there are no rows. */
    static String csv(TableReport report) {
        Table table = table(report);
        return table.rows().isEmpty() ? "" : Csv.render(table);
    }

    static String json(TableReport report) {
        ObjectNode root = JSON.createObjectNode();
        root.put("format", FORMAT);
        root.put("table", report.kind());
        ArrayNode runs = root.putArray("runs");
        report.runs().forEach(run -> put(runs.addObject(), run));
        root.set("rows", Json.render(table(report)));
        Document document = report.document();
        document.cautions().forEach(root.putArray("caveats")::add);
        ArrayNode notes = root.putArray("notes");
        document.findings().stream().map(Section::lines).forEach(lines -> lines.forEach(notes::add));
        document.warnings().forEach(notes::add);
        document.notes().stream().map(Section::lines).forEach(lines -> lines.forEach(notes::add));
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The report's rows. Below them, a machine without a run has a row with nothing but the reason. */
    private static Table table(TableReport report) {
        List<Map<String, Object>> rows = new ArrayList<>(report.rows());
        report.runs().stream().filter(run -> run.absence().isPresent()).map(TableReport::of).forEach(rows::add);
        Set<String> keys = rows.isEmpty() ? Set.of() : rows.get(0).keySet();
        return new Table("", keys.stream().map(key -> Column.of(key, Unit.TEXT)).toList(),
                rows.stream().map(row -> keys.stream().map(key -> Value.of(row.get(key), Unit.TEXT)).toList()).toList());
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
