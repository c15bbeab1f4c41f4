package ipc.wait;

import ipc.posix.Futex;
import ipc.region.SharedRegion;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Sleeps on a futex until the publisher wakes it. Mutexes, condition variables and semaphores are built on the same call.
 *
 * <p>Calls: {@code futex} with {@code FUTEX_WAKE} and {@code FUTEX_WAIT_BITSET}, which is {@code FUTEX_WAIT} with an absolute
 * deadline. The calls are not private, because the two sides are two processes. The futex is a 32-bit flag beside the word. The
 * waiter sets it before it sleeps, and the publisher calls the kernel only if it is set.
 *
 * <p>Wake-up: {@code FUTEX_WAKE}. The deadline lets the waiter notice a silent peer. It moves only after it has passed, so a wait
 * between two deadlines reads no clock.
 *
 * <p>Limits: a wake-up takes a few microseconds on a busy CPU, and tens of microseconds on an idle one.
 *
 * <p>Choose it when a receiver may wait for long and its CPU should rest or do other work.
 *
 * <p>Manual: {@code futex(2)}, {@code futex(7)}.
 */
public final class FutexWait implements WaitStrategy {
    /*
     * Why no wake-up is lost:
     *
     * The waiter writes the flag, then reads the word. The publisher writes the word, then reads the flag. All four accesses are
     * volatile, so at least one side sees the other's write (Dekker). If the waiter sees it, it does not sleep. If the publisher
     * sees it, it clears the flag and then calls FUTEX_WAKE. The kernel compares the flag and queues the waiter in one step. If
     * the flag was cleared before, FUTEX_WAIT returns EAGAIN. Otherwise the waiter is queued, and FUTEX_WAKE wakes it.
     *
     * A slow publisher may clear the flag that the waiter has set for its next wait. The publisher still wakes the waiter, which
     * finds the word unchanged, sets the flag again and checks once more.
     *
     * Why a separate flag: different words can have equal halves, for example Role.STOP and the initial 0. Both sides and the
     * kernel access the flag as one int, so byte order does not matter.
     */

    private static final long NANOS_BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(500);

    /** The catalogue's entry. */
    public static final MemoryWaitKind KIND = MemoryWaitKind.of(
            // A zero flag means that nobody sleeps.
            WaitSpec.sleeping("futex", "the waiter sleeps on a futex; the publisher wakes it if it does", Futex.BYTES),
            (region, wordOffset, controlOffset, liveness) -> new FutexWait(region, wordOffset, controlOffset, liveness,
                    NANOS_BETWEEN_CHECKS));

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final long flagOffset;
    private final Futex flag;
    private final Liveness liveness;
    private final long nanosBetweenChecks;

    /** @param nanosBetweenChecks from one deadline to the next; an upper bound for the delay of a lost wake-up */
    FutexWait(SharedRegion region, long wordOffset, long flagOffset, Liveness liveness, long nanosBetweenChecks) {
        this(region, wordOffset, flagOffset, Futex.at(region.address() + flagOffset), liveness, nanosBetweenChecks);
    }

    /** @param flag makes the system calls on the word at {@code flagOffset} */
    FutexWait(SharedRegion region, long wordOffset, long flagOffset, Futex flag, Liveness liveness) {
        this(region, wordOffset, flagOffset, flag, liveness, NANOS_BETWEEN_CHECKS);
    }

    private FutexWait(SharedRegion region, long wordOffset, long flagOffset, Futex flag, Liveness liveness,
            long nanosBetweenChecks) {
        this.memory = region.bytes();
        this.wordOffset = wordOffset;
        this.flagOffset = flagOffset;
        this.flag = flag;
        this.liveness = liveness;
        this.nanosBetweenChecks = nanosBetweenChecks;
        flag.deadline(System.nanoTime() + nanosBetweenChecks);
    }

    @Override
    public void publish(long value) {
        memory.writeVolatileLong(wordOffset, value);
        if (memory.readVolatileInt(flagOffset) == ASLEEP) {
            memory.writeOrderedInt(flagOffset, AWAKE);
            flag.wake();
        }
    }

    @Override
    public long await(long last) {
        long seen = memory.readVolatileLong(wordOffset);
        return seen != last ? seen : sleepUntilItIsNot(last);
    }

    private long sleepUntilItIsNot(long last) {
        long since = 0;
        long seen;
        do {
            memory.writeVolatileInt(flagOffset, ASLEEP);
            seen = memory.readVolatileLong(wordOffset);
            if (seen == last) {
                if (!flag.await(ASLEEP)) {
                    since = afterDeadline(since);
                }
                seen = memory.readVolatileLong(wordOffset);
            }
        } while (seen == last);
        memory.writeOrderedInt(flagOffset, AWAKE);
        return seen;
    }

    /** Moves the deadline and checks the peer. The first deadline of a wait may have been set long before the wait began. */
    private long afterDeadline(long since) {
        long now = System.nanoTime();
        flag.deadline(now + nanosBetweenChecks);
        return liveness.checkAtDeadline(now, since);
    }
}
