package ipc.bench;

import ipc.osstats.TailResult;
import ipc.osstats.TailWatch;
import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The tail measurement that every benchmark shares. It ends the warm-up, chooses the threshold of a long operation, and has the
 * OS statistics read around iterations and after long operations. Used by the measuring thread, which must be the same one in all
 * iterations.
 */
final class MeasuredTail implements AutoCloseable {
    private final TailWatch watch;
    private final List<LatencyRecorder> recorders;
    private final SlowPathWarmUp slowPath;
    private boolean measuring;
    private long thresholdNanos;

    /**
     * @param peer      the other process
     * @param blocks    whether a side sleeps while it waits
     * @param recorders between them they record the latency of every operation
     */
    MeasuredTail(MeasuredPeer peer, boolean blocks, LatencyRecorder... recorders) {
        this.watch = new TailWatch(peer.stats(), blocks);
        this.recorders = List.of(recorders);
        this.watch.startWarmUp();
        this.slowPath = new SlowPathWarmUp(recorders[0], watch::examine);
    }

    /** Whether this is a measured iteration: each of them needs a {@link #warmUp} first. */
    boolean isWarmUpDue(IterationParams iteration) {
        return iteration.getType() == IterationType.MEASUREMENT;
    }

    /**
     * Ends the warm-up. Before later iterations it makes sure that the code between two iterations is compiled too. The caller
     * must discard what is recorded meanwhile.
     *
     * @param operation runs and records one operation
     */
    void warmUp(IterationParams iteration, Runnable operation) {
        // The counted warm-up has the median of the measured pace. Without one, these operations give the median.
        long median = recorders.get(0).medianNanos();
        watch.listThreads();
        new WarmUp(System::nanoTime, watch::compilerNanos, iteration.getTime().convertTo(TimeUnit.NANOSECONDS)).run(operation);
        if (thresholdNanos == 0) {
            slowPath.close();
            thresholdNanos = TailWatch.thresholdNanos(median > 0 ? median : recorders.get(0).medianNanos());
        }
    }

    /** Starts an iteration: to be called right before the first operation. */
    void startIteration(IterationParams iteration) {
        measuring = iteration.getType() == IterationType.MEASUREMENT;
        if (measuring) {
            recorders.forEach(recorder -> recorder.watch(thresholdNanos, watch::examine));
            watch.startIteration(thresholdNanos);
        }
    }

    /** Ends an iteration: to be called right after the last operation. */
    void endIteration() {
        if (measuring) {
            Recordings.result(new TailResult(watch.endIteration()));
            recorders.forEach(LatencyRecorder::stopWatching);
            measuring = false;
        }
    }

    @Override
    public void close() {
        slowPath.close();
        watch.close();
    }
}
