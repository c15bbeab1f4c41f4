package ipc.analysis;

import java.math.BigDecimal;
import java.math.RoundingMode;

/**
 * Latencies as the table shows them: microseconds, two decimals below 10, one below 100, none above; a dot as decimal sign
 * and no thousands separator, whatever the locale.
 */
final class Microseconds {
    private static final int NANOS_EXPONENT = 3;

    private Microseconds() {
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
