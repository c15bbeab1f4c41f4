package ipc.wait;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * Reads the word in a loop until it changes.
 *
 * <p>Calls: none. {@link Thread#onSpinWait()} compiles to {@code PAUSE} on x86-64. On AArch64 it compiles to {@code ISB} or
 * {@code YIELD} if the JVM supports {@code -XX:OnSpinWaitInst}. Elsewhere it compiles to nothing.
 *
 * <p>Wake-up: none. The receiver never sleeps; cache coherence delivers the new value.
 *
 * <p>Limits: one busy CPU per waiting side. If both sides share a CPU, each one wastes the time that the other needs.
 *
 * <p>Choose it for the lowest latency, if you can spare two CPUs.
 *
 * <p>Manual: none, since there is no system call. The processor's manual describes {@code PAUSE}.
 */
public final class SpinWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final MemoryWaitKind KIND = MemoryWaitKind.of(
            WaitSpec.spinning("spin", "each side reads the word until it changes; one busy CPU per side"),
            (region, wordOffset, controlOffset, liveness) -> new SpinWait(region.bytes(), wordOffset, liveness));

    /** Reads between two checks of the clock and the peer: 10 to 50 ms on the machines that we measured. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 20;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final Liveness liveness;

    private SpinWait(BytesStore<?, ?> memory, long wordOffset, Liveness liveness) {
        this.memory = memory;
        this.wordOffset = wordOffset;
        this.liveness = liveness;
    }

    @Override
    public void publish(long value) {
        memory.writeOrderedLong(wordOffset, value);
    }

    @Override
    public long await(long last) {
        for (int spins = SPINS_BETWEEN_CHECKS; spins > 0; spins--) {
            long seen = memory.readVolatileLong(wordOffset);
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
                long seen = memory.readVolatileLong(wordOffset);
                if (seen != last) {
                    return seen;
                }
                Thread.onSpinWait();
            }
        }
    }
}
