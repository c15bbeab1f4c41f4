package ipc.wait;

import ipc.posix.SharedSemaphore;
import ipc.region.SharedRegion;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Sleeps on a process-shared POSIX semaphore beside the word. Each message adds one to its count, and the receiver takes one per
 * message.
 *
 * <p>Calls: {@code sem_post}, {@code sem_timedwait}. They enter the kernel only if somebody sleeps or must sleep.
 *
 * <p>Wake-up: {@code FUTEX_WAKE} inside {@code sem_post}, if somebody waits. A post before the wait is not lost, because it is
 * counted.
 *
 * <p>Limits: a count goes up to 2147483647; here it never exceeds one. The deadline for noticing a silent peer is a wall-clock
 * time. If the machine's clock is set back, the next check is late by the same amount.
 *
 * <p>Choose it when one side produces items that the other consumes, and the code must run on other Unixes. It also serves
 * publishers in signal handlers: {@code sem_post} is allowed there, {@code pthread_cond_signal} is not.
 *
 * <p>Manual: {@code sem_overview(7)}, {@code sem_post(3)}, {@code sem_wait(3)}.
 */
public final class SemaphoreWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final MemoryWaitKind KIND = new MemoryWaitKind(
            WaitSpec.sleeping("sem", "process-shared POSIX semaphore; the waiter sleeps", SharedSemaphore.BYTES),
            (region, controlOffset) -> SharedSemaphore.create(region.address() + controlOffset), SemaphoreWait::new);

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
}
