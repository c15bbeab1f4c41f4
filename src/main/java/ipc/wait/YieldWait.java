package ipc.wait;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * Reads the word until it changes, and offers the CPU to other threads after each read.
 *
 * <p>Calls: {@code sched_yield}, to which HotSpot on Linux maps {@link Thread#yield()}. The thread stays runnable. The scheduler
 * runs another runnable thread of the same CPU first, or returns at once. Each call takes a few hundred nanoseconds.
 *
 * <p>Wake-up: none. The receiver never sleeps, and sees the word at its next read. If another thread has the CPU, that can take a
 * time slice of several milliseconds.
 *
 * <p>Limits: the CPU is as busy as with {@link SpinWait}, and never saves power. Kernel versions differ in how far back they
 * queue a yielding thread. Under a real-time policy it yields only to threads of its own priority.
 *
 * <p>Choose it when both sides may have to share a CPU, with each other or with other work. Spinning would then cost a time
 * slice; yielding costs a context switch.
 *
 * <p>Manual: {@code sched_yield(2)}.
 */
public final class YieldWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final MemoryWaitKind KIND = MemoryWaitKind.of(
            WaitSpec.yielding("yield",
                    "each side reads the word and yields its CPU until it changes; busy, but other threads may run first"),
            (region, wordOffset, controlOffset, liveness) -> new YieldWait(region.bytes(), wordOffset, liveness));

    /** Reads between two checks of the clock and the peer: about half a millisecond if no other thread wants the CPU. */
    private static final int LOOKS_BETWEEN_CHECKS = 1 << 10;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final Liveness liveness;

    private YieldWait(BytesStore<?, ?> memory, long wordOffset, Liveness liveness) {
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
        long since = 0;
        while (true) {
            for (int looks = LOOKS_BETWEEN_CHECKS; looks > 0; looks--) {
                long seen = memory.readVolatileLong(wordOffset);
                if (seen != last) {
                    return seen;
                }
                Thread.yield();
            }
            since = liveness.checkAtDeadline(System.nanoTime(), since);
        }
    }
}
