package ipc.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class ClockCostTest {
    @Test
    void theStepIsFoundThoughAReadTakesTwoOrThree() {
        // A clock with a step of 10.03 ns, read in whole nanoseconds: sometimes a difference is one more.
        assertThat(ClockCost.step(repeat(20, 20, 20, 20, 21, 30, 20, 31, 20, 20))).isEqualTo(10);
    }

    @Test
    void aCoarseClockShowsZerosAndItsStep() {
        assertThat(ClockCost.step(repeat(0, 0, 0, 100, 0, 0, 200))).isEqualTo(100);
    }

    @Test
    void aClockOfOneNanosecondHasNoStep() {
        Random random = new Random(1);
        assertThat(ClockCost.step(LongStream.range(0, 10_000).map(i -> 17 + random.nextInt(20)).toArray())).isEqualTo(1);
    }

    @Test
    void rareLongDifferencesDoNotDisturb() {
        assertThat(ClockCost.step(repeat(40, 40, 80, 40, 40, 40, 1_234_567, 40))).isEqualTo(40);
    }

    @Test
    void thisMachinesClockIsMeasured() {
        ClockCost clock = ClockCost.measure();
        assertThat(clock.readNanos()).isPositive().isLessThan(100_000);
        assertThat(clock.granularityNanos()).isPositive();
    }

    private static long[] repeat(long... pattern) {
        return LongStream.range(0, 20_000).map(i -> pattern[(int) (i % pattern.length)]).toArray();
    }
}
