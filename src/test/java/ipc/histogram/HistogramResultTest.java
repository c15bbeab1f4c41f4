package ipc.histogram;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class HistogramResultTest {
    @Test
    void crossesJmhsLinkWhole() throws IOException, ClassNotFoundException {
        HistogramResult sent = new HistogramResult("rtt", histogram(100, 200, 300_000_000_000L));
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(sent);
        }
        HistogramResult received;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            received = (HistogramResult) in.readObject();
        }
        assertThat(received.getLabel()).isEqualTo("rtt");
        assertThat(received.histogram().getTotalCount()).isEqualTo(3);
        assertThat(received.histogram().getCountAtValue(200)).isEqualTo(1);
        assertThat(received.getStatistics().getMax()).isEqualTo(sent.getStatistics().getMax());
    }

    @Test
    void iterationsAreAddedUp() {
        HistogramResult sum = new HistogramResult("rtt", histogram(1)).getIterationAggregator()
                .aggregate(List.of(new HistogramResult("rtt", histogram(100, 100)), new HistogramResult("rtt", histogram(400))));
        assertThat(sum.getSampleCount()).isEqualTo(3);
        assertThat(sum.getScore()).isEqualTo(200);
        assertThat(sum.getScoreUnit()).isEqualTo("ns/op");
    }

    @Test
    void percentilesRunFromTheMinimumToTheMaximum() {
        HistogramResult result = new HistogramResult("rtt", histogram(10, 20, 30, 40));
        assertThat(result.getStatistics().getPercentile(0)).isEqualTo(10);
        assertThat(result.getStatistics().getPercentile(50)).isEqualTo(20);
        assertThat(result.getStatistics().getPercentile(100)).isEqualTo(40);
    }

    @Test
    void claimsNoErrorBecauseSuccessiveRoundTripsAreNotIndependent() {
        assertThat(new HistogramResult("rtt", histogram(10, 20, 30, 40)).getScoreError()).isNaN();
    }

    @Test
    void binsAreCountedForJmhsText() {
        assertThat(
                new HistogramResult("rtt", histogram(10, 20, 20, 30)).getStatistics().getHistogram(new double[] {0, 15, 25, 99}))
                .containsExactly(1, 2, 1);
    }

    private static Histogram histogram(long... values) {
        Histogram histogram = new Histogram(3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }
}
