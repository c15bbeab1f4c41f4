package ipc.histogram;

import java.util.Arrays;

/**
 * What {@link System#nanoTime()} costs here, and how fine it is. A figure from a closed spin loop contains one clock read
 * per operation; nothing is subtracted from it, this stands beside it.
 *
 * @param readNanos        one read: the best batch of many, so that an interrupted batch does not count
 * @param granularityNanos the step that readings advance by
 */
public record ClockCost(double readNanos, long granularityNanos) {
    private static final int BATCHES = 40;
    private static final int READS_PER_BATCH = 20_000;
    /** Steps this fine cannot be told from a clock of one nanosecond: every whole number is near a multiple of them. */
    private static final long FINEST_STEP = 4;
    private static final double NEARLY_ALL = 0.99;
    /** Longer differences say nothing: a step that is not a whole number of nanoseconds adds up to a visible remainder. */
    private static final long STEPS_JUDGED = 8;

    /** Measures for about 30 ms. */
    public static ClockCost measure() {
        long[] differences = new long[READS_PER_BATCH];
        double best = Double.MAX_VALUE;
        for (int batch = 0; batch < BATCHES; batch++) {
            long start = System.nanoTime();
            long last = start;
            for (int read = 0; read < READS_PER_BATCH; read++) {
                last = System.nanoTime();
                differences[read] = last;
            }
            best = Math.min(best, (double) (last - start) / READS_PER_BATCH);
        }
        for (int read = READS_PER_BATCH - 1; read > 0; read--) {
            differences[read] -= differences[read - 1];
        }
        return new ClockCost(best, step(Arrays.copyOfRange(differences, 1, READS_PER_BATCH)));
    }

    /**
     * The step that nearly all differences between readings are multiples of, to the nanosecond; 1 if there is none. The
     * smallest difference would not do: one read may take longer than a step.
     */
    static long step(long[] differences) {
        long smallest = Arrays.stream(differences).filter(difference -> difference > 0).min().orElse(1);
        for (long step = smallest; step >= FINEST_STEP; step--) {
            long candidate = step;
            long[] judged = Arrays.stream(differences)
                    .filter(difference -> difference > 0 && difference <= STEPS_JUDGED * candidate).toArray();
            long fitting = Arrays.stream(judged).filter(difference -> {
                long remainder = difference % candidate;
                return Math.min(remainder, candidate - remainder) <= 1;
            }).count();
            if (fitting >= NEARLY_ALL * judged.length) {
                return step;
            }
        }
        return 1;
    }
}
