package ipc.wait;

import ipc.posix.ForeignMemory;
import ipc.posix.Futex;
import ipc.region.SharedRegion;
import java.util.Optional;

/**
 * {@link FutexWait} with system calls through the JDK's {@code Linker} instead of JNA. A pair of the two on one region shows the
 * cost of JNA at two system calls per wake-up.
 *
 * <p>Calls: {@code futex}. Both variants capture {@code errno}.
 *
 * <p>Wake-up: {@code FUTEX_WAKE}, as in {@link FutexWait}.
 *
 * <p>Limits: as in {@link FutexWait}. It carries 8-byte messages only, and needs JDK 22 or later and a 64-bit processor.
 *
 * <p>Choose it when a program runs on a recent JDK and should need no library.
 *
 * <p>Manual: {@code futex(2)}; {@code java.lang.foreign.Linker}, JEP 454.
 */
public final class ForeignFutexWait {
    /** The catalogue's entry. */
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
            return "like futex, but called through the JDK's foreign-function API instead of JNA";
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
