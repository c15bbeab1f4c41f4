package ipc.bench;

import ipc.histogram.LatencyRecorder;
import java.util.concurrent.TimeUnit;
import java.util.function.LongConsumer;

/**
 * Lets the path of a long operation be taken while warming up, some hundred times a second. Else the first long operation that is
 * measured would be the first ever: HotSpot compiles a branch that was never taken into a trap, which throws the compiled
 * benchmark away and compiles it anew, 50 ms of a compiler on one of the two CPUs at the worst moment.
 */
final class SlowPathWarmUp implements AutoCloseable {
    private static final long PERIOD_MILLIS = 2;

    private final LatencyRecorder recorder;
    private final LongConsumer afterLong;
    private final Thread prompter;
    private volatile boolean over;

    /**
     * Begins.
     *
     * @param afterLong what will look into long operations
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
                // Plain, from another thread: should the measuring thread miss it, the next comes soon.
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

    /** Ends it. */
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
