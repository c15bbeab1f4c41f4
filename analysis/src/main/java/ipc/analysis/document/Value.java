package ipc.analysis.document;

/**
 * A cell of a {@link Table}.
 *
 * @param raw  what programs read, in the unit that {@link Unit} states for raw values; null if there is nothing
 * @param text what people read
 */
public record Value(Object raw, String text) {
    /** The text of an absent figure. */
    public static final String NONE = "-";

    private static final Value ABSENT = new Value(null, NONE);

    /** An absent figure. */
    public static Value absent() {
        return ABSENT;
    }

    /** A text. */
    public static Value text(String text) {
        return new Value(text, text);
    }

    /** A value written as its unit usually is; absent if null. */
    public static Value of(Object raw, Unit unit) {
        return raw == null ? ABSENT : new Value(raw, unit.format(raw));
    }
}
