package ipc.wait;

import ipc.region.SharedRegion;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Reads the word again and again until it changes.
 *
 * <p>Calls: none. {@link Thread#onSpinWait()} compiles to {@code PAUSE} on x86-64, to {@code ISB} or {@code YIELD} on AArch64
 * where the JVM knows it ({@code -XX:OnSpinWaitInst}), to nothing elsewhere.
 *
 * <p>What wakes the receiver: nothing, it never sleeps; the new value arrives by cache coherence alone.
 *
 * <p>Limits: one busy CPU per waiting side. Where the two sides share a CPU, each spins away the time the other needs.
 *
 * <p>Choose it where nothing is quicker than quick enough, and two CPUs can be given away for it.
 *
 * <p>Manual: none, as no system call is made; {@code PAUSE} in the processor's.
 */
public final class SpinWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final MemoryWaitKind KIND = new Kind();

    /** Between two looks at the clock and the peer: 10 to 50 ms of pausing on the machines known to us. */
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

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "spin";
        }

        @Override
        public String description() {
            return "each side reads the word until it changes; one busy CPU per side";
        }

        @Override
        public boolean blocks() {
            return false;
        }

        @Override
        public boolean needsOwnCpu() {
            return true;
        }

        @Override
        public int controlBytes() {
            return 0;
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            // The word alone is enough.
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return new SpinWait(region.bytes(), wordOffset, liveness);
        }
    }
}
