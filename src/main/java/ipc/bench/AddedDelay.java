package ipc.bench;

import ipc.histogram.Recordings;
import java.util.OptionalDouble;

/**
 * A known delay that is added to a message, to test whether the harness detects it.
 *
 * <p>The delay is a chain of bit rotations. Each one depends on the one before, and the first one depends on the received word.
 * So a CPU can neither start them early nor run them in parallel, and the clock is read after them.
 *
 * <p>Two processes that spin for each other fall into step, because each looks again after one {@code PAUSE}. A delay of 2 ns can
 * move a message past such a look: the round trip then changed by anything from -4 to +1 ns (measured). Every message of both
 * sides therefore gets a second, varying delay of 0 to 511 rotations, which is several pauses long. Over many messages the looks
 * are spread evenly, and the known delay becomes visible. The technique is called dither (Wannamaker, Lipshitz, Vanderkooy and
 * Wright, IEEE Transactions on Signal Processing 48, 2000).
 */
final class AddedDelay {
    /** No delay and no dither, as in every ordinary run. */
    static final AddedDelay NONE = new AddedDelay(-1, 0);

    private static final int CALIBRATION_STEPS = 200_000;
    private static final int CALIBRATIONS = 50;
    /** 2^64 divided by the golden ratio: the high bits of its multiples are spread evenly (Knuth, TAOCP 6.4). */
    private static final long GOLDEN = 0x9E37_79B9_7F4A_7C15L;
    /** Shift that keeps the nine highest bits: 0 to 511. */
    private static final int DITHER_SHIFT = 55;

    /** Rotations without the dither; negative means neither delay nor dither. */
    private final int steps;
    private final double nanos;

    private AddedDelay(int steps, double nanos) {
        this.steps = steps;
        this.nanos = nanos;
    }

    /** The dither alone, for the side that is compared with a delayed one; {@link #NONE} if no delay is requested. */
    static AddedDelay ofBaseline(OptionalDouble wishedNanos) {
        return wishedNanos.isEmpty() ? NONE : new AddedDelay(0, 0);
    }

    /** A delay close to the requested nanoseconds, with the dither; {@link #NONE} if no delay is requested. */
    static AddedDelay of(OptionalDouble wishedNanos) {
        if (wishedNanos.isEmpty()) {
            return NONE;
        }
        double stepNanos = stepNanos();
        int steps = (int) Math.round(wishedNanos.getAsDouble() / stepNanos);
        return new AddedDelay(steps, steps * stepNanos);
    }

    /** Nanoseconds per rotation: the best of many long chains, so that an interrupted chain does not count. */
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
            throw new AssertionError("rotated left and back right, 1 became " + word);
        }
        return best;
    }

    /** Returns the word unchanged, after the delay. */
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

    /** Records the calibrated delay, without the dither, as a secondary metric. {@link #NONE} records nothing. */
    void record() {
        if (steps >= 0) {
            Recordings.added(nanos);
        }
    }
}
