package ipc.wait;

import ipc.posix.SystemVSemaphore;
import ipc.region.SharedRegion;
import java.util.List;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Sleeps on a System V semaphore. Each message adds one to its count, and the receiver takes one per message. Unlike
 * {@link SemaphoreWait}, the count is in the kernel, so every step is a system call.
 *
 * <p>Calls: {@code semget}; {@code semop} to publish; {@code semtimedop} to wait; {@code semctl} with {@code IPC_RMID}. Each
 * direction has a set of one semaphore. The control bytes of its first word hold the set's id. All words of the direction share
 * the count, because messages are received in the order of sending.
 *
 * <p>Wake-up: the kernel wakes the receiver inside {@code semop}. A message before the wait is not lost, because it is counted.
 *
 * <p>Limits: {@code kernel.sem} limits semaphores per set, semaphores in all, operations per call, and sets. A count goes up to
 * 32767. The kernel never removes a set when its users die. The cleanup ledger of the run names it, and the
 * launcher removes it after a crash. {@code ipc.posix.SystemVKeys} describes what can still go wrong.
 *
 * <p>Choose it for existing programs that use it, for {@code SEM_UNDO}, or to change several counts in one step. Otherwise use
 * {@link SemaphoreWait}, which calls the kernel only if somebody sleeps.
 *
 * <p>Manual: {@code sysvipc(7)}, {@code semget(2)}, {@code semop(2)}.
 */
public final class SystemVSemaphoreWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final WaitKind KIND = new Kind();

    private static final long NANOS_BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(500);

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final SystemVSemaphore messages;
    private final Liveness liveness;

    private SystemVSemaphoreWait(BytesStore<?, ?> memory, long wordOffset, SystemVSemaphore messages, Liveness liveness) {
        this.memory = memory;
        this.wordOffset = wordOffset;
        this.messages = messages;
        this.liveness = liveness;
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
                since = liveness.checkAtDeadline(System.nanoTime(), since);
            }
            seen = memory.readVolatileLong(wordOffset);
        } while (seen == last);
        return seen;
    }

    @Override
    public void close() {
        messages.close();
    }

    private static final class Kind implements WaitKind {
        private static final WaitSpec SPEC = WaitSpec.sleeping("sysv-sem",
                "System V semaphore; the waiter sleeps, and every message costs both sides a system call", Integer.BYTES)
                .unless(SystemVSemaphore::unavailable);

        @Override
        public WaitSpec spec() {
            return SPEC;
        }

        @Override
        public List<WaitStrategy> create(SharedRegion region, List<Word> words, Liveness liveness) {
            SystemVSemaphore messages = SystemVSemaphore.create();
            region.bytes().writeInt(words.get(0).controlOffset(), messages.id());
            return bind(region, words, liveness, messages);
        }

        @Override
        public List<WaitStrategy> open(SharedRegion region, List<Word> words, Liveness liveness) {
            return bind(region, words, liveness, SystemVSemaphore.at(region.bytes().readInt(words.get(0).controlOffset())));
        }

        private static List<WaitStrategy> bind(SharedRegion region, List<Word> words, Liveness liveness,
                SystemVSemaphore messages) {
            messages.timeout(NANOS_BETWEEN_CHECKS);
            return words.stream().<WaitStrategy>map(
                    word -> new SystemVSemaphoreWait(region.bytes(), word.offset(), messages, liveness)).toList();
        }
    }
}
