package ipc.analysis.document;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.RunRecord.Interval;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicrosecondsTest {
    @ParameterizedTest
    @CsvSource({"0, 0.00", "4, 0.00", "5, 0.01", "118, 0.12", "120.4, 0.12", "1000, 1.00", "9994, 9.99", "9996, 10.0",
        "9999, 10.0",
        "10000, 10.0", "53449, 53.4", "53450, 53.5", "99949, 99.9", "99950, 100", "100000, 100", "333400, 333",
        "11000000, 11000"})
    void twoDecimalsBelowTenOneBelowAHundredNoneAbove(double nanos, String expected) {
        assertThat(Microseconds.format(nanos)).isEqualTo(expected);
    }

    @Test
    void rangesBelowAMicrosecondAreInNanoseconds() {
        assertThat(Microseconds.range(107.6, 112)).isEqualTo("108 to 112 ns");
        assertThat(Microseconds.range(900, 1100)).isEqualTo("0.90 to 1.10 µs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            110.2 | 108   | 112     | 0.110 [0.108, 0.112]
            110   | 104.5 | 115.5   | 0.110 [0.104, 0.116]
            110.2 | 110.1 | 110.3   | 0.1102 [0.1101, 0.1103]
            110   | 110   | 110     | 0.110 [0.110, 0.110]
            53400 | 47300 | 60100   | 53.4 [47.3, 60.1]
            53400 | 53395 | 53407   | 53.400 [53.395, 53.407]
            4980  | 4100  | 9900    | 4.98 [4.10, 9.90]
            2500  | 400   | 2000000 | 2.50 [0.400, 2000]
            500000 | 400000 | 2000000 | 500 [400, 2000]
            """)
    void intervalsHaveDecimalsEnoughToTellTheirEndsApart(double estimate, double low, double high, String expected) {
        assertThat(Microseconds.interval(new Interval(estimate, low, high))).isEqualTo(expected);
    }

    @Test
    void figuresBelowAMicrosecondAreToTheNanosecond() {
        assertThat(Microseconds.fine(110.4)).isEqualTo("0.110");
        assertThat(Microseconds.fine(53_449)).isEqualTo("53.4");
        assertThat(Microseconds.withUnit(110.4)).isEqualTo("110 ns");
        assertThat(Microseconds.withUnit(53_449)).isEqualTo("53.4 µs");
    }

    @Test
    void theLocaleDoesNotMatter() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(Microseconds.format(1_234_567_890)).isEqualTo("1234568");
            assertThat(Microseconds.format(1234)).isEqualTo("1.23");
        } finally {
            Locale.setDefault(before);
        }
    }
}
