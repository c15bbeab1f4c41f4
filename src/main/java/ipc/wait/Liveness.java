package ipc.wait;

/**
 * Asked now and then by whoever waits, never on the fast path: is there still somebody to wait for?
 *
 * <p>Must be callable from the waiting thread only, and cheap enough for every few milliseconds.
 */
@FunctionalInterface
public interface Liveness {
    /**
     * Returns if waiting makes sense still.
     *
     * @param waitedNanos how long this wait has lasted so far, at least
     * @throws IllegalStateException saying who died, or who has been silent for how long
     */
    void check(long waitedNanos);

    /**
     * Checks when a wait's deadline has passed, for waits that read no clock before the first.
     *
     * @param nowNanos   on the scale of {@link System#nanoTime()}
     * @param sinceNanos what this method returned before in the same wait; 0 at its first deadline
     * @return since when this wait is known to last
     */
    default long checkAtDeadline(long nowNanos, long sinceNanos) {
        long since = sinceNanos == 0 ? nowNanos : sinceNanos;
        check(nowNanos - since);
        return since;
    }
}
