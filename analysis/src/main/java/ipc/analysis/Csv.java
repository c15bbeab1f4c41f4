package ipc.analysis;

import java.util.List;
import java.util.stream.Collectors;

/** Comma-separated values: fields quoted where RFC 4180 wants it, lines ended by a line feed. */
final class Csv {
    private Csv() {
    }

    /** @param lines of fields, the header first; null is an empty field */
    static String format(List<List<Object>> lines) {
        return lines.stream().map(line -> line.stream().map(Csv::quote).collect(Collectors.joining(",")) + "\n")
                .collect(Collectors.joining());
    }

    private static String quote(Object field) {
        String text = field == null ? "" : field.toString();
        return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
