package ipc.wait;

import java.util.Optional;
import java.util.function.Supplier;

/**
 * The catalogue's entry of a wait strategy.
 *
 * @param name             short name in {@code transport=region/NAME}
 * @param description      one line for {@code list}
 * @param blocks           whether the waiter sleeps in the kernel, at once or after spinning; otherwise it keeps its CPU busy
 * @param needsOwnCpu      whether the waiter never gives up its CPU, so that each side needs its own CPU
 * @param controlBytes     bytes of shared memory beside each word, zeroed and aligned to a cache line; 0 or more
 * @param optional         whether {@code all} leaves it out
 * @param sequenceWordOnly whether it carries messages of 8 bytes only
 * @param unavailable      the reason why this machine or JVM does not offer it; empty if it does
 */
public record WaitSpec(String name, String description, boolean blocks, boolean needsOwnCpu, int controlBytes, boolean optional,
        boolean sequenceWordOnly, Supplier<Optional<String>> unavailable) {
    /** A strategy whose waiter never gives up its CPU. */
    static WaitSpec spinning(String name, String description) {
        return new WaitSpec(name, description, false, true, 0, false, false, Optional::empty);
    }

    /** A strategy whose waiter is busy and lets other threads run. */
    static WaitSpec yielding(String name, String description) {
        return new WaitSpec(name, description, false, false, 0, false, false, Optional::empty);
    }

    /** A strategy whose waiter sleeps in the kernel. */
    static WaitSpec sleeping(String name, String description, int controlBytes) {
        return new WaitSpec(name, description, true, false, controlBytes, false, false, Optional::empty);
    }

    /** The same, with a reason why it may be unavailable. */
    WaitSpec unless(Supplier<Optional<String>> reason) {
        return new WaitSpec(name, description, blocks, needsOwnCpu, controlBytes, optional, sequenceWordOnly, reason);
    }

    /** The same as a comparison of ways to reach the sequence word: it is optional and carries nothing else. */
    WaitSpec asAccessToTheSequenceWord() {
        return new WaitSpec(name, description, blocks, needsOwnCpu, controlBytes, true, true, unavailable);
    }

    /**
     * The reason why it does not carry messages of this size, and which size it carries. Empty if it does. A payload would go
     * through Chronicle Bytes and hide part of the difference between ways to reach the word.
     */
    Optional<String> unsupportedSize(int sizeBytes) {
        return !sequenceWordOnly || sizeBytes == Long.BYTES ? Optional.empty()
                : Optional.of("size " + sizeBytes + ": " + name + " compares only how the sequence word is reached;"
                        + " use size 8, which has no payload");
    }
}
