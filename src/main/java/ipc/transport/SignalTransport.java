package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.PosixException;
import ipc.posix.RealTimeSignal;
import ipc.region.MemfdRegion;
import ipc.region.SharedRegion;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A real-time signal to a thread of the other side. The signal's value is the sequence word; there is no payload.
 *
 * <p>Calls: {@code rt_tgsigqueueinfo}, {@code sigtimedwait}. Each side's thread blocks its signal, so the signal stays pending
 * until the thread waits for it, and no handler runs. The spinning variant calls {@code sigtimedwait} with a timeout of zero in a
 * loop. A signal that is blocked in one thread must be sent to that thread. Each side's thread therefore writes its number into a
 * small memfd when it first sends or receives. The other side reads it once.
 *
 * <p>Wake-up: the signal wakes a sleeping receiver. A spinning receiver finds it in the queue of pending signals.
 *
 * <p>Limits: 8 bytes per message, the size of C's {@code union sigval}. It is 4 bytes on 32-bit machines, where this transport is
 * unavailable. {@code ulimit -i} limits the pending signals of a user; then a send waits. A side is not told when the other side
 * ends. The same thread must use a side all the time.
 *
 * <p>Choose it only to send a number to a process that is built around signals. It is measured because many people expect it to
 * be fast.
 *
 * <p>Manual: {@code signal(7)}, {@code sigqueue(3)}, {@code rt_sigqueueinfo(2)}, {@code sigwaitinfo(2)}.
 */
final class SignalTransport implements Transport {
    private static final String MECHANISM = "signal";
    private static final long NANOS_BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(500);
    /**
     * Two cache lines per side. They hold its process id, then thread and signal in one word, which is 0 until the thread is
     * known.
     */
    private static final int REGION_BYTES = 256;
    private static final int FORK = 0;
    private static final int PEER = 128;
    private static final int PROCESS = 0;
    private static final int THREAD_AND_SIGNAL = 8;
    /** Each spin is a system call: 20 to 60 ms in all on the machines that we measured. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 16;

    private final boolean spins;

    /** @param spins whether a waiting side repeats a non-blocking call; otherwise it sleeps in the kernel */
    SignalTransport(boolean spins) {
        this.spins = spins;
    }

    @Override
    public String name() {
        return spins ? MECHANISM + "/spin" : MECHANISM;
    }

    @Override
    public String description() {
        return "real-time signal with a value, to a thread (rt_tgsigqueueinfo, sigtimedwait); "
                + (spins ? "polls without sleeping; one busy CPU per side" : "the waiter sleeps in the kernel");
    }

    @Override
    public boolean blocks() {
        return !spins;
    }

    @Override
    public boolean needsOwnCpu() {
        return spins;
    }

    @Override
    public Optional<String> unsupportedSize(int sizeBytes) {
        Optional<String> refusal = MessageLayout.unsupportedSize(sizeBytes);
        if (refusal.isPresent() || sizeBytes == Endpoint.SEQUENCE_BYTES) {
            return refusal;
        }
        return Optional.of("size " + sizeBytes + ": a message of " + MECHANISM + " has " + Endpoint.SEQUENCE_BYTES
                + " bytes at most, sequence word included: the size of a signal's value");
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        return Optional.empty();
    }

    @Override
    public Optional<String> unavailable() {
        return RealTimeSignal.VALUE_BYTES < Endpoint.SEQUENCE_BYTES
                ? Optional.of("a signal's value has " + RealTimeSignal.VALUE_BYTES + " bytes on this architecture, but the"
                        + " sequence word needs " + Endpoint.SEQUENCE_BYTES)
                : MemfdRegion.KIND.unavailable();
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        requireCarried(traffic);
        SharedRegion threads = MemfdRegion.KIND.create(REGION_BYTES, directory);
        return new Created(side(threads, FORK, PEER, liveness), threads.handle());
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return side(MemfdRegion.KIND.open(handle, REGION_BYTES), PEER, FORK, liveness);
    }

