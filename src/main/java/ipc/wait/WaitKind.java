package ipc.wait;

import ipc.region.SharedRegion;
import java.util.List;
import java.util.Optional;

/**
 * A wait strategy that is not yet bound to words of a region. The region's creator calls {@link #create} for each direction; then
 * the other side calls {@link #open}.
 */
public interface WaitKind {
    /** The catalogue's entry. */
    WaitSpec spec();

    /** The short name in {@code transport=region/NAME}. */
    default String name() {
        return spec().name();
    }

    /** The reason why this machine or JVM does not offer it. Empty if it does, or if only a limit is reached. */
    default Optional<String> unavailable() {
        return spec().unavailable().get();
    }

    /** The reason why it does not carry messages of this size, and which size it carries. Empty if it does. */
    default Optional<String> unsupportedSize(int sizeBytes) {
        return spec().unsupportedSize(sizeBytes);
    }

    /**
     * Creates the shared objects for the words of one direction, and binds this side. Call {@link WaitStrategy#onPeerOpened}
     * after the other side has bound its own.
     *
     * @param words of one direction; messages use them in turn
     * @return a strategy for each word, in the same order
     * @throws ipc.posix.PosixException if a system call fails; nothing is left behind
     */
    List<WaitStrategy> create(SharedRegion region, List<Word> words, Liveness liveness);

    /** Binds the other side, once, to the result of {@link #create} for the same words. */
    List<WaitStrategy> open(SharedRegion region, List<Word> words, Liveness liveness);

    /**
     * A word of a region with its control bytes.
     *
     * @param offset        of the word, a multiple of 8
     * @param controlOffset of its control bytes
     */
    record Word(long offset, long controlOffset) {
    }
}
