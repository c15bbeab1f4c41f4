package ipc.posix;

import java.util.concurrent.TimeUnit;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * Whether a process has been stopped by a signal, and for how long. It would wait for ever for one who continues it, and so would
 * whoever waits for it. One that is stopped whenever it is looked at, and runs in between, as a limiter of CPU time has it, is
 * none. Used by one thread.
 */
public final class StoppedProcess {
    /** So long, and its owner ends it. */
    public static final long MAX_STOPPED_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Between two looks at least. */
    private static final long CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /** Who has not looked for so long was stopped itself, or its machine was: what it saw before counts no more. */
    private static final long STALE_AFTER_NANOS = TimeUnit.SECONDS.toNanos(3);

    private final Supplier<OptionalLong> ticksIfStopped;
    private boolean looked;
    private OptionalLong stopped = OptionalLong.empty();
    private long lastNanos;
    private long sinceNanos;

    /** @param process its id */
    public StoppedProcess(long process) {
        this(() -> ProcessFacts.isStopped(process) ? ProcessFacts.cpuTicks(process) : OptionalLong.empty());
    }

    /** @param ticksIfStopped the CPU time it has used; empty if it is not stopped */
    StoppedProcess(Supplier<OptionalLong> ticksIfStopped) {
        this.ticksIfStopped = ticksIfStopped;
    }

    /**
     * Looks, once a second at the most, however often it is called.
     *
     * @param nowNanos on the scale of {@link System#nanoTime()}
     * @return whether it has been stopped for {@link #MAX_STOPPED_NANOS}
     */
    public boolean isStoppedForTooLong(long nowNanos) {
        if (looked && nowNanos - lastNanos < CHECK_INTERVAL_NANOS) {
            return false;
        }
        boolean paused = looked && nowNanos - lastNanos > STALE_AFTER_NANOS;
        OptionalLong before = stopped;
        looked = true;
        lastNanos = nowNanos;
        stopped = ticksIfStopped.get();
        if (paused || !before.equals(stopped)) {
            sinceNanos = nowNanos;
        }
        return stopped.isPresent() && nowNanos - sinceNanos >= MAX_STOPPED_NANOS;
    }

    /** Its reason, for the one who ends it. */
    public static String inWords() {
        return "was stopped by a signal (SIGSTOP, or Ctrl-Z) for " + TimeUnit.NANOSECONDS.toSeconds(MAX_STOPPED_NANOS)
                + " s and has been ended";
    }
}
