package ipc.analysis.document;

import java.util.stream.Collectors;
import java.util.stream.Stream;

/** A table as comma-separated values: raw values, fields quoted where RFC 4180 wants it, lines ended by a line feed. */
public final class Csv {
    private Csv() {
    }

    /** The header and a line for each row; absent values are empty fields. */
    public static String render(Table table) {
        Stream<String> rows = table.rows().stream()
                .map(row -> row.stream().map(value -> quote(value.raw())).collect(Collectors.joining(",")));
        String header = table.columns().stream().map(column -> quote(column.key())).collect(Collectors.joining(","));
        return Stream.concat(Stream.of(header), rows).map(line -> line + "\n").collect(Collectors.joining());
    }

    /** A spreadsheet takes a text that begins so for a formula, unless an apostrophe comes first. */
    private static String noFormula(String text) {
        return text.matches("(?s)[=+@\\t\r-].*") ? "'" + text : text;
    }

    private static String quote(Object field) {
        String text = field == null ? "" : field instanceof String words ? noFormula(words) : field.toString();
        return text.matches("(?s).*[\",\r\n].*") ? "\"" + text.replace("\"", "\"\"") + "\"" : text;
    }
}
