package ipc.wait;

import ipc.region.SharedRegion;
import java.util.Optional;

/**
 * Says why the strategies of {@link ForeignWaits} are unavailable. Java 22 and later load the class of this name from
 * {@code src/main/java22} instead, if the build had such a JDK.
 */
// Another class of this name replaces this one, and its methods return.
@SuppressWarnings("DoNotCallSuggester")
final class ForeignBindings {
    private static final int FIRST_JDK = 22;

    private ForeignBindings() {
    }

    /** The reason why there is no foreign-memory API. */
    static Optional<String> memoryUnavailable() {
        return Optional.of(reason(Runtime.version().feature()));
    }

    /** The reason why system calls are impossible. */
    static Optional<String> callsUnavailable() {
        return memoryUnavailable();
    }

    private static String reason(int jdk) {
        return jdk < FIRST_JDK ? "the foreign-memory API needs JDK 22 or later, and this is JDK " + jdk
                : "the foreign-memory API needs a jar built by JDK 22 or later, and an earlier JDK built this one; build it again";
    }

    static WaitStrategy spin(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        throw new IllegalStateException(memoryUnavailable().orElseThrow());
    }

    static WaitStrategy futex(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        throw new IllegalStateException(callsUnavailable().orElseThrow());
    }
}
