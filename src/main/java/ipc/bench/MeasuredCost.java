package ipc.bench;

import ipc.osstats.CpuTimes;
import ipc.histogram.Recordings;

/**
 * CPU time that the messages of an iteration cost. It is read right before the first operation and right after the last one, so
 * set-up is not included. Everything else that the processes do in between is: recording, JMH's loop, and the examination of long
 * operations, which {@link ipc.osstats.TailWatch} limits to 10 ms and a fiftieth of the iteration.
 */
final class MeasuredCost {
    private final CpuTimes times;

    /** @param times of all processes that do the work */
    MeasuredCost(CpuTimes times) {
        this.times = times;
    }

    /** Starts the measurement: to be called immediately before the first operation. */
    void startIteration() {
        times.start();
    }

    /**
     * Ends the measurement: to be called immediately after the last operation.
     *
     * @param messages number of messages; {@link ipc.result.RunRecord.Cost} says what counts as one
     */
    void endIteration(long messages) {
        times.stop();
        Recordings.cost(messages, times.nanos(), times.forkNanos(), times.peerNanos());
    }
}
