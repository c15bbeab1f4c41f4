package ipc.environment;

/**
 * A fact about the machine's settings and its effect on the measurements.
 *
 * @param subject name of the setting, such as {@code governor}
 * @param value   its value; begins with {@code unknown} if it could not be read
 * @param level   rating of the value
 * @param why     why it matters to the measurements, in one clause
 * @param remedy  command or setting that would change it; empty if none is needed or possible
 */
public record Finding(String subject, String value, Level level, String why, String remedy) {
    /** Rating of a finding. */
    public enum Level {
        /** Good, or a plain fact. */
        OK,
        /** Affects the measurements. */
        WARNING,
        /** Could not be read; nothing is assumed instead. */
        UNKNOWN
    }
}
