package ipc.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyRecorderTest {
    private final LatencyRecorder recorder = new LatencyRecorder();

    @Test
    void aClosedLoopsLatenciesRunFromCompletionToCompletion() {
        recorder.restart();
        for (long now : new long[] {1_000_000, 1_000_120, 1_000_240, 1_000_700}) {
            recorder.completed(now);
        }
        Histogram histogram = recorder.copy();
        assertThat(recorder.count()).isEqualTo(3);
        assertThat(histogram.getCountAtValue(120)).isEqualTo(2);
        assertThat(histogram.getCountAtValue(460)).isEqualTo(1);
    }

    @Test
    void theFirstCompletionAfterARestartHasNoPredecessor() {
        recorder.completed(100);
        recorder.completed(200);
        recorder.restart();
        recorder.completed(5_000_000);
        assertThat(recorder.count()).isZero();
        recorder.completed(5_000_050);
        assertThat(recorder.copy().getMaxValue()).isEqualTo(50);
    }

    @Test
    void anHourFits() {
        recorder.record(3_600_000_000_000L);
        assertThat(recorder.count()).isEqualTo(1);
    }

    @Test
    void aMessageReceivedBeforeItWasSentIsRefused() {
        assertThatThrownBy(() -> recorder.record(-7)).isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("7 ns before it was sent");
    }

    @Test
    void aCopyIsNotChangedByLaterRecordings() {
        recorder.record(10);
        Histogram copy = recorder.copy();
        recorder.record(20);
        assertThat(copy.getTotalCount()).isEqualTo(1);
    }
}
