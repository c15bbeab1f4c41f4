package ipc;

import java.util.Optional;

/**
 * The user asked for something that cannot be: one line saying what was wrong and what would be right, perhaps a second
 * with a suggestion. The command line prints them and exits with 2.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;
    /** Longer than any list of names of ours. */
    private static final int LONGEST_CHARS = 2000;

    private final String suggestion;

    /** @param message one line; control characters are taken out of it */
    public BadInputException(String message) {
        this(message, null);
    }

    /**
     * @param message    one line, likewise
     * @param suggestion one more, or null
     */
    public BadInputException(String message, String suggestion) {
        super(printable(message));
        this.suggestion = suggestion == null ? null : printable(suggestion);
    }

    /** Whatever it quotes, a file's bytes perhaps. */
    private static String printable(String text) {
        String line = text.lines().findFirst().orElse("").replaceAll("\\p{Cc}", "?");
        return line.length() <= LONGEST_CHARS ? line : line.substring(0, LONGEST_CHARS) + " …";
    }

    /** The second line, if there is one. */
    public Optional<String> suggestion() {
        return Optional.ofNullable(suggestion);
    }
}
