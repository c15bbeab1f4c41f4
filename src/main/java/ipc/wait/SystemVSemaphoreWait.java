package ipc.wait;

import ipc.posix.SystemVSemaphore;
import ipc.region.SharedRegion;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A System V semaphore: every message adds one to its count, and the receiver takes one for every message. What {@link
 * SemaphoreWait} is to POSIX, with the count in the kernel and a system call for each step.
 *
 * <p>Calls: {@code semget}, {@code semop} to publish, {@code semtimedop} to wait, {@code semctl} with {@code IPC_RMID}. Each
 * direction has a set of one semaphore, whose id stands in the control bytes of its first word; all of its words share the count,
 * for messages are received in the order in which they were sent.
 *
 * <p>What wakes the receiver: the kernel inside {@code semop}. A message that comes first is not lost: it is counted.
 *
 * <p>Limits: {@code kernel.sem} says how many semaphores a set, how many in all, how many operations a call and how many sets; a
 * count goes up to 32767. The kernel removes a set with nobody, whoever dies: a small process beside the one that made it does
 * ({@code ipc.posix.SystemVCleaner} says what remains possible). Where {@code ipcrm} is missing, which that process needs, this
 * is refused. Removing wakes a waiter, so a peer whose fork was killed ends at once.
 *
 * <p>Choose it where an older program speaks it already, or where {@code SEM_UNDO} or several counts changed in one step are
 * needed; a newer one has {@link SemaphoreWait}, which calls the kernel only when somebody sleeps.
 *
 * <p>Manual: {@code sysvipc(7)}, {@code semget(2)}, {@code semop(2)}.
 */
public final class SystemVSemaphoreWait implements WaitStrategy {
    /** This kind, for the catalogue. */
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
        @Override
        public String name() {
            return "sysv-sem";
        }

        @Override
        public String description() {
            return "System V semaphore; the waiter sleeps, and every message costs both sides a system call";
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
            return Integer.BYTES;
        }

        @Override
        public Optional<String> unavailable() {
            return SystemVSemaphore.unavailable();
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
