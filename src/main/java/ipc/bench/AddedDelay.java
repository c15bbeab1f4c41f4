package ipc.bench;

import ipc.histogram.Recordings;
import java.util.OptionalDouble;

/**
 * A known delay in the way of a message, to see whether the harness finds it.
 *
 * <p>It is made of rotations, each depending on the one before and the first on the word received, so that no processor can do
 * them early or side by side. The clock read that ends a round trip waits for them.
 *
 * <p>Two processes that spin for each other keep step: each looks again after every {@code PAUSE}, and counts from its own last
 * message. A delay of 2 ns then moves a message past the next look, and the round trip answers with anything from -4 to
 * +1 ns (measured). So beside the known delay every message of both sides has another one, spread evenly from 0 to 511
 * rotations, several pauses long: over many messages the looks fall everywhere, and the known delay shows as what it is. Engineers of
 * converters call that dither (Wannamaker, Lipshitz, Vanderkooy and Wright, IEEE Transactions on Signal Processing
 * 48, 2000).
 */
final class AddedDelay {
    /** No delay and no dither: what every ordinary message has. */
    static final AddedDelay NONE = new AddedDelay(-1, 0);

    private static final int CALIBRATION_STEPS = 200_000;
    private static final int CALIBRATIONS = 50;
    /** 2^64 divided by the golden ratio: the high bits of consecutive multiples are spread evenly (Knuth, TAOCP 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    /** Leaves the nine highest bits. */
    private static final int DITHER_SHIFT = 55;

    /** Rotations without the dither; negative for neither. */
    private final int steps;
    private final double nanos;

    private AddedDelay(int steps, double nanos) {
        this.steps = steps;
        this.nanos = nanos;
    }

    /** The dither alone, for the side that a delayed one is compared with; nothing where nothing is wished. */
    static AddedDelay ofBaseline(OptionalDouble wishedNanos) {
        return wishedNanos.isEmpty() ? NONE : new AddedDelay(0, 0);
    }

    /** A delay as near to the wish as whole rotations allow, and the dither; nothing where nothing is wished. */
    static AddedDelay of(OptionalDouble wishedNanos) {
        if (wishedNanos.isEmpty()) {
            return NONE;
        }
        double stepNanos = stepNanos();
        int steps = (int) Math.round(wishedNanos.getAsDouble() / stepNanos);
        return new AddedDelay(steps, steps * stepNanos);
    }

    /** What one rotation takes: the best of many long chains, so that an interrupted one does not count. */
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
            throw new AssertionError("turned there and back, 1 became " + word);
        }
        return best;
    }

    /** The word itself, later. */
    long passOn(long word) {
        return steps < 0 ? word : delayed(word);
    }

    private long delayed(long word) {
        int rotations = steps + (int) (word * GOLDEN >>> DITHER_SHIFT);
        long turned = word;
        for (int left = rotations; left > 0; left--) {
            turned = Long.rotateLeft(turned, 1);
        }
        return Long.rotateRight(turned, rotations);
    }

    /** Sends home how long it takes, as calibrated and without the dither; nothing where there is none. */
    void record() {
        if (steps >= 0) {
            Recordings.added(nanos);
        }
    }
}
