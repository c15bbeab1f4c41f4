package ipc.peer;

/**
 * For how long another process has been silent while this one looked on. Where this one itself was stopped meanwhile, or the
 * machine was, it did not look on: of a longer pause only so much counts as one who merely waits for a CPU may be away. Used by
 * the thread that waits.
 */
final class SilenceTimeout {
    private final long longestNanos;
    private final long pauseNanos;
    private long lastWaitedNanos;
    private long lastNanos;
    private long silentNanos;

    /**
     * @param longestNanos so long is too long
     * @param pauseNanos   between two questions no more than that counts
     */
    SilenceTimeout(long longestNanos, long pauseNanos) {
        this.longestNanos = longestNanos;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Asked again and again during a wait.
     *
     * @param waitedNanos how long this wait has lasted; less than the last time begins another one
     * @param nowNanos    on the scale of {@link System#nanoTime()}
     */
    boolean isExpired(long waitedNanos, long nowNanos) {
        // What has passed since the last question passed in this wait only as far as this wait has lasted.
        boolean another = waitedNanos < lastWaitedNanos || waitedNanos < nowNanos - lastNanos;
        silentNanos = another ? Math.min(waitedNanos, pauseNanos) : silentNanos + Math.min(nowNanos - lastNanos, pauseNanos);
        lastWaitedNanos = waitedNanos;
        lastNanos = nowNanos;
        return silentNanos > longestNanos;
    }
}
