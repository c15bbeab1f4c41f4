package ipc.wait;

import ipc.region.SharedRegion;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Spins for a set time, then sleeps: {@link SpinWait}'s way while messages come thick, {@link FutexWait}'s while they do not.
 *
 * <p>Calls: none as long as it spins, then {@code futex}. The publisher calls the kernel only for a receiver that sleeps.
 *
 * <p>What wakes the receiver: nothing in the first while; {@code FUTEX_WAKE} after it.
 *
 * <p>It spins for {@value #DEFAULT_SPIN_NANOS} ns, which {@code -Dipc.hybridSpinNanos=NANOS} changes (in a run
 * {@code -jvmArgsAppend -Dipc.hybridSpinNanos=NANOS}; 0 does not spin). The default is about what a wake-up costs. Whoever spins
 * as long as sleeping would cost, and sleeps then, never pays more than twice what he would who knew beforehand when the
 * message comes (Karlin, Li, Manasse and Owicki, "Empirical studies of competitive spinning for a shared-memory
 * multiprocessor", 1991).
 *
 * <p>Limits: messages that keep coming just after the spinning ended cost both, a busy CPU and a wake-up. Where the two sides
 * share one CPU, spinning is in vain.
 *
 * <p>Choose it where messages come in bursts: quick within a burst, idle between two.
 *
 * <p>Manual: {@code futex(2)}.
 */
public final class HybridWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final MemoryWaitKind KIND = new Kind();

    private static final String SPIN_NANOS = "ipc.hybridSpinNanos";
    private static final long DEFAULT_SPIN_NANOS = 20_000;
    private static final long MAX_SPIN_NANOS = 1_000_000_000;
    /** A clock read takes as long as one look or two. */
    private static final int LOOKS_BETWEEN_CLOCK_READS = 32;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final WaitStrategy sleeping;
    private final long spinNanos;

    private HybridWait(BytesStore<?, ?> memory, long wordOffset, WaitStrategy sleeping, long spinNanos) {
        this.memory = memory;
        this.wordOffset = wordOffset;
        this.sleeping = sleeping;
        this.spinNanos = spinNanos;
    }

    @Override
    public void publish(long value) {
        sleeping.publish(value);
    }

    @Override
    public long await(long last) {
        long seen = spinNanos == 0 ? last : spin(last);
        return seen != last ? seen : sleeping.await(last);
    }

    /** The clock is read for the first time after some looks: a word that changes sooner costs no read. */
    private long spin(long last) {
        long until = 0;
        long now;
        do {
            for (int looks = LOOKS_BETWEEN_CLOCK_READS; looks > 0; looks--) {
                long seen = memory.readVolatileLong(wordOffset);
                if (seen != last) {
                    return seen;
                }
                Thread.onSpinWait();
            }
            now = System.nanoTime();
            if (until == 0) {
                until = now + spinNanos;
            }
        } while (now - until < 0);
        return last;
    }

    /** What the property says. */
    static long spinNanos(String property) {
        try {
            long nanos = property == null ? DEFAULT_SPIN_NANOS : Long.parseLong(property);
            if (nanos >= 0 && nanos <= MAX_SPIN_NANOS) {
                return nanos;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new IllegalArgumentException("-D" + SPIN_NANOS + "=" + property + ": 0 to " + MAX_SPIN_NANOS
                + " nanoseconds are right");
    }

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "hybrid";
        }

        @Override
        public String description() {
            return "each side spins for " + DEFAULT_SPIN_NANOS / 1000 + " µs, then sleeps on a futex";
        }

        @Override
        public boolean blocks() {
            return true;
        }

        @Override
        public boolean needsOwnCpu() {
            return false;
        }

        @Override
        public int controlBytes() {
            return FutexWait.KIND.controlBytes();
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            FutexWait.KIND.initialise(region, controlOffset);
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            WaitStrategy sleeping = FutexWait.KIND.bind(region, wordOffset, controlOffset, liveness);
            return new HybridWait(region.bytes(), wordOffset, sleeping, spinNanos(System.getProperty(SPIN_NANOS)));
        }
    }
}
