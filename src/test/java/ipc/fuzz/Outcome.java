package ipc.fuzz;

import ipc.BadInputException;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;

/**
 * The allowed results of any input: a result, or one clear line. Any other exception is a finding, and so is reaching a limit on
 * time or memory.
 */
public final class Outcome {
    private static final int LONGEST_LINE_CHARS = 2500;
    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern CONTROL_BUT_LINE_END = Pattern.compile("[\\p{Cc}&&[^\n]]");

    private Outcome() {
    }

    /**
     * Requires one of the two.
     *
     * @param reader reads them, and returns what it would print
     * @return whether that is a result
     */
    public static boolean of(Callable<String> reader) throws Exception {
        String text;
        try {
            text = reader.call();
        } catch (BadInputException e) {
            requireClear(e.getMessage());
            e.suggestion().ifPresent(Outcome::requireClear);
            return false;
        }
        if (CONTROL_BUT_LINE_END.matcher(text).find()) {
            throw new AssertionError("a control character is printed: " + text);
        }
        return true;
    }

    /** One line that a terminal can show. */
    public static void requireClear(String line) {
        if (line.isBlank() || line.length() > LONGEST_LINE_CHARS || CONTROL.matcher(line).find() || line.endsWith(": null")) {
            throw new AssertionError("not one clear line: " + line);
        }
    }
}
