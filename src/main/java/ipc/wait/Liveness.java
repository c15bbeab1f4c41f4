package ipc.wait;

/**
 * Tells a waiting thread whether the other side is still alive. It is checked every few milliseconds, never on the fast path.
 *
 * <p>Threading: only the waiting thread calls it.
 */
@FunctionalInterface
public interface Liveness {
    /**
     * Returns if the other side can still be expected to act.
     *
     * @param waitedNanos lower bound of how long this wait has lasted
     * @throws IllegalStateException if the other side died or has been silent for too long; the message says which
     */
    void check(long waitedNanos);

    /**
     * Checks after a wait's deadline has passed. It serves waits that read no clock before their first deadline.
     *
     * @param nowNanos   on the scale of {@link System#nanoTime()}
     * @param sinceNanos the previous result of this method in the same wait; 0 at the first deadline
     * @return the time since which this wait is known to last, on the same scale
     */
    default long checkAtDeadline(long nowNanos, long sinceNanos) {
        long since = sinceNanos == 0 ? nowNanos : sinceNanos;
        check(nowNanos - since);
        return since;
    }
}
