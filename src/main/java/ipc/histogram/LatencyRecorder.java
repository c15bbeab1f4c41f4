package ipc.histogram;

import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Every operation's latency of one iteration, in nanoseconds.
 *
 * <p>In a closed loop one clock read serves two operations: each latency runs from one completion to the next, so that
 * none is left out and the sum of all is the time that passed. The first completion of an iteration has no predecessor
 * and is not recorded. Used by the measuring thread; recording allocates nothing.
 *
 * <p>Operations longer than a threshold can be looked into right after they end. In a closed loop the time that takes is in no
 * latency: the chain of completions starts anew behind it.
 */
public final class LatencyRecorder {
    /** JMH's own time-out for an iteration ends a run long before an operation takes this long. */
    private static final long HIGHEST_NANOS = 3_600_000_000_000L;
    /** Exact to the nanosecond up to 2047 ns, then to 0.1 %. */
    private static final int SIGNIFICANT_DIGITS = 3;
    /** So long ago that the first completion seems to take longer than anything that is recorded. */
    private static final long NEVER = Long.MIN_VALUE / 2;

    private final Histogram histogram = new Histogram(HIGHEST_NANOS, SIGNIFICANT_DIGITS);
    private long lastCompletion = NEVER;
    private long longFromNanos = HIGHEST_NANOS;
    private LongConsumer afterLong;

    /** Forgets everything: the next completion is the first. */
    public void restart() {
        histogram.reset();
        lastCompletion = NEVER;
    }

    /**
     * Has every long operation looked into, until {@link #stopWatching}.
     *
     * @param fromNanos from where on an operation is long; not negative
     * @param after     gets its latency in nanoseconds, on the measuring thread
     */
    public void watch(long fromNanos, LongConsumer after) {
        afterLong = after;
        longFromNanos = Math.min(fromNanos, HIGHEST_NANOS);
    }

    /** No operation is looked into any more. */
    public void stopWatching() {
        longFromNanos = HIGHEST_NANOS;
    }

    /**
     * An operation of a closed loop has completed.
     *
     * @param nowNanos {@link System#nanoTime()} right after it
     */
    public void completed(long nowNanos) {
        long latencyNanos = nowNanos - lastCompletion;
        lastCompletion = nowNanos;
        // One branch sorts out the first completion as well as the long ones. HotSpot compiles a branch it never saw taken into a
        // trap, so that a branch of its own for the first would throw the compiled benchmark away in each new iteration.
        if (latencyNanos < longFromNanos) {
            histogram.recordValue(latencyNanos);
        } else if (tookLong(latencyNanos)) {
            lastCompletion = System.nanoTime();
        }
    }

    /**
     * An operation took this long, an hour at most.
     *
     * @return whether it has been looked into, which took time
     * @throws IllegalStateException if the time is negative: the clocks of two CPUs disagree
     */
    public boolean record(long latencyNanos) {
        if (latencyNanos < 0) {
            throw new IllegalStateException("received " + -latencyNanos + " ns before it was sent: the monotonic clocks of"
                    + " two CPUs disagree on this machine, one-way latency cannot be measured here");
        }
        if (latencyNanos < longFromNanos) {
            histogram.recordValue(latencyNanos);
            return false;
        }
        return tookLong(latencyNanos);
    }

    /** Rare, and apart, so that the usual path stays short enough to be inlined. Whether it has been looked into. */
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

    /** Takes over what another one has recorded since its restart. */
    public void add(LatencyRecorder other) {
        histogram.add(other.histogram);
    }

    /** The median of what has been recorded since the restart, nanoseconds; 0 if nothing has. */
    public long medianNanos() {
        return histogram.getTotalCount() == 0 ? 0 : histogram.getValueAtPercentile(50);
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
