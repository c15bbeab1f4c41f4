package ipc.wait;

import ipc.posix.ForeignMemory;
import ipc.posix.Futex;

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
    public static final WaitKind KIND = MemoryWaitKind.of(
            WaitSpec.sleeping("futex-ffm", "like futex, but called through the JDK's foreign-function API instead of JNA",
                    Futex.BYTES).asAccessToTheSequenceWord().unless(ForeignMemory::unavailableCalls),
            FutexWait::foreign);

    private ForeignFutexWait() {
    }
}
