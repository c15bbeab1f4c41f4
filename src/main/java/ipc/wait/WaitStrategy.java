package ipc.wait;

/**
 * A word of shared memory that one side publishes and the other side waits for.
 *
 * <p>{@link #publish} has release semantics. After {@link #await} returns, the waiter sees everything that the publisher wrote
 * before.
 *
 * <p>Threading: one publisher and one waiter. The calls do not allocate.
 */
public interface WaitStrategy extends AutoCloseable {
    /** Stores the word and notifies the waiter. */
    void publish(long value);

    /**
     * Waits until the word differs from a value.
     *
     * @param last the value that was seen last
     * @return the new value
     * @throws IllegalStateException if {@link Liveness} reports that the other side is gone
     */
    long await(long last);

    /** Tells the creator that the other side has bound its own, so that passed file descriptors can be received. */
    default void onPeerOpened() {
        // Strategies in memory have nothing to receive.
    }

    /**
     * Releases this side's resources outside the region. The region must still be mapped. Strategies with common resources may
     * each call it.
     */
    @Override
    default void close() {
        // Strategies in memory have nothing to release.
    }
}
