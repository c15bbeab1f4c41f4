package ipc.analysis.document;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A table as JSON: raw values under the keys of their columns. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {
    }

    /** One object for each row; absent values are null. */
    public static ArrayNode render(Table table) {
        ArrayNode rows = MAPPER.createArrayNode();
        table.rows().forEach(row -> {
            ObjectNode object = rows.addObject();
            for (int column = 0; column < row.size(); column++) {
                object.set(table.columns().get(column).key(), MAPPER.valueToTree(row.get(column).raw()));
            }
        });
        return rows;
    }
}
