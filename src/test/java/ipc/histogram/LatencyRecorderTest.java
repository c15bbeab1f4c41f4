package ipc.histogram;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.result.Summary;
import java.util.ArrayList;
import java.util.List;
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
    void aLongOperationIsLookedIntoAndTheTimeThatTakesIsInNoLatency() {
        List<Long> seen = new ArrayList<>();
        recorder.restart();
        recorder.watch(50_000, seen::add);
        // In the past, to test that the next latency starts at the present time.
        long longAgo = System.nanoTime() - 3_000_000_000L;
        recorder.completed(longAgo);
        recorder.completed(longAgo + 49_999);
        recorder.completed(longAgo + 99_999);
        recorder.completed(System.nanoTime());
        assertThat(seen).containsExactly(50_000L);
        assertThat(recorder.count()).isEqualTo(3);
        assertThat(recorder.copy().getMaxValue()).isLessThan(2_000_000_000L);
        recorder.stopWatching();
        recorder.record(60_000);
        assertThat(seen).hasSize(1);
    }

    @Test
    void aMessageTimedByItselfCanBeLookedIntoAsWell() {
        List<Long> seen = new ArrayList<>();
        recorder.watch(1_000, seen::add);
        recorder.record(999);
        recorder.record(1_000);
        assertThat(seen).containsExactly(1_000L);
        assertThat(recorder.count()).isEqualTo(2);
    }

    @Test
    void theMedianIsNothingBeforeTheFirstLatency() {
        assertThat(recorder.medianNanos()).isZero();
        for (long latency : new long[] {100, 120, 5_000}) {
            recorder.record(latency);
        }
        assertThat(recorder.medianNanos()).isEqualTo(120);
    }

    @Test
    void anHourFits() {
        recorder.record(3_600_000_000_000L);
        assertThat(recorder.count()).isEqualTo(1);
    }

    /** The width of a bucket in a summary must equal that of the recorded histograms. */
    @Test
    void aSummaryKnowsHowWideTheBucketsAre() {
        for (long nanos : new long[] {0, 1, 70, 2047, 2048, 4095, 4096, 49_215, 1_999_871, 3_600_000_000_000L}) {
            assertThat(Summary.bucketNanos(nanos)).as("%d ns", nanos)
                    .isEqualTo(recorder.copy().sizeOfEquivalentValueRange(nanos));
        }
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
