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
}
