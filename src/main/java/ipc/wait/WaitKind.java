package ipc.wait;

import ipc.region.SharedRegion;

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

    /** Prepares the control bytes; called once, by the side that created the region, before either side binds. */
    void initialise(SharedRegion region, long controlOffset);

    /** Binds the strategy to a word on one side. */
    WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness);
}
