package ipc.wait;

import ipc.posix.ForeignFutex;
import ipc.region.SharedRegion;
import java.lang.foreign.MemorySegment;
import java.util.Optional;

/** Makes the strategies of {@link ForeignWaits} on Java 22 and later. Earlier JVMs load the class of this name in the base. */
final class ForeignBindings {
    private ForeignBindings() {
    }

    /** Empty: this JVM has the foreign-memory API. */
    static Optional<String> memoryUnavailable() {
        return Optional.empty();
    }

    /** The reason why system calls are impossible here. Empty if they are possible. */
    static Optional<String> callsUnavailable() {
        return ForeignFutex.unavailable();
    }

    /** The segment lives for ever, so it must not be used after the region is closed. */
    @SuppressWarnings("restricted")
    static WaitStrategy spin(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        MemorySegment memory = MemorySegment.ofAddress(region.address()).reinterpret(region.lengthBytes());
        return new ForeignSpinWait(memory, wordOffset, liveness);
    }

    static WaitStrategy futex(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        return new FutexWait(region, wordOffset, controlOffset, new ForeignFutex(region.address() + controlOffset), liveness);
    }
}
