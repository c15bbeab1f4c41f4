package ipc.analysis.table;

import ipc.BadInputException;
import ipc.analysis.document.Markdown;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The formats of a table. */
public enum TableFormat {
    /** For people and terminals: cautions, tables, findings, warnings and notes. */
    MARKDOWN(report -> Markdown.render(report.document())),
    /** For spreadsheets: one line for each row. */
    CSV(TableData::csv),
    /** For programs. */
    JSON(TableData::json),
    /** For people: a page of its own. */
    HTML(TableHtml::format);

    private final Function<TableReport, String> format;

    TableFormat(Function<TableReport, String> format) {
        this.format = format;
    }

    /**
     * The format with this name.
     *
     * @throws BadInputException if there is none
     */
    public static TableFormat parse(String name) {
        return Arrays.stream(values()).filter(format -> format.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--format " + name + ": choose from "
                        + Arrays.stream(values()).map(TableFormat::words).collect(Collectors.joining(", "))));
    }

    /** Its name on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text, ended by a line break. */
    public String format(TableReport report) {
        return format.apply(report);
    }

    /** Lines that a reader needs and that this format has no room for; empty for most formats. */
    public List<String> beside(TableReport report) {
        return this == CSV ? report.document().lines() : List.of();
    }
}
