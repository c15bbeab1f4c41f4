package ipc.analysis;

import ipc.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a table is printed. */
public enum TableFormat {
    /** For people: caveats, table, notes; ready to be pasted into a report. */
    MARKDOWN(table -> table.text().markdown()),
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
     * The format so named.
     *
     * @throws BadInputException if there is none
     */
    public static TableFormat parse(String name) {
        return Arrays.stream(values()).filter(format -> format.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--format " + name + ": choose from "
                        + Arrays.stream(values()).map(TableFormat::words).collect(Collectors.joining(", "))));
    }

    /** As it is called on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text, ended by a line break. */
    public String format(TableReport table) {
        return format.apply(table);
    }

    /** What a reader must know beside the text: nothing where the text itself has room for it. */
    public List<String> beside(TableReport table) {
        return this == CSV ? table.text().said() : List.of();
    }
}
