package ipc.analysis.document;

import java.util.List;

/**
 * A table of typed values.
 *
 * @param title   what it is about, such as {@code round trip, 64 bytes}; empty if the document says it
 * @param columns from left to right; neighbours of one group share a heading
 * @param rows    from top to bottom, each with one value for each column
 */
public record Table(String title, List<Column> columns, List<List<Value>> rows) {
    /** @throws IllegalArgumentException if a row has another number of values than there are columns */
    public Table {
        columns = List.copyOf(columns);
        rows = rows.stream().map(List::copyOf).toList();
        for (List<Value> row : rows) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException(
                        "row of " + row.size() + " values in a table of " + columns.size() + " columns");
            }
        }
    }

    /** Whether columns share headings, so that the head has two rows. */
    boolean isGrouped() {
        return columns.stream().anyMatch(column -> !column.group().isEmpty());
    }
}
