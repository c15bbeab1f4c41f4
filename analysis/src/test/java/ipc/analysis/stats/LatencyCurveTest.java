package ipc.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.Summary;
import java.util.List;
import java.util.Random;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class LatencyCurveTest {
    @Test
    void namedPercentilesAreThoseOfTheRecord() {
        Histogram histogram = new Histogram(3);
        Random random = new Random(1);
        for (int i = 0; i < 300_000; i++) {
            histogram.recordValue(Math.round(100 + 50 * Math.exp(3 * random.nextGaussian())));
        }
        Summary all = Summary.of(histogram);
        List<double[]> curve = LatencyCurve.percentiles(histogram);
        assertThat(at(curve, 1)).isEqualTo(all.min());
        assertThat(at(curve, 2)).isEqualTo(all.p50());
        assertThat(at(curve, 10)).isEqualTo(all.p90());
        assertThat(at(curve, 100)).isEqualTo(all.p99());
        assertThat(at(curve, 1e3)).isEqualTo(all.p999());
        assertThat(at(curve, 1e4)).isEqualTo(all.p9999());
        assertThat(at(curve, 300_000)).isEqualTo(all.max());
        assertThat(curve.stream().map(point -> point[0])).isSorted().doesNotHaveDuplicates();
        assertThat(curve.stream().map(point -> point[1])).isSorted();
        for (double[] known : LatencyCurve.percentiles(all)) {
            assertThat(at(curve, known[0])).isEqualTo(known[1]);
        }
    }

    @Test
    void aCurveEndsWhereItsOperationsDo() {
        assertThat(LatencyCurve.percentiles(histogram(70))).containsExactly(new double[] {1, 70});
        assertThat(LatencyCurve.percentiles(histogram(70, 80, 90)).get(0)).containsExactly(1, 70);
        List<double[]> three = LatencyCurve.percentiles(histogram(70, 80, 90));
        assertThat(three.get(three.size() - 1)).containsExactly(3, 90);
        Histogram many = new Histogram(3);
        many.recordValueWithCount(100, 10_000_000);
        many.recordValue(2000);
        List<double[]> curve = LatencyCurve.percentiles(many);
        assertThat(curve.get(curve.size() - 1)).containsExactly(1e6, 100);
    }

    @Test
    void theDistributionLosesNoOperation() {
        Histogram histogram = histogram(0, 1, 70, 71, 100, 1_000_000);
        List<long[]> bins = LatencyCurve.distribution(histogram);
        assertThat(bins.stream().mapToLong(bin -> bin[1]).sum()).isEqualTo(6);
        // 0 has no logarithm and stands with 1; 100 opens the bin of two decades.
        assertThat(bins).contains(new long[] {0, 2}, new long[] {2 * LatencyCurve.BINS_PER_DECADE, 1});
    }

    private static double at(List<double[]> curve, double oneIn) {
        return curve.stream().filter(point -> point[0] == oneIn).mapToDouble(point -> point[1]).findFirst().orElseThrow();
    }

    private static Histogram histogram(long... values) {
        Histogram histogram = new Histogram(3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        return histogram;
    }
}
