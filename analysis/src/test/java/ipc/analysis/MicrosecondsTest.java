package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MicrosecondsTest {
    @ParameterizedTest
    @CsvSource({"0, 0.00", "4, 0.00", "5, 0.01", "118, 0.12", "120.4, 0.12", "1000, 1.00", "9994, 9.99", "9996, 10.0", "9999, 10.0",
        "10000, 10.0", "53449, 53.4", "53450, 53.5", "99949, 99.9", "99950, 100", "100000, 100", "333400, 333", "11000000, 11000"})
    void twoDecimalsBelowTenOneBelowAHundredNoneAbove(double nanos, String expected) {
        assertThat(Microseconds.format(nanos)).isEqualTo(expected);
    }

    @Test
    void rangesBelowAMicrosecondAreInNanoseconds() {
        assertThat(Microseconds.range(107.6, 112)).isEqualTo("108 to 112 ns");
        assertThat(Microseconds.range(900, 1100)).isEqualTo("0.90 to 1.10 µs");
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
