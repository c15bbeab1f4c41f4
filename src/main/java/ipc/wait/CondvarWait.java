package ipc.wait;

import ipc.posix.Errno;
import ipc.posix.PosixException;
import ipc.posix.SharedCondition;
import ipc.posix.SharedMutex;
import ipc.region.SharedRegion;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A process-shared pthread mutex and condition variable beside the word: the published table's way of waiting, mended.
 *
 * <p>Calls: {@code pthread_mutex_lock}, {@code pthread_mutex_unlock}, {@code pthread_cond_timedwait},
 * {@code pthread_cond_signal}. Each direction has a mutex and a condition variable of its own. The signal is sent after the
 * mutex is released: the woken side then finds it free.
 *
 * <p>What wakes the receiver: {@code FUTEX_WAKE} inside {@code pthread_cond_signal}, when somebody waits. The wait has
 * a predicate, the word itself, so a signal sent while nobody waits is not lost; and a deadline, so that a silent peer is
 * noticed. The deadline is moved only after it has passed: a wait between two deadlines reads no clock.
 *
 * <p>Limits: a mutex can be robust, a condition variable cannot. A process killed inside it can leave it so that the other one
 * never comes back from the C library; whoever uses it needs a watchdog beside it, as {@code PeerProcess} is.
 *
 * <p>Choose it where several fields change together under the mutex, or where code must run on other Unixes too. For one word,
 * {@link FutexWait} does the same with fewer steps.
 *
 * <p>Manual: {@code pthread_cond_init(3)}, {@code pthread_mutexattr_setrobust(3)}.
 */
public final class CondvarWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final MemoryWaitKind KIND = new Kind();

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

    /** The mutex comes first, then the condition variable, each on cache lines of its own. */
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

    /** An owner that died holding the mutex shows as dead a moment later; that says more than the error number. */
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

    /** Moves the deadline and asks after the peer. The first deadline of a wait may have been set long before it. */
    private long afterDeadline(long since) {
        long now = System.nanoTime();
        changed.deadline(now + NANOS_BETWEEN_CHECKS);
        return liveness.checkAtDeadline(now, since);
    }

    private static final class Kind implements MemoryWaitKind {
        @Override
        public String name() {
            return "condvar";
        }

        @Override
        public String description() {
            return "process-shared robust mutex and condition variable; the waiter sleeps";
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
            return conditionOffset() + roundUp(SharedCondition.BYTES);
        }

        @Override
        public void initialise(SharedRegion region, long controlOffset) {
            SharedMutex.create(region.address() + controlOffset);
            SharedCondition.create(region.address() + controlOffset + conditionOffset());
        }

        @Override
        public WaitStrategy bind(SharedRegion region, long wordOffset, long controlOffset, Liveness liveness) {
            return new CondvarWait(region, wordOffset, controlOffset, liveness);
        }
    }
}
