package ipc.wait;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;

/**
 * {@link SpinWait} with the JDK's foreign-memory API: {@link ForeignWaits#SPIN} describes it.
 *
 * <p>The handle is {@code static final}, so HotSpot treats it as a constant and inlines the access. Its calls must match its type
 * exactly. Otherwise a forgotten cast would box every word.
 */
final class ForeignSpinWait implements WaitStrategy {
    /** Coordinates: the segment and the offset in bytes. */
    private static final VarHandle LONGS = ValueLayout.JAVA_LONG.varHandle().withInvokeExactBehavior();
    /** Same as in {@link SpinWait}. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 20;

    private final MemorySegment memory;
    private final long wordOffset;
    private final Liveness liveness;

    ForeignSpinWait(MemorySegment memory, long wordOffset, Liveness liveness) {
        this.memory = memory;
        this.wordOffset = wordOffset;
        this.liveness = liveness;
    }

    @Override
    public void publish(long value) {
        LONGS.setRelease(memory, wordOffset, value);
    }

    @Override
    public long await(long last) {
        for (int spins = SPINS_BETWEEN_CHECKS; spins > 0; spins--) {
            long seen = (long) LONGS.getVolatile(memory, wordOffset);
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
                long seen = (long) LONGS.getVolatile(memory, wordOffset);
                if (seen != last) {
                    return seen;
                }
                Thread.onSpinWait();
            }
        }
    }
}
