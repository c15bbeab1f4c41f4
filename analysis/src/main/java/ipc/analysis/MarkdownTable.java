package ipc.analysis;

import java.util.ArrayList;
import java.util.List;

/** A markdown table whose source is aligned too. The first row is the header. */
final class MarkdownTable {
    private static final int NARROWEST = 3;

    private final List<List<String>> rows = new ArrayList<>();

    /** @throws IllegalArgumentException if the row has another number of cells than the first */
    void add(List<String> cells) {
        if (!rows.isEmpty() && rows.get(0).size() != cells.size()) {
            throw new IllegalArgumentException("row of " + cells.size() + " cells in a table of " + rows.get(0).size());
        }
        rows.add(cells.stream().map(MarkdownTable::escape).toList());
    }

    /** How many rows have been added, the header among them. */
    int rows() {
        return rows.size();
    }

    /** How many cells a row has. */
    int columns() {
        return rows.get(0).size();
    }

    /** A bar would end the cell, a line break the table. */
    private static String escape(String cell) {
        return cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " ");
    }

    String format() {
        int columns = rows.get(0).size();
        int[] widths = new int[columns];
        for (int column = 0; column < columns; column++) {
            widths[column] = NARROWEST;
            for (List<String> row : rows) {
                widths[column] = Math.max(widths[column], length(row.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < columns; column++) {
                String cell = rows.get(row).get(column);
                text.append("| ").append(cell).append(" ".repeat(widths[column] - length(cell))).append(' ');
            }
            text.append("|\n");
            if (row == 0) {
                for (int width : widths) {
                    text.append('|').append("-".repeat(width + 2));
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    private static int length(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