    private Endpoint side(SharedRegion threads, int own, int other, Liveness liveness) {
        try {
            return new Side(spins, threads, own, other, liveness);
        } catch (RuntimeException e) {
            threads.close();
            throw e;
        }
    }

    private static final class Side implements Endpoint {
        private final boolean spins;
        private final RealTimeSignal signal;
        private final SharedRegion threads;
        private final BytesStore<?, ?> memory;
        private final int own;
        private final int other;
        private final Liveness liveness;
        private final BytesStore<?, ?> nothing;
        private Thread user;
        private int otherProcess;
        private int otherThread;
        private int otherSignal;
        private boolean closed;

        Side(boolean spins, SharedRegion threads, int own, int other, Liveness liveness) {
            this.spins = spins;
            this.signal = new RealTimeSignal(spins ? 0 : NANOS_BETWEEN_CHECKS);
            this.threads = threads;
            this.memory = threads.bytes();
            this.own = own;
            this.other = other;
            this.liveness = liveness;
            this.nothing = threads.bytes(0, 0);
        }

        @Override
        public int payloadBytes() {
            return 0;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            return nothing;
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return nothing;
        }

        @Override
        public void send(long sequence) {
            if (user != Thread.currentThread()) {
                receiveOnThisThread();
            }
            if (otherThread == 0) {
                findPeerThread();
            }
            try {
                if (!signal.send(otherProcess, otherThread, otherSignal, sequence)) {
                    sendWhenThereIsRoom(sequence);
                }
            } catch (PosixException e) {
                if (e.errno() == Errno.ESRCH) {
                    WireEndpoint.awaitPeerDeath(liveness);
                }
                throw e;
            }
        }

        @Override
        public long receive() {
            if (user != Thread.currentThread()) {
                receiveOnThisThread();
            }
            long since = 0;
            int spinsLeft = SPINS_BETWEEN_CHECKS;
            while (!signal.await()) {
                if (!spins) {
                    since = liveness.checkAtDeadline(System.nanoTime(), since);
                } else {
                    Thread.onSpinWait();
                    if (--spinsLeft == 0) {
                        spinsLeft = SPINS_BETWEEN_CHECKS;
                        since = liveness.checkAtDeadline(System.nanoTime(), since);
                    }
                }
            }
            return signal.value();
        }

        /** Makes the calling thread the one to which the other side sends. */
        private void receiveOnThisThread() {
            if (user != null) {
                throw new IllegalStateException("signals go to thread " + user.getName() + ", so "
                        + Thread.currentThread().getName() + " cannot receive them");
            }
            user = Thread.currentThread();
            long thread = signal.receiveOnThisThread();
            memory.writeLong(own + PROCESS, ProcessHandle.current().pid());
            memory.writeOrderedLong(own + THREAD_AND_SIGNAL, thread << Integer.SIZE | signal.number());
        }

        /** Waits for the other side's thread, which may not have started to receive. */
        private void findPeerThread() {
            long since = 0;
            long asked = System.nanoTime();
            long word = memory.readVolatileLong(other + THREAD_AND_SIGNAL);
            while (word == 0) {
                Thread.yield();
                if (System.nanoTime() - asked > NANOS_BETWEEN_CHECKS) {
                    asked = System.nanoTime();
                    since = liveness.checkAtDeadline(asked, since);
                }
                word = memory.readVolatileLong(other + THREAD_AND_SIGNAL);
            }
            otherProcess = Math.toIntExact(memory.readLong(other + PROCESS));
            otherThread = (int) (word >> Integer.SIZE);
            otherSignal = (int) word;
        }

        private void sendWhenThereIsRoom(long sequence) {
            long since = 0;
            long asked = System.nanoTime();
            do {
                Thread.yield();
                if (System.nanoTime() - asked > NANOS_BETWEEN_CHECKS) {
                    asked = System.nanoTime();
                    since = liveness.checkAtDeadline(asked, since);
                }
            } while (!signal.send(otherProcess, otherThread, otherSignal, sequence));
        }

        @Override
        public void close() {
            if (!closed) {
                closed = true;
                signal.close();
                threads.close();
            }
        }
    }
}
