package ipc.wait;

import ipc.region.SharedRegion;
import java.util.Optional;

/** A wait strategy before it is bound to a word. */
public interface WaitKind {
    /** Its short name in {@code transport=region/NAME}. */
    String name();

    /** One line for {@code list}. */
    String description();

    /** Whether the waiter sleeps in the kernel, at once or after a while; otherwise it keeps its CPU busy. */
    boolean blocks();

    /** Whether the waiter never lets anybody else have its CPU, so that each side needs one of its own. */
    boolean needsOwnCpu();

    /** Bytes of shared memory it needs beside the word, zeroed and aligned to a cache line; may be 0. */
    int controlBytes();

    /** Why this JVM or machine does not offer it; empty if it does. */
    default Optional<String> missing() {
        return Optional.empty();
    }

    /** Why it is not offered for messages of this size, with what would be right; empty if it is. */
    default Optional<String> refusesSize(int sizeBytes) {
        return Optional.empty();
    }

    /** Prepares the control bytes; called once, by the side that created the region, before either side binds. */
    void initialise(SharedRegion region, long controlOffset);

    /** Binds the strategy to a word on one side. */
    WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness);
}
