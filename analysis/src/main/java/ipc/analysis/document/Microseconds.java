package ipc.analysis.document;

import ipc.result.RunRecord.Interval;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;
import java.util.Locale;

/**
 * Latencies as tables show them, in microseconds: two decimals below 10, one below 100, none above. The decimal sign is a dot, and
 * there is no thousands separator, in every locale.
 */
public final class Microseconds {
    private static final int NANOS_EXPONENT = 3;
    private static final double NANOS_PER_MICRO = 1000;

    private Microseconds() {
    }

    /** Two latencies with their unit: whole nanoseconds if both are below a microsecond, so that they differ. */
    public static String range(double lowNanos, double highNanos) {
        return highNanos < NANOS_PER_MICRO ? String.format(Locale.ROOT, "%.0f to %.0f ns", lowNanos, highNanos)
                : format(lowNanos) + " to " + format(highNanos) + " µs";
    }

    /** One latency with its unit. */
    public static String withUnit(double nanos) {
        return nanos < NANOS_PER_MICRO ? String.format(Locale.ROOT, "%.0f ns", nanos) : format(nanos) + " µs";
    }

    /** To the nanosecond below a microsecond, as {@link #format} above. */
    public static String fine(double nanos) {
        return nanos < NANOS_PER_MICRO ? BigDecimal.valueOf(nanos).movePointLeft(NANOS_EXPONENT)
                .setScale(NANOS_EXPONENT, RoundingMode.HALF_UP).toPlainString() : format(nanos);
    }

    /**
     * An estimate and its interval, such as {@code 53.4 [47.3, 60.1]}. It has enough decimals to tell the ends apart, down to a
     * tenth of a nanosecond. The ends are rounded outwards, so that the interval shown is never too narrow. The number of
     * decimals tells the ends apart, down to a tenth of a nanosecond. The ends are rounded outwards.
     */
    public static String interval(Interval interval) {
        List<String> parts = intervalParts(interval);
        return parts.get(0) + " [" + parts.get(1) + ", " + parts.get(2) + "]";
    }

    /** The same in three parts: estimate, lower end, upper end. */
    public static List<String> intervalParts(Interval interval) {
        double width = interval.high() - interval.low();
        int decimals = 0;
        // Two units of the last digit between the ends: rounding cannot make them one.
        while (decimals <= NANOS_EXPONENT && width > 0 && width < 2 * NANOS_PER_MICRO * Math.pow(10, -decimals)) {
            decimals++;
        }
        return List.of(decimals(interval.estimate(), decimals, RoundingMode.HALF_UP),
                decimals(interval.low(), decimals, RoundingMode.FLOOR),
                decimals(interval.high(), decimals, RoundingMode.CEILING));
    }

    /** With as many decimals as {@link #fine} gives it, or more. */
    private static String decimals(double nanos, int atLeast, RoundingMode rounding) {
        int usual = Math.max(0, new BigDecimal(fine(nanos)).scale());
        return BigDecimal.valueOf(nanos).movePointLeft(NANOS_EXPONENT).setScale(Math.max(usual, atLeast), rounding)
                .toPlainString();
    }

    /**
     * Writes a time in microseconds, with two decimals below 10, one below 100 and none above.
     *
     * @param nanos not negative
     */
    public static String format(double nanos) {
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
