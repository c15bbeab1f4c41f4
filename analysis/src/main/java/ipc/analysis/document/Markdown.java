package ipc.analysis.document;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A document as Markdown. A terminal shows the same text: table sources are aligned, and prose is wrapped at {@link #WIDTH}
 * columns. Tables are never wrapped.
 */
public final class Markdown {
    /** The widest line of prose, in columns. */
    public static final int WIDTH = 100;

    private static final int NARROWEST = 3;
    private static final Pattern TAG = Pattern.compile("<(?=[A-Za-z/!?])");

    private Markdown() {
    }

    /** The text, ended by a line break. */
    public static String render(Document document) {
        List<String> blocks = new ArrayList<>();
        String head = document.head();
        // Markdown takes a list right below a paragraph for a list.
        if (!head.isEmpty() || !document.cautions().isEmpty()) {
            blocks.add((head.isEmpty() ? "" : wrap(head, "", "")) + list(document.cautions()));
        }
        document.tables().forEach(table -> addTable(blocks, table));
        document.findings().forEach(section -> addSection(blocks, section));
        addSection(blocks, new Section("Warnings", document.warnings()));
        for (Section section : document.notes()) {
            if (!section.isEmpty() && !section.heading().isEmpty()) {
                blocks.add("### " + section.heading() + "\n");
            }
            section.tables().forEach(table -> addTable(blocks, table));
            if (!section.lines().isEmpty()) {
                blocks.add(list(section.lines()));
            }
        }
        if (!document.closing().isEmpty()) {
            blocks.add(wrap(document.closing(), "", ""));
        }
        return String.join("\n", blocks);
    }

    private static void addTable(List<String> blocks, Table table) {
        blocks.add((table.title().isEmpty() ? "" : wrap(table.title() + ":", "", "") + "\n") + render(table));
    }

    private static void addSection(List<String> blocks, Section section) {
        if (!section.lines().isEmpty()) {
            blocks.add((section.heading().isEmpty() ? "" : wrap(section.heading() + ":", "", "")) + list(section.lines()));
        }
    }

    private static String list(List<String> lines) {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(wrap(line, "- ", "  ")));
        return text.toString();
    }

    /** Breaks between words only; a word longer than the line has one of its own. */
    private static String wrap(String text, String first, String next) {
        StringBuilder wrapped = new StringBuilder();
        StringBuilder line = new StringBuilder(first);
        boolean empty = true;
        for (String word : harmless(text.replaceAll("\\R", " ")).split(" +")) {
            if (!empty && length(line) + 1 + length(word) > WIDTH) {
                wrapped.append(line).append('\n');
                line = new StringBuilder(next);
                empty = true;
            }
            line.append(empty ? "" : " ").append(word);
            empty = false;
        }
        return wrapped.append(line).append('\n').toString();
    }

    /** A table with an aligned source, ended by a line break. */
    public static String render(Table table) {
        List<List<String>> lines = new ArrayList<>();
        List<String> headings = table.columns().stream().map(Column::heading).toList();
        if (table.isGrouped()) {
            List<String> groups = new ArrayList<>();
            String previous = "";
            for (Column column : table.columns()) {
                // A column that stands alone has its heading in the first row, where Markdown wants one.
                groups.add(column.group().isEmpty() ? column.heading() : column.group().equals(previous) ? "" : column.group());
                previous = column.group();
            }
            lines.add(groups);
            lines.add(table.columns().stream().map(column -> column.group().isEmpty() ? "" : column.heading()).toList());
        } else {
            lines.add(headings);
        }
        table.rows().forEach(row -> lines.add(row.stream().map(Value::text).toList()));
        return align(table.columns(), lines.stream().map(line -> line.stream().map(Markdown::escape).toList()).toList());
    }

    private static String align(List<Column> columns, List<List<String>> lines) {
        int[] widths = new int[columns.size()];
        for (int column = 0; column < widths.length; column++) {
            widths[column] = NARROWEST;
            for (List<String> line : lines) {
                widths[column] = Math.max(widths[column], length(line.get(column)));
            }
        }
        StringBuilder text = new StringBuilder();
        for (int line = 0; line < lines.size(); line++) {
            for (int column = 0; column < widths.length; column++) {
                String cell = lines.get(line).get(column);
                String room = " ".repeat(widths[column] - length(cell));
                text.append("| ").append(columns.get(column).unit().isFigure() ? room + cell : cell + room).append(' ');
            }
            text.append("|\n");
            if (line == 0) {
                for (int column = 0; column < widths.length; column++) {
                    text.append('|').append("-".repeat(widths[column] + 1))
                            .append(columns.get(column).unit().isFigure() ? ':' : '-');
                }
                text.append("|\n");
            }
        }
        return text.toString();
    }

    /** A bar would end the cell, a line break the table. */
    private static String escape(String cell) {
        return harmless(cell.replace("\\", "\\\\").replace("|", "\\|").replaceAll("\\R", " "));
    }

    /** A text from outside, such as a machine's name, must not become a tag, an image or a link. */
    private static String harmless(String text) {
        return TAG.matcher(text).replaceAll("\\\\<").replace("](", "]\\(");
    }

    private static int length(CharSequence text) {
        return Character.codePointCount(text, 0, text.length());
    }
}
