package ipc.wait;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * Spins for a set time, then sleeps on a futex. It acts like {@link SpinWait} while messages come quickly, and like
 * {@link FutexWait} otherwise.
 *
 * <p>Calls: none while it spins, then {@code futex}. The publisher calls the kernel only if the receiver sleeps.
 *
 * <p>Wake-up: none while it spins; afterwards {@code FUTEX_WAKE}.
 *
 * <p>The spin time is {@value #DEFAULT_SPIN_NANOS} ns by default, about the cost of a wake-up.
 * {@code -Dipc.hybridSpinNanos=NANOS} changes it; 0 disables spinning. In a run, write
 * {@code -jvmArgsAppend -Dipc.hybridSpinNanos=NANOS}. A side that spins for the cost of a wake-up pays at most twice the optimal
 * cost. Source: Karlin, Li, Manasse and Owicki, "Empirical studies of competitive spinning for a shared-memory multiprocessor",
 * 1991.
 *
 * <p>Limits: messages that arrive just after the spin time cost both a busy CPU and a wake-up. If both sides share one CPU,
 * spinning is useless.
 *
 * <p>Choose it when messages come in bursts: fast within a burst, idle between bursts.
 *
 * <p>Manual: {@code futex(2)}.
 */
public final class HybridWait implements WaitStrategy {
    private static final String SPIN_NANOS = "ipc.hybridSpinNanos";
    private static final long DEFAULT_SPIN_NANOS = 20_000;

    /** The catalogue's entry. */
    public static final MemoryWaitKind KIND = MemoryWaitKind.of(
            WaitSpec.sleeping("hybrid", "each side spins for " + DEFAULT_SPIN_NANOS / 1000 + " µs, then sleeps on a futex",
                    FutexWait.KIND.spec().controlBytes()),
            (region, wordOffset, controlOffset, liveness) -> new HybridWait(region.bytes(), wordOffset,
                    FutexWait.KIND.bind(region, wordOffset, controlOffset, liveness), spinNanos(System.getProperty(SPIN_NANOS))));

    private static final long MAX_SPIN_NANOS = 1_000_000_000;
    /** A clock read takes about as long as one or two checks of the word. */
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

    /** Spins, and reads the clock only after the first checks. A word that changes sooner costs no clock read. */
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

    /** Parses the property. */
    static long spinNanos(String property) {
        try {
            long nanos = property == null ? DEFAULT_SPIN_NANOS : Long.parseLong(property);
            if (nanos >= 0 && nanos <= MAX_SPIN_NANOS) {
                return nanos;
            }
        } catch (NumberFormatException e) {
            // Falls through to the exception below.
        }
        throw new IllegalArgumentException("-D" + SPIN_NANOS + "=" + property + ": must be 0 to " + MAX_SPIN_NANOS
                + " nanoseconds.");
    }
}
