package ipc.wait;

import ipc.posix.Futex;

/**
 * Strategies that use {@code java.lang.foreign} (JEP 454) instead of a library. They need JDK 22 or later, so their code is in
 * {@code src/main/java22}. The jar is a multi-release jar, and each JVM loads its own {@link ForeignBindings}.
 *
 * <p>They carry 8-byte messages only. {@code MemorySegment.reinterpret} and downcalls are restricted methods. The JVM prints a
 * warning without {@code --enable-native-access=ALL-UNNAMED}.
 *
 * <p>Choose them when a program runs on a recent JDK and should need no library. Libraries rely on {@code sun.misc.Unsafe}, which
 * the JDK is going to remove.
 *
 * <p>Manual: {@code java.lang.foreign}; JEP 454.
 */
public final class ForeignWaits {
    /**
     * {@link SpinWait} by the {@code VarHandle} of {@code ValueLayout.JAVA_LONG} on a {@code MemorySegment}. A pair of the two on
     * one region shows the cost of Chronicle Bytes at the word.
     *
     * <p>Calls: none. Every access checks bounds, alignment and the segment's lifetime. The segment comes from {@code ofAddress},
     * so it lives for ever.
     *
     * <p>Wake-up and limits: as in {@link SpinWait}.
     */
    public static final WaitKind SPIN = MemoryWaitKind.of(
            WaitSpec.spinning("spin-ffm", "like spin, but the word is reached through the JDK's foreign-memory API")
                    .asAccessToTheSequenceWord().unless(ForeignBindings::memoryUnavailable),
            ForeignBindings::spin);

    /**
     * {@link FutexWait} with system calls through the JDK's {@code Linker} instead of JNA. A pair of the two on one region shows
     * the cost of JNA at two system calls per wake-up.
     *
     * <p>Calls: {@code futex}. Both variants capture {@code errno}.
     *
     * <p>Wake-up: {@code FUTEX_WAKE}, as in {@link FutexWait}.
     *
     * <p>Limits: as in {@link FutexWait}. It needs a 64-bit processor.
     *
     * <p>Manual: {@code futex(2)}; {@code java.lang.foreign.Linker}.
     */
    public static final WaitKind FUTEX = MemoryWaitKind.of(
            WaitSpec.sleeping("futex-ffm", "like futex, but called through the JDK's foreign-function API instead of JNA",
                    Futex.BYTES).asAccessToTheSequenceWord().unless(ForeignBindings::callsUnavailable),
            ForeignBindings::futex);

    private ForeignWaits() {
    }
}
