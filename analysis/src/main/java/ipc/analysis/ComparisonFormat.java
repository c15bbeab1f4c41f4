package ipc.analysis;

import ipc.BadInputException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;

/** How a comparison is printed. */
public enum ComparisonFormat {
    /** For people: caveats, table, notes. */
    MARKDOWN(ComparisonMarkdown::format),
    /** For spreadsheets: one line for each cell and figure. */
    CSV(ComparisonData::csv),
    /** For programs. */
    JSON(ComparisonData::json);

    private final Function<Comparison, String> format;

    ComparisonFormat(Function<Comparison, String> format) {
        this.format = format;
    }

    /**
     * The format so named.
     *
     * @throws BadInputException if there is none
     */
    public static ComparisonFormat parse(String name) {
        return Arrays.stream(values()).filter(format -> format.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--format " + name + ": choose from "
                        + Arrays.stream(values()).map(ComparisonFormat::words).collect(Collectors.joining(", "))));
    }

    /** As it is called on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The text, ended by a line break. */
    public String format(Comparison comparison) {
        return format.apply(comparison);
    }

    /** What a reader must know beside the text: nothing where the text itself has room for it. */
    public List<String> beside(Comparison comparison) {
        return this == CSV ? new ComparisonNotes(comparison).all() : List.of();
    }
}
