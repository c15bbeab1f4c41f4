package ipc.analysis.compare;

import ipc.BadInputException;
import ipc.analysis.document.Csv;
import ipc.analysis.document.Markdown;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats of a comparison. */
public enum ComparisonFormat {
    /** For people. */
    MARKDOWN,
    /** For spreadsheets: one line for each cell and figure. */
    CSV,
    /** For programs. */
    JSON;

    /**
     * The format of that name.
     *
     * @throws BadInputException if there is none
     */
    public static ComparisonFormat parse(String name) {
        return Arrays.stream(values()).filter(format -> format.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--format " + name + ": choose from "
                        + Arrays.stream(values()).map(ComparisonFormat::words).collect(Collectors.joining(", ")) + "."));
    }

    /** The name on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /**
     * The text, ended by a line break.
     *
     * @param detailed whether people see every figure and all notes; programs always do
     */
    public String format(Comparison comparison, boolean detailed) {
        return switch (this) {
            case MARKDOWN -> Markdown.render(
                    detailed ? ComparisonDocument.detailed(comparison) : ComparisonDocument.brief(comparison));
            case CSV -> Csv.render(ComparisonData.table(comparison));
            case JSON -> ComparisonData.json(comparison);
        };
    }

    /** Lines for standard error; none if the text itself has room for them. */
    public List<String> beside(Comparison comparison) {
        return this == CSV ? new ComparisonNotes(comparison).all() : List.of();
    }
}
