package ipc.wait;

import ipc.region.SharedRegion;
import java.util.List;
import java.util.Optional;

/**
 * A wait strategy before it is bound to words of a region. The side that made the region creates it for each direction, then the
 * other side opens it.
 */
public interface WaitKind {
    /** Its short name in {@code transport=region/NAME}. */
    String name();

    /** One line for {@code list}. */
    String description();

    /** Whether the waiter sleeps in the kernel, at once or after a while; otherwise it keeps its CPU busy. */
    boolean blocks();

    /** Whether the waiter never lets anybody else have its CPU, so that each side needs one of its own. */
    boolean needsOwnCpu();

    /** Bytes of shared memory it needs beside each word, zeroed and aligned to a cache line; may be 0. */
    int controlBytes();

    /** Whether it is left out where all are asked for. */
    default boolean optional() {
        return false;
    }

    /** Why this machine or JVM does not offer it; empty if it does, or if only a limit is reached. */
    default Optional<String> unavailable() {
        return Optional.empty();
    }

    /** Why it is not offered for messages of this size, with what would be right; empty if it is. */
    default Optional<String> unsupportedSize(int sizeBytes) {
        return Optional.empty();
    }

    /**
     * Makes what the two sides need for the words of one direction, and binds this side. {@link WaitStrategy#onPeerOpened} must follow
     * when the other side has bound its own.
     *
     * @param words of one direction; messages use them in turn
     * @return a strategy for each word, in their order
     * @throws ipc.posix.PosixException if the system says no; then nothing stays behind
     */
    List<WaitStrategy> create(SharedRegion region, List<Word> words, Liveness liveness);

    /** Binds the other side, once, to what {@link #create} made for the same words. */
    List<WaitStrategy> open(SharedRegion region, List<Word> words, Liveness liveness);

    /**
     * A word of a region, and the control bytes that belong to it.
     *
     * @param offset        of the word, a multiple of 8
     * @param controlOffset of its control bytes
     */
    record Word(long offset, long controlOffset) {
    }
}
