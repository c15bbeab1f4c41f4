package ipc.analysis;

import ipc.result.Summary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** What charts show of one histogram: latency by percentile, and how the operations are distributed. */
final class LatencyCurve {
    /** Distribution: so many bins to a factor of ten, each 15 % wide: at 70 ns as wide as the step of a 10 ns clock. */
    static final int BINS_PER_DECADE = 16;

    /** The axis ends at 99.9999 %: one in a million. */
    private static final int DECADES = 6;
    private static final int POINTS_PER_DECADE = 12;
    /** At the axis's named places the percentiles are those of {@code run.json}, not what rounding makes of them. */
    private static final double[] NAMED = {0, 90, 99, 99.9, 99.99, 99.999, 99.9999};
    private static final double MEDIAN = 2;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private LatencyCurve() {
    }

    /**
     * Latency by percentile.
     *
     * @return points, each one operation in how many is as long or longer (1 stands for 0 %, 100 for 99 %), and nanoseconds; the
     *         last is the maximum, where there are not more than a million operations
     */
    static List<double[]> percentiles(Histogram histogram) {
        long operations = histogram.getTotalCount();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i <= DECADES * POINTS_PER_DECADE; i++) {
            // Rounded before the percentile is asked for: the point stands where its value was read.
            double oneIn = new BigDecimal(Math.pow(10, (double) i / POINTS_PER_DECADE)).round(FOUR_DIGITS).doubleValue();
            if (oneIn > MEDIAN && points.get(points.size() - 1)[0] < MEDIAN && operations >= MEDIAN) {
                points.add(new double[] {MEDIAN, histogram.getValueAtPercentile(50)});
            }
            if (oneIn > operations) {
                break;
            }
            boolean named = i % POINTS_PER_DECADE == 0;
            double percentile = named ? NAMED[i / POINTS_PER_DECADE] : 100 - 100 / oneIn;
            points.add(new double[] {oneIn, i == 0 ? histogram.getMinValue() : histogram.getValueAtPercentile(percentile)});
        }
        return ended(points, operations, histogram.getMaxValue());
    }

    /** The same from what {@code run.json} has, where the histogram is not at hand: seven points instead of 74. */
    static List<double[]> percentiles(Summary all) {
        double[][] known = {{1, all.min()}, {MEDIAN, all.p50()}, {1e1, all.p90()}, {1e2, all.p99()}, {1e3, all.p999()},
            {1e4, all.p9999()}};
        List<double[]> points = new ArrayList<>();
        for (double[] point : known) {
            if (point[0] <= all.operations()) {
                points.add(point);
            }
        }
        return ended(points, all.operations(), all.max());
    }

    private static List<double[]> ended(List<double[]> points, long operations, double max) {
        double last = points.get(points.size() - 1)[0];
        if (operations > last && operations <= Math.pow(10, DECADES)) {
            points.add(new double[] {operations, max});
        }
        return points;
    }

    /**
     * How the operations are distributed.
     *
     * @return for each bin that is not empty its number, counted from 1 ns, and how many operations it has
     */
    static List<long[]> distribution(Histogram histogram) {
        TreeMap<Long, Long> bins = new TreeMap<>();
        for (HistogramIterationValue value : histogram.recordedValues()) {
            long nanos = Math.max(1, histogram.medianEquivalentValue(value.getValueIteratedTo()));
            bins.merge((long) Math.floor(BINS_PER_DECADE * Math.log10(nanos)), value.getCountAddedInThisIterationStep(),
                    Long::sum);
        }
        return bins.entrySet().stream().map(bin -> new long[] {bin.getKey(), bin.getValue()}).toList();
    }
}
