package ipc.peer;

/**
 * Measures how long another process has been silent, counting only the time during which this process was running. If this
 * process or the machine was suspended, only a short part of the gap counts: see the parameter pauseNanos. Used by the thread
 * that waits.
 */
final class SilenceTimeout {
    private final long longestNanos;
    private final long pauseNanos;
    private long lastWaitedNanos;
    private long lastNanos;
    private long silentNanos;

    /**
     * @param longestNanos silence of more than this is too long
     * @param pauseNanos   longest time between two questions that counts; longer gaps are cut to this
     */
    SilenceTimeout(long longestNanos, long pauseNanos) {
        this.longestNanos = longestNanos;
        this.pauseNanos = pauseNanos;
    }

    /**
     * Whether the silence is too long. A waiting thread asks this repeatedly.
     *
     * @param waitedNanos how long the present wait has lasted; less than at the last call means that a new wait has begun
     * @param nowNanos    present time, on the scale of {@link System#nanoTime()}
     */
    boolean isExpired(long waitedNanos, long nowNanos) {
        // Only the part of the gap that belongs to this wait counts.
        boolean another = waitedNanos < lastWaitedNanos || waitedNanos < nowNanos - lastNanos;
        silentNanos = another ? Math.min(waitedNanos, pauseNanos) : silentNanos + Math.min(nowNanos - lastNanos, pauseNanos);
        lastWaitedNanos = waitedNanos;
        lastNanos = nowNanos;
        return silentNanos > longestNanos;
    }
}
