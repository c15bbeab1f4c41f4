package ipc.wait;

import ipc.posix.SharedSemaphore;
import ipc.region.SharedRegion;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A process-shared POSIX semaphore beside the word: every message adds one to its count, and the receiver takes one for every
 * message.
 *
 * <p>Calls: {@code sem_post}, {@code sem_timedwait}. Neither enters the kernel unless somebody sleeps or has to.
 *
 * <p>What wakes the receiver: {@code FUTEX_WAKE} inside {@code sem_post}, when somebody waits. A post that comes first is not
 * lost: it is counted.
 *
 * <p>Limits: counts go up to 2147483647, messages here to one. The deadline by which a silent peer is noticed is a time of day:
 * if the machine's clock is set back, the next question after the peer comes later by as much.
 *
 * <p>Choose it where one side produces what the other consumes, one by one, and code must run on other Unixes too; or where the
 * publisher is a signal handler: {@code sem_post} may be called there, unlike the condition variable's functions.
 *
 * <p>Manual: {@code sem_overview(7)}, {@code sem_post(3)}, {@code sem_wait(3)}.
 */
public final class SemaphoreWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final MemoryWaitKind KIND = new Kind();

    private static final long MILLIS_BETWEEN_CHECKS = 500;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final SharedSemaphore messages;
    private final Liveness liveness;

    private SemaphoreWait(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        this.memory = region.bytes();
        this.wordOffset = wordOffset;
        this.messages = SharedSemaphore.at(region.address() + controlOffset);
        this.liveness = liveness;
        moveDeadline();
    }

    @Override
    public void publish(long value) {
        memory.writeOrderedLong(wordOffset, value);
        messages.post();
    }

    @Override
    public long await(long last) {
        long since = 0;
        long seen;
        do {
            while (!messages.await()) {
                moveDeadline();
                since = liveness.checkAtDeadline(System.nanoTime(), since);
            }
            seen = memory.readVolatileLong(wordOffset);
        } while (seen == last);
        return seen;
    }

    private void moveDeadline() {
        messages.deadline(TimeUnit.MILLISECONDS.toNanos(System.currentTimeMillis() + MILLIS_BETWEEN_CHECKS));
    }

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "sem";
        }

        @Override
        public String description() {
            return "process-shared POSIX semaphore; the waiter sleeps";
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
            return SharedSemaphore.BYTES;
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            SharedSemaphore.create(region.address() + controlOffset);
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return new SemaphoreWait(region, wordOffset, controlOffset, liveness);
        }
    }
}
