package ipc;

import java.util.Optional;

/**
 * Reports bad input. The message says what is wrong and what to do; a second line may suggest a correction. The command line
 * prints both and exits with 2.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Limit for a message, longer than any list of names that this program prints. */
    private static final int LONGEST_CHARS = 2000;

    private final String suggestion;

    /** @param message one line; control characters are replaced */
    public BadInputException(String message) {
        this(message, null);
    }

    /**
     * @param message    one line; control characters are replaced
     * @param suggestion a second line, or null
     */
    public BadInputException(String message, String suggestion) {
        super(printable(message));
        this.suggestion = suggestion == null ? null : printable(suggestion);
    }

    /** Makes a text printable, because it may quote the bytes of a file. */
    private static String printable(String text) {
        String line = PrintableText.of(text.lines().findFirst().orElse(""), "?");
        return line.length() <= LONGEST_CHARS ? line : line.substring(0, LONGEST_CHARS) + " …";
    }

    /** The second line, if there is one. */
    public Optional<String> suggestion() {
        return Optional.ofNullable(suggestion);
    }
}
