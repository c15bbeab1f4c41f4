package ipc.posix;

import ipc.proc.ProcessFacts;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Whether a signal has stopped a process, and for how long. A stopped process would block every process that waits for it. A
 * process that runs between two checks, for example under a CPU limiter, does not count as stopped.
 *
 * <p>Threading: one thread uses it.
 */
public final class StoppedProcess {
    /** The owner of a process ends it after this time. */
    public static final long MAX_STOPPED_NANOS = TimeUnit.SECONDS.toNanos(5);
    /** Least time between two checks. */
    private static final long CHECK_INTERVAL_NANOS = TimeUnit.SECONDS.toNanos(1);
    /**
     * A longer pause between checks means that the checking process or the machine was stopped. Earlier observations are then
     * dropped.
     */
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
     * Checks the process, at most once per second.
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

    /** The reason for ending it, as a part of a message. */
    public static String inWords() {
        return "was stopped by a signal (SIGSTOP, or Ctrl-Z) for " + TimeUnit.NANOSECONDS.toSeconds(MAX_STOPPED_NANOS)
                + " s and has been ended";
    }
}
