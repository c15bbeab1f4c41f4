package ipc.bench;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Uses a scripted clock: an operation takes 1 ms, and the compilers run when the script says so. */
class WarmUpTest {
    private static final long MILLI = 1_000_000;

    private long now;
    private long operations;
    private long compilingUntil;
    private long compilerNanos;

    private boolean warmUp() {
        return new WarmUp(() -> now, () -> compilerNanos, WarmUp.LONGEST_NANOS).run(() -> {
            now += MILLI;
            operations++;
            if (now < compilingUntil) {
                compilerNanos += MILLI;
            }
        });
    }

    @Test
    void endsWhenTheCompilersHaveBeenStillForAWhile() {
        assertThat(warmUp()).isTrue();
        assertThat(now).isEqualTo(WarmUp.STILL_NANOS);
        assertThat(operations).isEqualTo(250);
    }

    @Test
    void lastsAsLongAsTheyRun() {
        compilingUntil = 1000 * MILLI;
        assertThat(warmUp()).isTrue();
        assertThat(now).isEqualTo(1000 * MILLI + WarmUp.STILL_NANOS);
    }

    @Test
    void endsAllTheSameWhereTheyNeverStop() {
        compilingUntil = Long.MAX_VALUE;
        assertThat(warmUp()).isFalse();
        assertThat(now).isEqualTo(WarmUp.LONGEST_NANOS);
    }

    @Test
    void aCompilerThreadThatLooksForWorkAndFindsNoneIsStill() {
        compilerNanos = 5;
        assertThat(new WarmUp(() -> now, () -> compilerNanos += WarmUp.AS_GOOD_AS_STILL_NANOS / 20, WarmUp.LONGEST_NANOS)
                .run(() -> now += MILLI))
                .isTrue();
        assertThat(now).isEqualTo(WarmUp.STILL_NANOS);
    }

    @Test
    void aShortIterationIsNotWaitedForLong() {
        assertThat(new WarmUp(() -> now, () -> compilerNanos += WarmUp.STILL_NANOS, 50 * MILLI).run(() -> now += MILLI))
                .isFalse();
        assertThat(now).isBetween(150 * MILLI, 180 * MILLI);
    }
}
