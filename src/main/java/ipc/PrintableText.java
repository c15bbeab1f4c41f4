package ipc;

import java.util.regex.Pattern;

/** Text from outside without the characters that control a terminal, turn the direction of writing, or cannot be seen. */
public final class PrintableText {
    /** The longest name of a machine that a user may give, in characters. */
    public static final int LONGEST_NAME = 80;

    /** Control and format characters, and Unicode's own line ends. */
    private static final Pattern UNPRINTABLE = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029]");
    private static final Pattern UNPRINTABLE_WITHIN_LINES = Pattern.compile("[\\p{Cc}\\p{Cf}\\u2028\\u2029&&[^\n]]");

    private PrintableText() {
    }

    /** The text in one line. */
    public static String of(String text) {
        return of(text, " ");
    }

    /**
     * The text in one line.
     *
     * @param instead stands in the place of each unprintable character
     */
    public static String of(String text, String instead) {
        return UNPRINTABLE.matcher(text).replaceAll(instead);
    }

    /** The text with its line feeds. */
    public static String ofLines(String text) {
        return UNPRINTABLE_WITHIN_LINES.matcher(text).replaceAll(" ");
    }

    /** At most so many characters; an ellipsis shows that the end is missing. */
    public static String shortened(String text, int most) {
        return text.codePointCount(0, text.length()) <= most ? text
                : text.substring(0, text.offsetByCodePoints(0, most - 1)) + "…";
    }

    /**
     * A machine's name as a user typed it.
     *
     * @param option the option that gives it
     * @throws BadInputException if it is empty or too long
     */
    public static String name(String option, String typed) {
        String name = of(typed).strip();
        if (name.isEmpty()) {
            throw new BadInputException(option + " '': the name must not be empty");
        }
        int characters = name.codePointCount(0, name.length());
        if (characters > LONGEST_NAME) {
            throw new BadInputException(option + " " + shortened(name, LONGEST_NAME / 2) + ": the name has " + characters
                    + " characters, and " + LONGEST_NAME + " are possible");
        }
        return name;
    }
}
