package ipc.wait;

import ipc.posix.Errno;
import ipc.posix.PosixException;
import ipc.posix.SharedCondition;
import ipc.posix.SharedMutex;
import ipc.region.SharedRegion;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Sleeps on a process-shared pthread condition variable, with a process-shared mutex. The published table waits the same way;
 * this version also has a predicate and a deadline.
 *
 * <p>Calls: {@code pthread_mutex_lock}, {@code pthread_mutex_unlock}, {@code pthread_cond_timedwait},
 * {@code pthread_cond_signal}. Each direction has its own mutex and condition variable. The publisher signals after it has
 * released the mutex, so the woken side finds it free.
 *
 * <p>Wake-up: {@code FUTEX_WAKE} inside {@code pthread_cond_signal}, only if somebody waits. No signal is lost, because the
 * waiter checks the word under the mutex. The deadline lets the waiter notice a silent peer. It moves only after it has passed,
 * so a wait between two deadlines reads no clock.
 *
 * <p>Limits: a mutex can be robust, a condition variable cannot. A process killed inside it can block the other one in the C
 * library for ever. A watchdog must therefore run beside it, such as {@code PeerProcess}.
 *
 * <p>Choose it when several fields change together under the mutex, or when the code must run on other Unixes. For a single word,
 * {@link FutexWait} does the same in fewer steps.
 *
 * <p>Manual: {@code pthread_cond_init(3)}, {@code pthread_mutexattr_setrobust(3)}.
 */
public final class CondvarWait implements WaitStrategy {
    /** The catalogue's entry. */
    public static final MemoryWaitKind KIND = new MemoryWaitKind(
            WaitSpec.sleeping("condvar", "process-shared robust mutex and condition variable; the waiter sleeps",
                    conditionOffset() + roundUp(SharedCondition.BYTES)),
            CondvarWait::initialise, CondvarWait::new);

    private static final long NANOS_BETWEEN_CHECKS = 500_000_000;
    private static final long PEER_DEATH_NANOS = 500_000_000;
    private static final int CACHE_LINE_BYTES = 64;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final SharedMutex mutex;
    private final SharedCondition changed;
    private final Liveness liveness;

    private CondvarWait(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
        this.memory = region.bytes();
        this.wordOffset = wordOffset;
        this.mutex = SharedMutex.at(region.address() + controlOffset);
        this.changed = SharedCondition.at(region.address() + controlOffset + conditionOffset());
        this.liveness = liveness;
        changed.deadline(System.nanoTime() + NANOS_BETWEEN_CHECKS);
    }

    /** Offset of the condition variable from the mutex. Each has its own cache lines. */
    private static void initialise(SharedRegion region, long controlOffset) {
        SharedMutex.create(region.address() + controlOffset);
        SharedCondition.create(region.address() + controlOffset + conditionOffset());
    }

    private static int conditionOffset() {
        return roundUp(SharedMutex.BYTES);
    }

    private static int roundUp(int bytes) {
        return (bytes + CACHE_LINE_BYTES - 1) / CACHE_LINE_BYTES * CACHE_LINE_BYTES;
    }

    @Override
    public void publish(long value) {
        lock();
        memory.writeOrderedLong(wordOffset, value);
        mutex.unlock();
        changed.signal();
    }

    @Override
    public long await(long last) {
        lock();
        try {
            long seen;
            long since = 0;
            while ((seen = memory.readVolatileLong(wordOffset)) == last) {
                if (!changed.await(mutex)) {
                    since = afterDeadline(since);
                }
            }
            return seen;
        } catch (PosixException e) {
            throw explained(e);
        } finally {
            mutex.unlock();
        }
    }

    private void lock() {
        try {
            mutex.lock();
        } catch (PosixException e) {
            throw explained(e);
        }
    }

    /** Names a dead mutex owner. Its death becomes visible a moment later, and says more than {@code EOWNERDEAD}. */
    private PosixException explained(PosixException failure) {
        if (failure.errno() == Errno.EOWNERDEAD) {
            long until = System.nanoTime() + PEER_DEATH_NANOS;
            while (System.nanoTime() < until) {
                liveness.check(0);
                Thread.onSpinWait();
            }
        }
        return failure;
    }

    /** Moves the deadline and checks the peer. The first deadline of a wait may have been set long before the wait began. */
    private long afterDeadline(long since) {
        long now = System.nanoTime();
        changed.deadline(now + NANOS_BETWEEN_CHECKS);
        return liveness.checkAtDeadline(now, since);
    }
}
