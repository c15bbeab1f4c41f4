package ipc.analysis.document;

import java.util.Locale;

/** The unit of a column's values, and their text for people. */
public enum Unit {
    /** Any text; set to the left. Raw values are strings. */
    TEXT {
        @Override
        String format(Object raw) {
            return raw.toString();
        }
    },
    /** A latency. Raw values are nanoseconds, people read microseconds. */
    MICROSECONDS {
        @Override
        String format(Object raw) {
            return Microseconds.format(((Number) raw).doubleValue());
        }
    },
    /** A whole number. */
    COUNT {
        @Override
        String format(Object raw) {
            return Long.toString(((Number) raw).longValue());
        }
    },
    /** A share in per cent. Raw values are fractions: 0.05 is 5 %. */
    PERCENT {
        @Override
        String format(Object raw) {
            return String.format(Locale.ROOT, "%.0f", 100 * ((Number) raw).doubleValue());
        }
    };

    /** The text of a value that is there. */
    abstract String format(Object raw);

    /** Whether the column is set to the right, as figures are. */
    public boolean isFigure() {
        return this != TEXT;
    }
}
