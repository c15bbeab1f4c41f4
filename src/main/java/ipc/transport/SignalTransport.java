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
 * A real-time signal to the other side's thread, whose value is the sequence word; nothing else crosses.
 *
 * <p>Calls: {@code rt_tgsigqueueinfo}, {@code sigtimedwait}. Each side has a signal of its own, which its thread keeps
 * blocked: so it stays pending until it is waited for, and no handler runs. Spinning, {@code sigtimedwait} is told to wait for no
 * time at all, and is called again and again. A signal that is blocked in one thread only must be sent to that thread; a memfd of
 * a few bytes says which it is, written by the thread itself as it first sends or receives, and read once.
 *
 * <p>What wakes the receiver: the signal; spinning, nothing: the signal is put into its queue, where the next call finds it.
 *
 * <p>Limits: 8 bytes a message, C's {@code union sigval}; 4 on a 32-bit machine, where it is missing here. As many as
 * {@code ulimit -i} says may be pending for all of a user's processes; then a send waits. Nobody is told when the other side
 * ends. A side is used by one thread for good.
 *
 * <p>Choose it hardly ever: where a number must reach a process that is written around signals. It is here because it is often
 * thought to be quick.
 *
 * <p>Manual: {@code signal(7)}, {@code sigqueue(3)}, {@code rt_sigqueueinfo(2)}, {@code sigwaitinfo(2)}.
 */
final class SignalTransport implements Transport {
    private static final String MECHANISM = "signal";
    private static final long NANOS_BETWEEN_CHECKS = TimeUnit.MILLISECONDS.toNanos(500);
    /** Two cache lines for each side: its process, then thread and signal in one word, which is 0 until the thread is known. */
    private static final int REGION_BYTES = 256;
    private static final int FORK = 0;
    private static final int PEER = 128;
    private static final int PROCESS = 0;
    private static final int THREAD_AND_SIGNAL = 8;
    /** Each is a system call: 20 to 60 ms on the machines known to us. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 16;

    private final boolean spins;

    /** @param spins whether a waiting side calls the kernel again and again, or sleeps in it */
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
                + (spins ? "asked again and again; one busy CPU per side" : "the waiter sleeps in the kernel");
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
                + " bytes at most, sequence word included: that is a signal's value");
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        return Optional.empty();
    }

    @Override
    public Optional<String> unavailable() {
        return RealTimeSignal.VALUE_BYTES < Endpoint.SEQUENCE_BYTES
                ? Optional.of("a signal's value has " + RealTimeSignal.VALUE_BYTES + " bytes on this architecture, and the"
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

        /** From now on the calling thread is the one that the other side sends to. */
        private void receiveOnThisThread() {
            if (user != null) {
                throw new IllegalStateException("signals go to thread " + user.getName() + ", and "
                        + Thread.currentThread().getName() + " would wait for them in vain");
            }
            user = Thread.currentThread();
            long thread = signal.receiveOnThisThread();
            memory.writeLong(own + PROCESS, ProcessHandle.current().pid());
            memory.writeOrderedLong(own + THREAD_AND_SIGNAL, thread << Integer.SIZE | signal.number());
        }

        /** Its thread may not have begun to receive. */
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
