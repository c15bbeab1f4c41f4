package ipc.wait;

/**
 * One word of shared memory that one side publishes and the other waits for.
 *
 * <p>{@link #publish} has release semantics: whatever the publisher wrote before is seen by the waiter that returns from
 * {@link #await}. One publisher, one waiter; neither call allocates.
 */
public interface WaitStrategy extends AutoCloseable {
    /** Stores the word and lets the waiter know. */
    void publish(long value);

    /**
     * Waits until the word is something else than it was.
     *
     * @param last the value seen last
     * @return the new value
     * @throws IllegalStateException if {@link Liveness} says that nobody will come
     */
    long await(long last);

    /** On the side that created: the other side has bound its own, and whatever it handed over can be taken. */
    default void onPeerOpened() {
        // Memory alone is there from the beginning.
    }

    /** Gives back what this side holds beside the region, which must be mapped still. Strategies that share it may all do so. */
    @Override
    default void close() {
        // Memory alone goes with its region.
    }
}
