package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Time is plain numbers here: more than 10 is too long, and at most 3 of a gap count. */
class SilenceTimeoutTest {
    private final SilenceTimeout silence = new SilenceTimeout(10, 3);

    @Test
    void aWaitIsTooLongOnceItHasBeenLookedOnForSoLong() {
        for (long waited = 1; waited <= 10; waited++) {
            assertThat(silence.isExpired(waited, 100 + waited)).as("after " + waited).isFalse();
        }
        assertThat(silence.isExpired(11, 111)).isTrue();
    }

    @Test
    void aNewWaitBeginsAnew() {
        for (long waited = 0; waited < 10; waited++) {
            assertThat(silence.isExpired(waited, 100 + waited)).isFalse();
        }
        assertThat(silence.isExpired(0, 111)).isFalse();
        assertThat(silence.isExpired(3, 114)).isFalse();
        assertThat(silence.isExpired(2, 116)).isFalse();
        for (long now = 117; now <= 124; now++) {
            assertThat(silence.isExpired(now - 114, now)).isFalse();
        }
        assertThat(silence.isExpired(11, 125)).isTrue();
    }

    /** Each wait ends before its second question, and the next one begins later. */
    @Test
    void manyShortWaitsAreNoLongOne() {
        long waited = 1;
        for (long now = 100; now < 200; now += 2) {
            assertThat(silence.isExpired(waited, now)).as("at " + now).isFalse();
            waited = now % 4 == 0 ? 1 : waited;
        }
        silence.isExpired(1, 300);
        silence.isExpired(1, 303);
        silence.isExpired(2, 306);
        silence.isExpired(2, 309);
        assertThat(silence.isExpired(2, 312)).isFalse();
    }

    @Test
    void whoWasStoppedItselfHasHeardNoSilenceMeanwhile() {
        assertThat(silence.isExpired(1, 100)).isFalse();
        assertThat(silence.isExpired(501, 600)).isFalse();
        assertThat(silence.isExpired(503, 602)).isFalse();
        assertThat(silence.isExpired(1_000_503, 1_000_602)).isFalse();
        assertThat(silence.isExpired(1_000_505, 1_000_604)).isTrue();
    }

    /** A process that rarely gets a CPU asks late every time, but the other side is silent all the same. */
    @Test
    void whoeverAsksSeldomComesToAnEndToo() {
        for (long waited = 5; waited <= 15; waited += 5) {
            assertThat(silence.isExpired(waited, 100 + waited)).as("after " + waited).isFalse();
        }
        assertThat(silence.isExpired(20, 120)).isTrue();
    }
}
