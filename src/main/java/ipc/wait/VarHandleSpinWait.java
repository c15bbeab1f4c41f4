package ipc.wait;

import ipc.posix.DirectMemory;
import ipc.region.SharedRegion;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;

/**
 * {@link SpinWait} to the letter, but for how it reaches the word: a {@link VarHandle} on a direct {@link ByteBuffer} over the
 * same memory, which is what a program has that maps its file with {@code FileChannel.map} and uses no library. Paired with
 * {@link SpinWait} on the same region it shows what Chronicle Bytes costs, or saves, at the word.
 *
 * <p>Calls: none. The buffer's bounds and the word's alignment are checked at every access; offsets are {@code int}s.
 *
 * <p>What wakes the receiver: nothing, as in {@link SpinWait}.
 *
 * <p>Limits: as in {@link SpinWait}; messages of 8 bytes, the word alone; a buffer ends at 2 GB.
 *
 * <p>Choose it where a program shall need nothing but the JDK, from 9 up.
 *
 * <p>Manual: {@link MethodHandles#byteBufferViewVarHandle}.
 */
public final class VarHandleSpinWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final WaitKind KIND = new Kind();

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** As in {@link SpinWait}. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 20;

    private final ByteBuffer memory;
    private final int wordOffset;
    private final Liveness liveness;

    private VarHandleSpinWait(ByteBuffer memory, int wordOffset, Liveness liveness) {
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

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "spin-varhandle";
        }

        @Override
        public String description() {
            return "as spin, the word reached by a VarHandle on a direct ByteBuffer";
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
        public Optional<String> unsupportedSize(int sizeBytes) {
            return SequenceWordOnly.unsupportedSize(name(), sizeBytes);
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            // The word alone is enough.
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return new VarHandleSpinWait(DirectMemory.buffer(region.address(), region.lengthBytes()),
                    Math.toIntExact(wordOffset), liveness);
        }
    }
}
