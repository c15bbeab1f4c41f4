package ipc.wait;

import ipc.region.SharedRegion;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Reads the word until it changes and offers the CPU to others after every look.
 *
 * <p>Calls: {@code sched_yield}, which is what {@link Thread#yield()} is in HotSpot on Linux. The thread stays runnable; the
 * scheduler lets another runnable thread of the same CPU go first, if there is one, and else returns at once. A look costs a
 * system call, some hundred nanoseconds.
 *
 * <p>What wakes the receiver: nothing, it never sleeps. It sees the word at its next look: after the call, or when whoever had
 * the CPU meanwhile gives it back, which may be a time slice of several milliseconds.
 *
 * <p>Limits: the CPU is as busy as with {@link SpinWait}, and never idle enough to save power. How far back a yielding thread
 * goes is the scheduler's affair and has changed between kernels; with a real-time policy it yields to its own priority only.
 *
 * <p>Choose it where both sides may have to share a CPU, or share theirs with work that matters: there spinning costs a time
 * slice, and this a context switch.
 *
 * <p>Manual: {@code sched_yield(2)}.
 */
public final class YieldWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final MemoryWaitKind KIND = new Kind();

    /** Between two looks at the clock and the peer: half a millisecond or so where nobody else wants the CPU. */
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

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "yield";
        }

        @Override
        public String description() {
            return "each side reads the word and yields its CPU until it changes; busy, but others may go first";
        }

        @Override
        public boolean blocks() {
            return false;
        }

        @Override
        public boolean needsOwnCpu() {
            return false;
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
            return new YieldWait(region.bytes(), wordOffset, liveness);
        }
    }
}
