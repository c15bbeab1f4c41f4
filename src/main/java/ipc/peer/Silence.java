package ipc.peer;

/**
 * For how long another process has been silent while this one looked on. Where this one itself was stopped meanwhile, or the
 * machine was, it did not look on, and the wait begins anew. Used by the thread that waits.
 */
final class Silence {
    private final long longestNanos;
    private final long pauseNanos;
    private boolean waits;
    private long lastWaitedNanos;
    private long lastNanos;
    private long sinceNanos;

    /**
     * @param longestNanos so long is too long
     * @param pauseNanos   who asks comes more often than that, unless it is stopped
     */
    Silence(long longestNanos, long pauseNanos) {
        this.longestNanos = longestNanos;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Asked again and again during a wait.
     *
     * @param waitedNanos how long this wait has lasted; less than the last time begins another one
     * @param nowNanos    on the scale of {@link System#nanoTime()}
     */
    boolean isTooLong(long waitedNanos, long nowNanos) {
        if (!waits || waitedNanos <= 0 || waitedNanos < lastWaitedNanos || nowNanos - lastNanos > pauseNanos) {
            sinceNanos = nowNanos;
        }
        waits = true;
        lastWaitedNanos = waitedNanos;
        lastNanos = nowNanos;
        return nowNanos - sinceNanos > longestNanos;
    }
}
