package ipc.environment;

/**
 * One fact about the machine's settings, and what it means here.
 *
 * @param subject what it is about, such as {@code governor}
 * @param value   what was found; begins with {@code unknown} if it could not be read
 * @param level   whether it is as this tool would have it
 * @param why     why it matters to this tool's numbers, in one clause
 * @param remedy  the command, or the setting, that would change it; empty if nothing would, or nothing needs to
 */
public record Finding(String subject, String value, Level level, String why, String remedy) {
    /** How a finding is to be taken. */
    public enum Level {
        /** As it should be, or a plain fact. */
        OK,
        /** It shows in the numbers. */
        WARNING,
        /** It could not be read, and nothing is guessed in its place. */
        UNKNOWN
    }
}
