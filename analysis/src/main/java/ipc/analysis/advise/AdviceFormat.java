package ipc.analysis.advise;

import ipc.BadInputException;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** The formats of advice. */
public enum AdviceFormat {
    /** For people. */
    MARKDOWN,
    /** For programs. */
    JSON;

    /**
     * The format of that name.
     *
     * @throws BadInputException if there is none
     */
    public static AdviceFormat parse(String name) {
        return Arrays.stream(values()).filter(format -> format.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--format " + name + ": choose from "
                        + Arrays.stream(values()).map(AdviceFormat::words).collect(Collectors.joining(", ")) + "."));
    }

    /** The name on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }
}
