package ipc;

import java.util.Optional;

/**
 * The user asked for something that cannot be: one line saying what was wrong and what would be right, perhaps a second
 * with a suggestion. The command line prints them and exits with 2.
 */
public final class BadInputException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final String suggestion;

    /** @param message one line */
    public BadInputException(String message) {
        this(message, null);
    }

    /**
     * @param message    one line
     * @param suggestion one more, or null
     */
    public BadInputException(String message, String suggestion) {
        super(message.lines().findFirst().orElse(message));
        this.suggestion = suggestion;
    }

    /** The second line, if there is one. */
    public Optional<String> suggestion() {
        return Optional.ofNullable(suggestion);
    }
}
