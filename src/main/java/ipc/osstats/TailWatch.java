package ipc.osstats;

import ipc.result.RunRecord.Tail;
import ipc.result.RunRecordTailBuilder;
import java.util.function.LongSupplier;

/**
 * Reads the OS statistics around every measured iteration and right after long operations. Used by the measuring thread.
 *
 * <p>The readings have a time limit, because many long operations would otherwise make them dominate the iteration. An iteration
 * may spend {@link #CREDIT_NANOS} and a fiftieth of its own time on them. Further long operations are counted but not examined.
 */
public final class TailWatch implements AutoCloseable {
    /** Operations shorter than this are never examined. A timer interrupt takes a few microseconds and stays below it. */
    public static final long LEAST_THRESHOLD_NANOS = 50_000;
    /** Operations this many times as long as the median are rare with every transport and wait strategy. */
    private static final int LONG_IN_MEDIANS = 10;
    /** Thresholds are 1, 2 or 5 times a power of ten, so that the rounds of a cell mostly share one. */
    private static final long[] STEPS = {1, 2, 5};

    static final long CREDIT_NANOS = 10_000_000;
    private static final int SHARE = 50;

    private final OsStats stats;
    private final LongSupplier clock;
    private final boolean blocks;
    private final TailExplainer explainer;
    private final Reading start = new Reading();
    private TailSums sums = new TailSums();
    private Reading last = new Reading();
    private Reading next = new Reading();
    private long thresholdNanos;
    private long startNanos;
    private long spentNanos;
    private boolean limited;

    /**
     * @param stats  closed together with this
     * @param blocks whether a side sleeps by design while it waits for the other
     */
    public TailWatch(OsStats stats, boolean blocks) {
        this(stats, blocks, System::nanoTime);
    }

    TailWatch(OsStats stats, boolean blocks, LongSupplier clock) {
        this.stats = stats;
        this.blocks = blocks;
        this.explainer = new TailExplainer(blocks);
        this.clock = clock;
    }

    /**
     * The threshold of a long operation: 10 medians or 50 µs, whichever is more, rounded up to 1, 2 or 5 times a power of ten.
     */
    public static long thresholdNanos(double medianNanos) {
        double least = Math.max(LEAST_THRESHOLD_NANOS, LONG_IN_MEDIANS * medianNanos);
        for (long decade = 1;; decade *= 10) {
            for (long step : STEPS) {
                if (step * decade >= least) {
                    return step * decade;
                }
            }
        }
    }

    /**
     * Starts a measured iteration: to be called right before its first operation.
     *
     * @param longFromNanos threshold from which the caller calls {@link #examine}
     */
    public void startIteration(long longFromNanos) {
        thresholdNanos = longFromNanos;
        sums = new TailSums();
        spentNanos = 0;
        limited = true;
        stats.list();
        stats.read(start);
        stats.read(last);
        startNanos = clock.getAsLong();
    }

    /**
     * Like {@link #startIteration}, but without a limit on the readings. Used during warm-up, so that the reading itself gets
     * compiled.
     */
    public void startWarmUp() {
        startIteration(Long.MAX_VALUE);
        limited = false;
    }

    /** Examines a long operation that has just ended. The caller must exclude the time of this call from all latencies. */
    public void examine(long nanos) {
        sums.operations++;
        sums.totalNanos += nanos;
        sums.longestNanos = Math.max(nanos, sums.longestNanos);
        long begin = clock.getAsLong();
        if (limited && spentNanos > CREDIT_NANOS + (begin - startNanos) / SHARE) {
            sums.notExamined++;
            sums.notExaminedNanos += nanos;
            return;
        }
        stats.read(next);
        explainer.explain(nanos, last, next, sums);
        Reading swapped = last;
        last = next;
        next = swapped;
        spentNanos += clock.getAsLong() - begin;
    }

    /** Ends the iteration and returns its tail. */
    public Tail endIteration() {
        long measuredNanos = clock.getAsLong() - startNanos;
        // Compiler threads start and end; this finds those that started during the iteration.
        stats.list();
        stats.read(next);
        return RunRecordTailBuilder.builder().thresholdNanos(thresholdNanos).highestThresholdNanos(thresholdNanos)
                .operations(sums.operations).totalNanos(sums.totalNanos).longestNanos(sums.longestNanos)
                .notExamined(sums.notExamined).notExaminedNanos(sums.notExaminedNanos).blocks(blocks)
                .runQueueKnown(stats.knowsRunQueue()).causes(sums.causes()).measuredNanos(measuredNanos)
                .fork(next.fork.since(start.fork)).peer(next.peer.since(start.peer))
                .launcherNanos(next.launcherNanos - start.launcherNanos)
                .stealTicks(stats.knowsSteal() ? next.stealTicks - start.stealTicks : Tail.STEAL_UNKNOWN).build();
    }

    /** Finds the present threads of both processes. Allocates, so it is for between iterations only. */
    public void listThreads() {
        stats.list();
    }

    /**
     * CPU time of the listed compiler threads in nanoseconds. If the kernel does not tell it, the clock, as if they ran all the
     * time.
     */
    public long compilerNanos() {
        stats.read(next);
        return stats.knowsRunQueue() ? next.fork.compilerNanos + next.peer.compilerNanos : clock.getAsLong();
    }

    @Override
    public void close() {
        stats.close();
    }
}
