package ipc.bench;

import ipc.histogram.LatencyRecorder;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Runs the code for long operations some hundred times a second during warm-up. Otherwise the first long operation of a
 * measurement would be the first ever. HotSpot compiles a branch that was never taken into a trap. Taking it discards the
 * compiled benchmark, and compiling it again occupies one of the two CPUs for 50 ms.
 */
final class SlowPathWarmUp implements AutoCloseable {
    private static final long PERIOD_MILLIS = 2;

    private final LatencyRecorder recorder;
    private final LongConsumer afterLong;
    private final Thread prompter;
    private volatile boolean over;

    /**
     * Starts the warm-up.
     *
     * @param recorder  records the operations that are examined
     * @param afterLong examines long operations
     */
    SlowPathWarmUp(LatencyRecorder recorder, LongConsumer afterLong) {
        this.recorder = recorder;
        this.afterLong = afterLong;
        recorder.watch(Long.MAX_VALUE, this::play);
        prompter = new Thread(this::prompt, "tail-rehearsal");
        prompter.setDaemon(true);
        prompter.start();
    }

    private void prompt() {
        try {
            while (!over) {
                Thread.sleep(PERIOD_MILLIS);
                // A plain write from another thread. If the measuring thread misses it, another one follows soon.
                recorder.watch(0, this::play);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void play(long nanos) {
        recorder.stopWatching();
        afterLong.accept(nanos);
    }

    /** Ends the warm-up. */
    @Override
    public void close() {
        over = true;
        try {
            prompter.join(TimeUnit.SECONDS.toMillis(1));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        recorder.stopWatching();
    }
}
