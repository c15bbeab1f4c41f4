package ipc.peer;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Clocks are numbers here: 10 is too long, and who asks comes at least every 3. */
class SilenceTest {
    private final Silence silence = new Silence(10, 3);

    @Test
    void aWaitIsTooLongOnceItHasBeenLookedOnForSoLong() {
        for (long now = 100; now <= 110; now++) {
            assertThat(silence.isTooLong(now - 99, now)).as("at " + now).isFalse();
        }
        assertThat(silence.isTooLong(12, 111)).isTrue();
    }

    @Test
    void aNewWaitBeginsAnew() {
        for (long now = 100; now < 110; now++) {
            assertThat(silence.isTooLong(now - 100, now)).isFalse();
        }
        assertThat(silence.isTooLong(0, 111)).isFalse();
        assertThat(silence.isTooLong(3, 114)).isFalse();
        assertThat(silence.isTooLong(2, 116)).isFalse();
        for (long now = 117; now <= 126; now++) {
            assertThat(silence.isTooLong(now - 114, now)).isFalse();
        }
        assertThat(silence.isTooLong(13, 127)).isTrue();
    }

    @Test
    void whoWasStoppedItselfHasHeardNoSilence() {
        assertThat(silence.isTooLong(1, 100)).isFalse();
        assertThat(silence.isTooLong(501, 600)).isFalse();
        assertThat(silence.isTooLong(503, 602)).isFalse();
        assertThat(silence.isTooLong(1_000_503, 1_000_602)).isFalse();
    }
}
