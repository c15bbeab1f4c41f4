package ipc.wait;

import ipc.posix.ForeignMemory;

/**
 * {@link SpinWait} with the JDK's foreign-memory API. It reaches the word by the {@code VarHandle} of
 * {@code ValueLayout.JAVA_LONG} on a {@code MemorySegment}. A pair of the two on one region shows the cost of Chronicle Bytes at
 * the word.
 *
 * <p>Calls: none. Every access checks bounds, alignment and the segment's lifetime. The segment comes from {@code ofAddress}, so
 * it lives for ever. This project is compiled for JDK 17, which adds a type check at every access. A program compiled for JDK 22
 * would not have it: see {@link ForeignMemory}.
 *
 * <p>Wake-up: none, as in {@link SpinWait}.
 *
 * <p>Limits: as in {@link SpinWait}. It carries 8-byte messages only, and needs JDK 22 or later.
 *
 * <p>Choose it when a program runs on a recent JDK and should need no library. Libraries rely on {@code sun.misc.Unsafe}, which
 * the JDK is going to remove.
 *
 * <p>Manual: {@code java.lang.foreign}; JEP 454.
 */
public final class ForeignSpinWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final WaitKind KIND = MemoryWaitKind.of(
            WaitSpec.spinning("spin-ffm", "like spin, but the word is reached through the JDK's foreign-memory API")
                    .asAccessToTheSequenceWord().unless(ForeignMemory::unavailable),
            (region, wordOffset, controlOffset, liveness) -> new ForeignSpinWait(
                    ForeignMemory.segment(region.address(), region.lengthBytes()), wordOffset, liveness));

    /** Same as in {@link SpinWait}. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 20;

    private final Object memory;
    private final long wordOffset;
    private final Liveness liveness;

    private ForeignSpinWait(Object memory, long wordOffset, Liveness liveness) {
        this.memory = memory;
        this.wordOffset = wordOffset;
        this.liveness = liveness;
    }

    @Override
    public void publish(long value) {
        ForeignMemory.setRelease(memory, wordOffset, value);
    }

    @Override
    public long await(long last) {
        for (int spins = SPINS_BETWEEN_CHECKS; spins > 0; spins--) {
            long seen = ForeignMemory.getVolatile(memory, wordOffset);
            if (seen != last) {
                return seen;
            }
            Thread.onSpinWait();
        }
        return awaitWatchfully(last);
    }

    private long awaitWatchfully(long last) {
        long start = System.nanoTime();
        while (true) {
            liveness.check(System.nanoTime() - start);
            for (int spins = SPINS_BETWEEN_CHECKS; spins > 0; spins--) {
                long seen = ForeignMemory.getVolatile(memory, wordOffset);
                if (seen != last) {
                    return seen;
                }
                Thread.onSpinWait();
            }
        }
    }
}
