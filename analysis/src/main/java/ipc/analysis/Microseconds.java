package ipc.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Locale;

/**
 * Latencies as the table shows them: microseconds, two decimals below 10, one below 100, none above; a dot as decimal sign
 * and no thousands separator, whatever the locale.
 */
final class Microseconds {
    private static final int NANOS_EXPONENT = 3;
    private static final double NANOS_PER_MICRO = 1000;

    private Microseconds() {
    }

    /** Two latencies of one kind, with their unit: whole nanoseconds where both are below a microsecond, to tell them apart. */
    static String range(double lowNanos, double highNanos) {
        return highNanos < NANOS_PER_MICRO ? String.format(Locale.ROOT, "%.0f to %.0f ns", lowNanos, highNanos)
                : format(lowNanos) + " to " + format(highNanos) + " µs";
    }

    /** @param nanos not negative */
    static String format(double nanos) {
        BigDecimal micros = BigDecimal.valueOf(nanos).movePointLeft(NANOS_EXPONENT);
        // Rounded first: 9.996 becomes 10.0, not 10.00.
        BigDecimal hundredths = micros.setScale(2, RoundingMode.HALF_UP);
        if (hundredths.compareTo(BigDecimal.TEN) < 0) {
            return hundredths.toPlainString();
        }
        BigDecimal tenths = micros.setScale(1, RoundingMode.HALF_UP);
        if (tenths.compareTo(BigDecimal.valueOf(100)) < 0) {
            return tenths.toPlainString();
        }
        return micros.setScale(0, RoundingMode.HALF_UP).toPlainString();
    }
}
