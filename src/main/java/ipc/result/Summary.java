package ipc.result;

import org.HdrHistogram.Histogram;

/**
 * The figures of a histogram, in nanoseconds; precise to 1 ns up to 2047 ns and to 0.1 % above.
 *
 * @param operations number of latencies
 * @param min        shortest latency
 * @param mean       arithmetic mean
 * @param p50        median
 * @param p90        90th percentile: one in ten is longer
 * @param p99        99th percentile: one in a hundred is longer
 * @param p999       99.9th percentile: one in a thousand is longer
 * @param p9999      99.99th percentile: one in ten thousand is longer
 * @param max        longest latency; every operation is recorded, so it is the true maximum
 */
public record Summary(long operations, double min, double mean, double p50, double p90, double p99, double p999, double p9999,
        double max) {
    /** Exponent of the buckets per power of two: with three significant digits HdrHistogram has 1024. */
    private static final int BUCKETS_EXPONENT = 10;

    /**
     * Width of the histogram's bucket at a value, in nanoseconds. A percentile is the upper end of its bucket.
     *
     * @param nanos not negative
     */
    public static long bucketNanos(double nanos) {
        return Math.max(1, Long.highestOneBit((long) nanos) >> BUCKETS_EXPONENT);
    }

    /**
     * Summarizes a histogram.
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
