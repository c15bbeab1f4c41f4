package ipc.result;

import org.HdrHistogram.Histogram;

/**
 * A histogram in numbers, nanoseconds; exact to 1 ns up to 2047 ns and to 0.1 % above.
 *
 * @param operations how many latencies it holds
 * @param min        the shortest
 * @param mean       their sum by their number
 * @param p50        the median
 * @param p90        one in ten is longer
 * @param p99        one in a hundred
 * @param p999       one in a thousand
 * @param p9999      one in ten thousand
 * @param max        the longest; nothing is sampled, so it is the longest there was
 */
public record Summary(long operations, double min, double mean, double p50, double p90, double p99, double p999, double p9999,
        double max) {
    /** HdrHistogram's buckets in each power of two, with three significant digits: 1024. */
    private static final int BUCKETS_EXPONENT = 10;

    /**
     * How many nanoseconds are one to the histogram: a percentile is the highest of them, whichever was meant.
     *
     * @param nanos not negative
     */
    public static long bucketNanos(double nanos) {
        return Math.max(1, Long.highestOneBit((long) nanos) >> BUCKETS_EXPONENT);
    }

    /**
     * Of all it holds.
     *
     * @throws IllegalArgumentException if the histogram is empty
     */
    public static Summary of(Histogram histogram) {
        if (histogram.getTotalCount() == 0) {
            throw new IllegalArgumentException("an empty histogram has no summary");
        }
        return new Summary(histogram.getTotalCount(), histogram.getMinValue(), histogram.getMean(),
                histogram.getValueAtPercentile(50), histogram.getValueAtPercentile(90), histogram.getValueAtPercentile(99),
                histogram.getValueAtPercentile(99.9), histogram.getValueAtPercentile(99.99), histogram.getMaxValue());
    }
}
