package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ScheduleTest {
    @ParameterizedTest
    @CsvSource({"1, 1000000000", "10, 100000000", "100, 10000000", "500, 2000000", "1000, 1000000", "10000, 100000",
        "1000000, 1000",
        "3, 333333333", "7, 142857143", "6000, 166667"})
    void thePeriodIsTheNearestWholeNanosecond(int rateHz, long periodNanos) {
        assertThat(Schedule.periodNanos(rateHz)).isEqualTo(periodNanos);
    }

    @Test
    void latenessDoesNotAddUp() {
        Schedule schedule = new Schedule(5_000, Schedule.periodNanos(10_000));
        assertThat(schedule.isPaced()).isTrue();
        assertThat(schedule.intendedNanos(0)).isEqualTo(5_000);
        assertThat(schedule.intendedNanos(1_000_000)).isEqualTo(5_000 + 100_000_000_000L);
    }

    @Test
    void aRateOfZeroIsAClosedLoopAndAPeriodOfZeroIsNot() {
        assertThat(Schedule.periodNanos(0)).isEqualTo(Schedule.CLOSED);
        assertThat(new Schedule(1, Schedule.CLOSED).isPaced()).isFalse();
        assertThat(new Schedule(1, 0).isPaced()).isTrue();
    }

    @Test
    void ratesBeyondAllSleepAreRefused() {
        assertThatThrownBy(() -> Schedule.periodNanos(-1)).hasMessage("rate -1: must be 0 to 1000000 messages a second");
        assertThatThrownBy(() -> Schedule.periodNanos(1_000_001)).isInstanceOf(IllegalArgumentException.class);
    }
}
