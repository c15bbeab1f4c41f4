package ipc.wait;

import ipc.posix.ForeignMemory;
import ipc.region.SharedRegion;
import java.util.Optional;

/**
 * {@link SpinWait} to the letter, but for how it reaches the word: {@code ValueLayout.JAVA_LONG}'s {@code VarHandle} on a
 * {@code MemorySegment} over the same memory, the JDK's foreign-memory API. Paired with {@link SpinWait} on the same region it
 * shows what Chronicle Bytes costs, or saves, at the word.
 *
 * <p>Calls: none. The segment's bounds, the word's alignment and the segment's life are checked at every access; it lives for
 * ever here, as one that {@code ofAddress} made. This project is compiled for JDK 17, so a check that the object is a segment
 * comes on top, which a program compiled for JDK 22 does not have: see {@link ForeignMemory}.
 *
 * <p>What wakes the receiver: nothing, as in {@link SpinWait}.
 *
 * <p>Limits: as in {@link SpinWait}; messages of 8 bytes, the word alone; JDK 22 or later.
 *
 * <p>Choose it where a program shall need nothing but the JDK and runs on a recent one: {@code sun.misc.Unsafe}, on which
 * libraries stand, is on its way out.
 *
 * <p>Manual: {@code java.lang.foreign}; JEP 454.
 */
public final class ForeignSpinWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final WaitKind KIND = new Kind();

    /** As in {@link SpinWait}. */
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

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "spin-ffm";
        }

        @Override
        public String description() {
            return "as spin, the word reached by the JDK's foreign-memory API";
        }

        @Override
        public boolean optional() {
            return true;
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
        public Optional<String> unavailable() {
            return ForeignMemory.unavailable();
        }

        @Override
        public Optional<String> unsupportedSize(int sizeBytes) {
            return SequenceWordOnly.unsupportedSize(name(), sizeBytes);
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            // The word alone is enough.
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return new ForeignSpinWait(ForeignMemory.segment(region.address(), region.lengthBytes()), wordOffset, liveness);
        }
    }
}
