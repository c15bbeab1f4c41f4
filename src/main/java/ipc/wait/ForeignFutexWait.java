package ipc.wait;

import ipc.posix.ForeignMemory;
import ipc.posix.Futex;
import ipc.region.SharedRegion;
import java.util.Optional;

/**
 * {@link FutexWait} itself, but that its system calls are downcalls of the JDK's own {@code Linker}, where the others are JNA's
 * direct mapping. Paired with {@link FutexWait} on the same region it shows what JNA costs, or saves, at two system calls a
 * wake-up.
 *
 * <p>Calls: {@code futex}, with {@code errno} captured in either way.
 *
 * <p>What wakes the receiver: {@code FUTEX_WAKE}, as in {@link FutexWait}.
 *
 * <p>Limits: as in {@link FutexWait}; messages of 8 bytes, the word alone; JDK 22 or later, 64-bit processors.
 *
 * <p>Choose it where a program shall need nothing but the JDK and runs on a recent one.
 *
 * <p>Manual: {@code futex(2)}; {@code java.lang.foreign.Linker}, JEP 454.
 */
public final class ForeignFutexWait {
    /** This kind, for the catalogue. */
    public static final WaitKind KIND = new Kind();

    private ForeignFutexWait() {
    }

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "futex-ffm";
        }

        @Override
        public String description() {
            return "as futex, called by the JDK's foreign-function API in place of JNA";
        }

        @Override
        public boolean optional() {
            return true;
        }

        @Override
        public boolean blocks() {
            return true;
        }

        @Override
        public boolean needsOwnCpu() {
            return false;
        }

        @Override
        public int controlBytes() {
            return Futex.BYTES;
        }

        @Override
        public Optional<String> unavailable() {
            return ForeignMemory.unavailableCalls();
        }

        @Override
        public Optional<String> unsupportedSize(int sizeBytes) {
            return SequenceWordOnly.unsupportedSize(name(), sizeBytes);
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            FutexWait.KIND.initialise(region, controlOffset);
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return FutexWait.foreign(region, wordOffset, controlOffset, liveness);
        }
    }
}
