package ipc.histogram;

import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Records the latency of every operation of an iteration, in nanoseconds. Used by the measuring thread; recording allocates
 * nothing.
 *
 * <p>In a closed loop one clock read serves two operations: each latency runs from one completion to the next. So no time is left
 * out, and the latencies add up to the time that passed. The first completion of an iteration has no predecessor and is not
 * recorded.
 *
 * <p>Operations longer than a threshold can be examined right after they end. In a closed loop no latency contains the time of
 * the examination, because the next one is timed from its end.
 */
public final class LatencyRecorder {
    /** Longest latency that can be recorded, an hour. JMH's time limit for an iteration ends a run much earlier. */
    private static final long HIGHEST_NANOS = 3_600_000_000_000L;
    /** Precision: 1 ns up to 2047 ns, then 0.1 %. */
    private static final int SIGNIFICANT_DIGITS = 3;
    /** So long ago that the first completion exceeds every latency that is recorded. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Histogram histogram = new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private long lastCompletion = NEVER;
    private long longFromNanos = HIGHEST_NANOS;
    private LongConsumer afterLong;

    /** Discards all latencies; the next completion is the first one. */
    public void restart() {
        histogram.reset();
        lastCompletion = NEVER;
    }

    /**
     * Has every long operation examined, until {@link #stopWatching}.
     *
     * @param fromNanos an operation of this many nanoseconds or more is long; not negative
     * @param after     examines the operation; called with its latency in nanoseconds, on the measuring thread
     */
    public void watch(long fromNanos, LongConsumer after) {
        afterLong = after;
        longFromNanos = Math.min(fromNanos, HIGHEST_NANOS);
    }

    /** Ends the examination of long operations. */
    public void stopWatching() {
        longFromNanos = HIGHEST_NANOS;
    }

    /**
     * Records the completion of an operation in a closed loop.
     *
     * @param nowNanos {@link System#nanoTime()} right after the operation
     */
    public void completed(long nowNanos) {
        long latencyNanos = nowNanos - lastCompletion;
        lastCompletion = nowNanos;
        // One branch catches both the first completion and long ones. HotSpot compiles a branch that was never taken into a trap.
        // A separate branch for the first completion would discard the compiled benchmark in each new iteration.
        if (latencyNanos < longFromNanos) {
            histogram.recordValue(latencyNanos);
        } else if (tookLong(latencyNanos)) {
            lastCompletion = System.nanoTime();
        }
    }

    /**
     * Records the latency of an operation. Latencies above an hour are ignored.
     *
     * @return whether the operation was examined, which took time
     * @throws IllegalStateException if the latency is negative, because the clocks of two CPUs disagree
     */
    public boolean record(long latencyNanos) {
        if (latencyNanos < 0) {
            throw new IllegalStateException("received " + -latencyNanos + " ns before it was sent: the monotonic clocks of two"
                    + " CPUs disagree; one-way latency cannot be measured on this machine");
        }
        if (latencyNanos < longFromNanos) {
            histogram.recordValue(latencyNanos);
            return false;
        }
        return tookLong(latencyNanos);
    }

    /**
     * The rare case, in a method of its own so that the usual path stays short enough to be inlined. Returns whether it was
     * examined.
     */
    private boolean tookLong(long latencyNanos) {
        if (latencyNanos > HIGHEST_NANOS) {
            return false;
        }
        histogram.recordValue(latencyNanos);
        if (latencyNanos < longFromNanos || afterLong == null) {
            return false;
        }
        afterLong.accept(latencyNanos);
        return true;
    }

    /** Adds all latencies of another recorder. */
    public void add(LatencyRecorder other) {
        histogram.add(other.histogram);
    }

    /** The median latency since {@link #restart}, in nanoseconds; 0 if there is none. */
    public long medianNanos() {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(50);
    }

    /** Latencies recorded since {@link #restart}. */
    public long count() {
        return histogram.getTotalCount();
    }

    /** A copy of the latencies recorded since {@link #restart}. */
    Histogram copy() {
        return histogram.copy();
    }
}
