package ipc.analysis;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text on its way into a page. */
final class Html {
    private static final Pattern BOLD = Pattern.compile("\\*\\*(.+)\\*\\*(.*)", Pattern.DOTALL);
    private static final Pattern ITALIC = Pattern.compile("\\*([^*]+)\\*");
    private static final Pattern UNIT = Pattern.compile("(.*?)_\\((.+)\\)_");
    private static final Pattern FIGURE = Pattern.compile("-?[0-9]|-$");

    private Html() {
    }

    /** Fit for an element's content and for a quoted attribute, whatever it says. */
    static String escape(String text) {
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

    /**
     * A table of this program's own markdown, with what markdown has no words for: a second row of headings, headings of rows,
     * and columns that are set like figures. Emphasis is taken for what it is where the program puts it, in whole cells of
     * headings; whatever else a cell holds is its text.
     */
    static String table(String markdown) {
        return table(markdown.lines().filter(line -> !line.isEmpty()).toList());
    }

    private static String table(List<String> lines) {
        // Columns of figures are set to the right, like their headings; what stands in the others, the last row shows.
        List<Boolean> figures = cells(lines.get(lines.size() - 1)).stream()
                .map(cell -> FIGURE.matcher(cell).lookingAt()).toList();
        StringBuilder html = new StringBuilder("<div class=\"scroll\" tabindex=\"0\"><table class=\"figures\">\n<thead>\n");
        boolean head = true;
        for (int i = 0; i < lines.size(); i++) {
            List<String> cells = cells(lines.get(i));
            // The second line is markdown's rule; a second row of headings begins with an emphasised cell.
            if (i == 1) {
                continue;
            }
            if (head && i > 1 && !BOLD.matcher(cells.get(0)).matches()) {
                html.append("</thead>\n<tbody>\n");
                head = false;
            }
            html.append("<tr>");
            for (int column = 0; column < cells.size(); column++) {
                html.append(cell(cells.get(column), head, column == 0, figures.get(column)));
            }
            html.append("</tr>\n");
        }
        return html.append(head ? "</thead>\n" : "</tbody>\n").append("</table></div>\n").toString();
    }

    private static String cell(String text, boolean head, boolean first, boolean figure) {
        String element = text.isEmpty() || !head && !first ? "td" : "th";
        String scope = element.equals("td") ? "" : head ? " scope=\"col\"" : " scope=\"row\"";
        return "<" + element + scope + (first || figure ? "" : " class=\"words\"") + ">"
                + (head ? emphasised(text) : escape(text)) + "</" + element + ">";
    }

    private static String emphasised(String text) {
        Matcher bold = BOLD.matcher(text);
        if (bold.matches()) {
            return emphasised(bold.group(1)) + emphasised(bold.group(2));
        }
        Matcher italic = ITALIC.matcher(text);
        if (italic.matches()) {
            return "<i>" + escape(italic.group(1)) + "</i>";
        }
        Matcher unit = UNIT.matcher(text);
        return unit.matches() ? escape(unit.group(1)) + "<small>(" + escape(unit.group(2)) + ")</small>" : escape(text);
    }

    /** Of a row as {@link MarkdownTable} writes it: bars and backslashes inside cells are escaped. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        for (int i = 1; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c == '\\' && i + 1 < line.length()) {
                cell.append(line.charAt(++i));
            } else if (c == '|') {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else {
                cell.append(c);
            }
        }
        return cells;
    }

    /** A list of such lines; nothing if there are none. */
    static String list(List<String> lines, String style) {
        return lines.isEmpty() ? "" : lines.stream().map(line -> "<li>" + escape(line) + "</li>\n")
                .collect(Collectors.joining("", "<ul class=\"" + style + "\">\n", "</ul>\n"));
    }

    /** A table of names and what they stand for. */
    static String names(List<List<String>> rows) {
        return rows.stream().map(row -> "<tr><th scope=\"row\">" + escape(row.get(0)) + "</th>" + cells(row) + "</tr>\n")
                .collect(Collectors.joining("", "<div class=\"scroll\" tabindex=\"0\"><table>\n<tbody>\n",
                        "</tbody>\n</table></div>\n"));
    }

    private static String cells(List<String> row) {
        return row.stream().skip(1).map(cell -> "<td>" + escape(cell) + "</td>").collect(Collectors.joining());
    }
}
