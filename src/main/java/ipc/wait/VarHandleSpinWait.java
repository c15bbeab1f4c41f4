package ipc.wait;

import ipc.posix.DirectMemory;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * {@link SpinWait} with a {@link VarHandle} on a direct {@link ByteBuffer}. A program that uses {@code FileChannel.map} and no
 * library reaches memory this way. A pair of the two on one region shows the cost of Chronicle Bytes at the word.
 *
 * <p>Calls: none. Every access checks bounds and alignment. Offsets are {@code int}s.
 *
 * <p>Wake-up: none, as in {@link SpinWait}.
 *
 * <p>Limits: as in {@link SpinWait}. It carries 8-byte messages only, and a buffer holds at most 2 GB.
 *
 * <p>Choose it when a program should need no library. It works on JDK 9 and later.
 *
 * <p>Manual: {@link MethodHandles#byteBufferViewVarHandle}.
 */
public final class VarHandleSpinWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final WaitKind KIND = MemoryWaitKind.of(
            WaitSpec.spinning("spin-varhandle", "like spin, but the word is reached through a VarHandle on a direct ByteBuffer")
                    .asAccessToTheSequenceWord(),
            (region, wordOffset, controlOffset, liveness) -> new VarHandleSpinWait(
                    DirectMemory.buffer(region.address(), region.lengthBytes()), Math.toIntExact(wordOffset), liveness));

    private static final VarHandle LONGS = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.nativeOrder());
    /** Same as in {@link SpinWait}. */
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
}
