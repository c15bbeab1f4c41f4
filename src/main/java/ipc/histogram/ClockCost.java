package ipc.histogram;

/**
 * What {@link System#nanoTime()} costs here, and how fine it is. A figure from a closed spin loop contains one clock read
 * per operation; nothing is subtracted from it, this stands beside it.
 *
 * @param readNanos        one read: the best batch of many, so that an interrupted batch does not count
 * @param granularityNanos the step all readings are multiples of: the greatest common divisor of their differences, since
 *                         a read may take longer than a step
 */
public record ClockCost(double readNanos, long granularityNanos) {
    private static final int BATCHES = 40;
    private static final int READS_PER_BATCH = 20_000;

    /** Measures for about 20 ms. */
    public static ClockCost measure() {
        long[] differences = new long[READS_PER_BATCH];
        double best = Double.MAX_VALUE;
        long step = 0;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            long last = start;
            for (int read = 0; read < READS_PER_BATCH; read++) {
                long now = System.nanoTime();
                differences[read] = now - last;
                last = now;
            }
            best = Math.min(best, (double) (last - start) / READS_PER_BATCH);
            for (long difference : differences) {
                step = greatestCommonDivisor(step, difference);
            }
        }
        return new ClockCost(best, step);
    }

    private static long greatestCommonDivisor(long a, long b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
