package ipc.bench;

import ipc.osstats.CpuTimes;
import ipc.histogram.Recordings;

/**
 * What the messages of an iteration cost: CPU time of both processes, read right before its first operation and right after its
 * last. JMH's set-up and ours lie outside. Inside is all that the two processes do meanwhile: also recording, JMH's loop, and
 * looking into long operations, which may take 10 ms and a fiftieth of the iteration.
 */
final class MeasuredCost {
    private final CpuTimes times;

    /** @param times of the process or the two that do the work */
    MeasuredCost(CpuTimes times) {
        this.times = times;
    }

    /** The very last thing before an iteration's first operation. */
    void startIteration() {
        times.start();
    }

    /**
     * The very first thing after an iteration's last operation.
     *
     * @param messages as {@code run.json} counts them: see {@link ipc.result.RunRecord.Cost}
     */
    void endIteration(long messages) {
        times.stop();
        Recordings.cost(messages, times.nanos(), times.forkNanos(), times.peerNanos());
    }
}
