package ipc.histogram;

import org.HdrHistogram.Histogram;

/**
 * Every operation's latency of one iteration, in nanoseconds.
 *
 * <p>In a closed loop one clock read serves two operations: each latency runs from one completion to the next, so that
 * none is left out and the sum of all is the time that passed. The first completion of an iteration has no predecessor
 * and is not recorded. Used by the measuring thread; recording allocates nothing.
 */
public final class LatencyRecorder {
    /** JMH's own time-out for an iteration ends a run long before an operation takes this long. */
    private static final long HIGHEST_NANOS = 3_600_000_000_000L;
    /** Exact to the nanosecond up to 2047 ns, then to 0.1 %. */
    private static final int SIGNIFICANT_DIGITS = 3;
    private static final long NONE = Long.MIN_VALUE;

    private final Histogram histogram = new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private long lastCompletion = NONE;

    /** Forgets everything: the next completion is the first. */
    public void restart() {
        histogram.reset();
        lastCompletion = NONE;
    }

    /**
     * An operation of a closed loop has completed.
     *
     * @param nowNanos {@link System#nanoTime()} right after it
     */
    public void completed(long nowNanos) {
        if (lastCompletion != NONE) {
            histogram.recordValue(nowNanos - lastCompletion);
        }
        lastCompletion = nowNanos;
    }

    /**
     * An operation took this long.
     *
     * @throws IllegalStateException if the time is negative: the clocks of two CPUs disagree
     */
    public void record(long latencyNanos) {
        if (latencyNanos < 0) {
            throw new IllegalStateException("received " + -latencyNanos + " ns before it was sent: the monotonic clocks of"
                    + " two CPUs disagree on this machine, one-way latency cannot be measured here");
        }
        histogram.recordValue(latencyNanos);
    }

    /** How many latencies have been recorded since the restart. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** A copy of what has been recorded since the restart. */
    Histogram copy() {
        return histogram.copy();
    }
}
