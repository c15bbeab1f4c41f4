package ipc.bench;

import ipc.histogram.Recordings;

/**
 * A known delay in the path of a message, to see whether the harness finds it: loads from the first-level cache, each
 * depending on the one before and the first on the word received, so that no processor can do them early or side by side. The clock
 * read that ends a round trip waits for them.
 */
final class AddedDelay {
    /** No delay. */
    static final AddedDelay NONE = new AddedDelay(0, 0);

    private static final int ZEROS = 64;
    private static final int CALIBRATION_STEPS = 200_000;
    private static final int CALIBRATIONS = 50;
    /** More than any loop overhead, and still far from an int's end. */
    private static final double MAX_NANOS = 1e6;

    /** All of it is 0, which the compiler cannot know. */
    private final int[] zeros = new int[ZEROS];
    private final int steps;
    private final double nanos;

    private AddedDelay(int steps, double nanos) {
        this.steps = steps;
        this.nanos = nanos;
    }

    /**
     * A delay as near to the wish as whole loads allow.
     *
     * @param wishedNanos 0 to 1 000 000; above 0, one load at least
     * @throws IllegalArgumentException if it is not in that range
     */
    static AddedDelay of(double wishedNanos) {
        if (!(wishedNanos >= 0 && wishedNanos <= MAX_NANOS)) {
            throw new IllegalArgumentException("a delay of " + wishedNanos + " ns; 0 to 1000000 is right");
        }
        if (wishedNanos == 0) {
            return NONE;
        }
        double stepNanos = stepNanos();
        int steps = Math.max(1, (int) Math.round(wishedNanos / stepNanos));
        return new AddedDelay(steps, steps * stepNanos);
    }

    /** What one load takes: the best of many long chains, so that an interrupted one does not count. */
    private static double stepNanos() {
        AddedDelay chain = new AddedDelay(CALIBRATION_STEPS, 0);
        double best = Double.MAX_VALUE;
        long word = 1;
        for (int calibration = 0; calibration < CALIBRATIONS; calibration++) {
            long start = System.nanoTime();
            word = chain.passOn(word);
            best = Math.min(best, (double) (System.nanoTime() - start) / CALIBRATION_STEPS);
        }
        if (word != 1) {
            throw new AssertionError("a table of zeros holds " + word);
        }
        return best;
    }

    /** The word itself, later. */
    long passOn(long word) {
        int index = (int) word & ZEROS - 1;
        int zero = 0;
        for (int step = steps; step > 0; step--) {
            zero = zeros[index];
            index = zero & ZEROS - 1;
        }
        return word + zero;
    }

    /** Sends home how long it takes, as calibrated; nothing where there is none. */
    void record() {
        if (steps > 0) {
            Recordings.added(nanos);
        }
    }
}
