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
 * What every benchmark does about its tail: warms up until nothing is compiled any more, chooses a threshold, and has the
 * OS statistics read around measured iterations and after long operations. Used by the measuring thread, which must be the same in
 * all iterations.
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
     * @param recorders get every operation's latency, each in one of them
     */
    MeasuredTail(MeasuredPeer peer, boolean blocks, LatencyRecorder... recorders) {
        this.watch = new TailWatch(peer.stats(), blocks);
        this.recorders = List.of(recorders);
        this.watch.startWarmUp();
        this.slowPath = new SlowPathWarmUp(recorders[0], watch::examine);
    }

    /** Whether this is a measured iteration, before each of which {@link #warmUp} is due. */
    boolean isWarmUpDue(IterationParams iteration) {
        return iteration.getType() == IterationType.MEASUREMENT;
    }

    /**
     * Ends the warm-up, or makes sure that what happened between two iterations has been compiled. What it records is to be
     * forgotten afterwards.
     *
     * @param operation one operation, recorded as ever
     */
    void warmUp(IterationParams iteration, Runnable operation) {
        // The counted warm-up's, as it ran the way it will be measured; without one, that of these operations.
        long median = recorders.get(0).medianNanos();
        watch.listThreads();
        new WarmUp(System::nanoTime, watch::compilerNanos, iteration.getTime().convertTo(TimeUnit.NANOSECONDS)).run(operation);
        if (thresholdNanos == 0) {
            slowPath.close();
            thresholdNanos = TailWatch.thresholdNanos(median > 0 ? median : recorders.get(0).medianNanos());
        }
    }

    /** The last thing before an iteration's first operation. */
    void startIteration(IterationParams iteration) {
        measuring = iteration.getType() == IterationType.MEASUREMENT;
        if (measuring) {
            recorders.forEach(recorder -> recorder.watch(thresholdNanos, watch::examine));
            watch.startIteration(thresholdNanos);
        }
    }

    /** The first thing after an iteration's last operation. */
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
