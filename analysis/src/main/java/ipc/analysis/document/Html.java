package ipc.analysis.document;

import java.util.List;
import java.util.stream.Collectors;

/** Parts of a document as HTML. Every text from outside is escaped. */
public final class Html {
    private Html() {
    }

    /** Fit for an element's content and for a quoted attribute, whatever it says. */
    public static String escape(String text) {
        StringBuilder escaped = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> escaped.append("&amp;");
                case '<' -> escaped.append("&lt;");
                case '>' -> escaped.append("&gt;");
                case '"' -> escaped.append("&quot;");
                case '\'' -> escaped.append("&#39;");
                default -> escaped.append(c);
            }
        }
        return escaped.toString();
    }

    /** A whole document; the page around it is the caller's. */
    public static String render(Document document) {
        StringBuilder html = new StringBuilder();
        String head = document.head();
        if (!head.isEmpty()) {
            html.append("<p>").append(escape(head)).append("</p>\n");
        }
        html.append(list(document.cautions(), "cautions"));
        document.tables().forEach(table -> html.append(render(table)));
        document.findings().forEach(section -> html.append(render(section)));
        html.append(render(new Section("Warnings", document.warnings())));
        document.notes().forEach(section -> html.append(render(section)));
        if (!document.closing().isEmpty()) {
            html.append("<p>").append(escape(document.closing())).append("</p>\n");
        }
        return html.toString();
    }

    /** A section; nothing if it is empty. */
    public static String render(Section section) {
        if (section.isEmpty()) {
            return "";
        }
        String heading = section.heading().isEmpty() ? "" : "<h3>" + escape(section.heading()) + "</h3>\n";
        return heading + section.tables().stream().map(Html::render).collect(Collectors.joining())
                + list(section.lines(), "notes");
    }

    /** A table whose shared headings span their columns. */
    public static String render(Table table) {
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table class=\"figures\">\n");
        if (!table.title().isEmpty()) {
            html.append("<caption>").append(escape(table.title())).append("</caption>\n");
        }
        html.append("<thead>\n");
        if (table.isGrouped()) {
            html.append("<tr>").append(groups(table.columns())).append("</tr>\n<tr>");
        } else {
            html.append("<tr>");
        }
        for (int column = 0; column < table.columns().size(); column++) {
            if (!table.isGrouped() || !table.columns().get(column).group().isEmpty()) {
                html.append(head(table.columns(), column, ""));
            }
        }
        html.append("</tr>\n</thead>\n<tbody>\n");
        for (List<Value> row : table.rows()) {
            html.append("<tr>");
            for (int column = 0; column < row.size(); column++) {
                html.append(cell(table.columns(), column, row.get(column)));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    private static String groups(List<Column> columns) {
        StringBuilder html = new StringBuilder();
        for (int column = 0; column < columns.size(); column++) {
            String group = columns.get(column).group();
            if (group.isEmpty()) {
                html.append(head(columns, column, " rowspan=\"2\""));
                continue;
            }
            int span = 1;
            while (column + 1 < columns.size() && columns.get(column + 1).group().equals(group)) {
                span++;
                column++;
            }
            html.append("<th scope=\"colgroup\" colspan=\"").append(span).append("\" class=\"begins\">").append(escape(group))
                    .append("</th>");
        }
        return html.toString();
    }

    private static String head(List<Column> columns, int column, String span) {
        return "<th scope=\"col\"" + span + style(columns, column) + ">" + escape(columns.get(column).heading()) + "</th>";
    }

    private static String cell(List<Column> columns, int column, Value value) {
        String element = column == 0 ? "th" : "td";
        return "<" + element + (column == 0 ? " scope=\"row\"" : "") + style(columns, column) + ">" + escape(value.text()) + "</"
                + element + ">";
    }

    /** The first column of a group begins with a line. */
    private static String style(List<Column> columns, int column) {
        String group = columns.get(column).group();
        boolean begins = !group.isEmpty() && (column == 0 || !columns.get(column - 1).group().equals(group));
        String style = (columns.get(column).unit().isFigure() ? "" : "words ") + (begins ? "begins " : "");
        return style.isEmpty() ? "" : " class=\"" + style.strip() + "\"";
    }

    /** A list; nothing if there are no lines. */
    public static String list(List<String> lines, String style) {
        return lines.isEmpty() ? "" : lines.stream().map(line -> "<li>" + escape(line) + "</li>\n")
                .collect(Collectors.joining("", "<ul class=\"" + style + "\">\n", "</ul>\n"));
    }

    /** A table without a head; the first text of each row is its heading. */
    public static String names(List<List<String>> rows) {
        return rows.stream().map(row -> "<tr><th scope=\"row\">" + escape(row.get(0)) + "</th>" + cells(row) + "</tr>\n")
                .collect(Collectors.joining("", "<div class=\"scroll\" tabindex=\"0\"><table>\n<tbody>\n",
                        "</tbody>\n</table></div>\n"));
    }

    private static String cells(List<String> row) {
        return row.stream().skip(1).map(cell -> "<td>" + escape(cell) + "</td>").collect(Collectors.joining());
    }
}
