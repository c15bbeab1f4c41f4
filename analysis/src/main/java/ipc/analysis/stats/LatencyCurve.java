package ipc.analysis.stats;

import ipc.result.Summary;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramIterationValue;

/** The chart data of one histogram: latency by percentile, and the distribution of the operations. */
public final class LatencyCurve {
    /** Bins to a factor of ten. Each is 15 % wide: at 70 ns as wide as the step of a 10 ns clock. */
    public static final int BINS_PER_DECADE = 16;

    /** The axis ends at 99.9999 %: one in a million. */
    private static final int DECADES = 6;
    private static final int POINTS_PER_DECADE = 12;
    /** The percentiles at the named places of the axis, exactly as {@code run.json} has them. */
    private static final double[] NAMED = {0, 90, 99, 99.9, 99.99, 99.999, 99.9999};
    private static final double MEDIAN = 2;
    private static final MathContext FOUR_DIGITS = new MathContext(4);

    private LatencyCurve() {
    }

    /**
     * Latency by percentile.
     *
     * @return points (n, nanoseconds): one operation in n takes that long or longer (n = 1 is 0 %, n = 100 is 99 %). The last point
     *         is the maximum, if there are at most a million operations
     */
    public static List<double[]> percentiles(Histogram histogram) {
        long operations = histogram.getTotalCount();
        List<double[]> points = new ArrayList<>();
        for (int i = 0; i <= DECADES * POINTS_PER_DECADE; i++) {
            // Rounded before the percentile is read, so that the point has exactly the value at its place.
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

    /** The same from {@code run.json}, without the histogram: seven points instead of 74. */
    public static List<double[]> percentiles(Summary all) {
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
     * The distribution of the operations.
     *
     * @return for each bin with operations its number, counted from 1 ns, and the number of operations
     */
    public static List<long[]> distribution(Histogram histogram) {
        TreeMap<Long, Long> bins = new TreeMap<>();
        for (HistogramIterationValue value : histogram.recordedValues()) {
            long nanos = Math.max(1, histogram.medianEquivalentValue(value.getValueIteratedTo()));
            bins.merge((long) Math.floor(BINS_PER_DECADE * Math.log10(nanos)), value.getCountAddedInThisIterationStep(),
                    Long::sum);
        }
        return bins.entrySet().stream().map(bin -> new long[] {bin.getKey(), bin.getValue()}).toList();
    }
}
