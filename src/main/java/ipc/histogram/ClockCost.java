package ipc.histogram;

import java.util.Arrays;

/**
 * Cost and resolution of {@link System#nanoTime()} on this machine. In a closed spin loop every latency contains one clock read.
 * It is not subtracted; the table shows it as a note.
 *
 * @param readNanos        nanoseconds per read: the best of many batches, so that an interrupted batch does not count
 * @param granularityNanos step between distinct readings, in nanoseconds
 */
public record ClockCost(double readNanos, long granularityNanos) {
    private static final int BATCHES = 40;
    private static final int READS_PER_BATCH = 20_000;
    /** Finer steps cannot be told from 1 ns, because every whole number is close to a multiple of them. */
    private static final long FINEST_STEP = 4;
    private static final double NEARLY_ALL = 0.99;
    /**
     * Differences of more than this many steps are ignored. A step that is not a whole number of nanoseconds leaves a growing
     * remainder.
     */
    private static final long STEPS_JUDGED = 8;

    /** Measures the clock, in about 30 ms. */
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
     * The step in nanoseconds of which nearly all differences are multiples, give or take 1 ns; 1 if there is none. The smallest
     * difference is no answer, because one read may take longer than a step.
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
