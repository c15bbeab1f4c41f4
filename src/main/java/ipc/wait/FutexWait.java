package ipc.wait;

import ipc.posix.Futex;
import ipc.region.SharedRegion;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Sleeps in the kernel until the publisher wakes it: what mutexes, condition variables and semaphores are made of, without them.
 *
 * <p>Calls: {@code futex} with {@code FUTEX_WAIT_BITSET}, which is {@code FUTEX_WAIT} with a moment in place of a duration, and
 * {@code FUTEX_WAKE}; neither private, for the two sides are two processes. The futex is a flag of 32 bits beside the word, by
 * which the waiter says that it sleeps: the publisher calls the kernel only then.
 *
 * <p>What wakes the receiver: {@code FUTEX_WAKE}. The wait has a deadline too, so that a silent peer is noticed; it is moved only
 * after it has passed: a wait between two deadlines reads no clock.
 *
 * <p>Limits: a wake-up costs what it costs, microseconds on a busy CPU, tens of them on one that fell asleep.
 *
 * <p>Choose it where a receiver may wait for long and its CPU shall rest or do something else meanwhile.
 *
 * <p>Manual: {@code futex(2)}, {@code futex(7)}.
 */
public final class FutexWait implements WaitStrategy {
    /*
     * Why no wake-up is lost. The waiter writes the flag, then reads the word; the publisher writes the word, then reads the
     * flag. All four are volatile, so neither side's read can come before its write, and at least one of the two sees what the
     * other wrote (Dekker). If it is the waiter, it does not sleep. If it is the publisher, it takes the flag back before it
     * calls FUTEX_WAKE, and the kernel compares the flag and queues the waiter in one step as far as FUTEX_WAKE is concerned:
     * either the flag was taken back by then, and FUTEX_WAIT returns EAGAIN; or the waiter is queued, and is woken.
     *
     * A publisher that is slow between its read and its FUTEX_WAKE may take back the flag that the waiter has set for its
     * next wait. It wakes it all the same, and the waiter finds the word unchanged, sets the flag anew and looks once more.
     *
     * Why a flag, and not half of the word itself: words that differ may have equal halves. Role.STOP and the first word's 0 do.
     * And the flag is written and read by both sides and the kernel as one int, so byte order does not matter.
     */

    /** This kind, for the catalogue. */
    public static final MemoryWaitKind KIND = new Kind();

    private static final int AWAKE = 0;
    private static final int ASLEEP = 1;
    private static final long NANOS_BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(500);

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final long flagOffset;
    private final Futex flag;
    private final Liveness liveness;
    private final long nanosBetweenChecks;

    /** @param nanosBetweenChecks from one deadline to the next: a wake-up that is lost all the same is late by no more */
    FutexWait(SharedRegion region, long wordOffset, long flagOffset, Liveness liveness, long nanosBetweenChecks) {
        this(region, wordOffset, flagOffset, Futex.at(region.address() + flagOffset), liveness, nanosBetweenChecks);
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

    /** One whose system calls are downcalls of the JDK's own. */
    static FutexWait foreign(SharedRegion region, long wordOffset, long flagOffset, Liveness liveness) {
        return new FutexWait(region, wordOffset, flagOffset, Futex.foreign(region.address() + flagOffset), liveness,
                NANOS_BETWEEN_CHECKS);
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

    /** Moves the deadline and asks after the peer. The first deadline of a wait may have been set long before it. */
    private long afterDeadline(long since) {
        long now = System.nanoTime();
        flag.deadline(now + nanosBetweenChecks);
        return liveness.checkAtDeadline(now, since);
    }

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "futex";
        }

        @Override
        public String description() {
            return "the waiter sleeps on a futex; the publisher wakes it if it does";
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
            return Futex.BYTES;
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            // Zeroed memory is a flag that says nobody sleeps.
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return new FutexWait(region, wordOffset, controlOffset, liveness, NANOS_BETWEEN_CHECKS);
        }
    }
}
