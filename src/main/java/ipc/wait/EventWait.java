package ipc.wait;

import ipc.posix.FdPassing;
import ipc.posix.EventDescriptor;
import ipc.region.SharedRegion;
import java.util.List;
import java.util.Optional;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * An eventfd, a counter in the kernel behind a file descriptor: what event loops are woken with.
 *
 * <p>Calls: {@code eventfd}; {@code write} to publish; {@code epoll_wait}, edge-triggered, to wait, and no {@code read}: that is
 * one system call for a wait, and a wait for a word that has changed already costs none. A blocking {@code read} would be one
 * too, but has no deadline, so a peer's death would go unnoticed; {@code poll} and {@code read} are two. Each direction has an
 * eventfd that all of its words share.
 *
 * <p>Handed over: an eventfd has no name, and {@code /proc/PID/fd} cannot reopen it. The peer makes it and sends it with
 * {@code SCM_RIGHTS} to a datagram socket of the fork's, whose address stands in the control bytes; the fork takes it when the
 * peer has opened its side. ({@link FdPassing} says why not {@code pidfd_getfd}.)
 *
 * <p>What wakes the receiver: the kernel inside {@code write}, through epoll's own queue. Writes that come before the wait are
 * reported as one, and the word is looked at before and after: none is lost, and one that is reported late costs a look.
 *
 * <p>Limits: {@code ulimit -n}; two descriptors a side and direction. The publisher calls the kernel for every message, whether
 * anybody sleeps or not.
 *
 * <p>Choose it where the receiver waits for other descriptors as well, sockets or timers, in one {@code epoll_wait}: no futex,
 * semaphore or condition variable can be waited for together with those.
 *
 * <p>Manual: {@code eventfd(2)}, {@code epoll(7)}, {@code unix(7)}.
 */
public final class EventWait implements WaitStrategy {
    /** This kind, for the catalogue. */
    public static final WaitKind KIND = new Kind();

    private static final int MILLIS_BETWEEN_CHECKS = 500;

    private final BytesStore<?, ?> memory;
    private final long wordOffset;
    private final SharedEvent shared;
    private final Liveness liveness;
    /** Null on the creator's side until {@link #onPeerOpened}. */
    private EventDescriptor event;

    private EventWait(BytesStore<?, ?> memory, long wordOffset, SharedEvent shared, Liveness liveness) {
        this.memory = memory;
        this.wordOffset = wordOffset;
        this.shared = shared;
        this.liveness = liveness;
        this.event = shared.event;
    }

    @Override
    public void onPeerOpened() {
        event = shared.received();
    }

    @Override
    public void publish(long value) {
        memory.writeOrderedLong(wordOffset, value);
        event.signal();
    }

    @Override
    public long await(long last) {
        long since = 0;
        long seen;
        while ((seen = memory.readVolatileLong(wordOffset)) == last) {
            if (!event.await(MILLIS_BETWEEN_CHECKS)) {
                since = liveness.checkAtDeadline(System.nanoTime(), since);
            }
        }
        return seen;
    }

    @Override
    public void close() {
        shared.close();
    }

    /** What the words of a direction share on one side: the socket that receives the eventfd until the eventfd has come, then the eventfd. */
    private static final class SharedEvent {
        private FdPassing fdPassing;
        private EventDescriptor event;

        static SharedEvent expecting(FdPassing fdPassing) {
            SharedEvent shared = new SharedEvent();
            shared.fdPassing = fdPassing;
            return shared;
        }

        static SharedEvent of(EventDescriptor event) {
            SharedEvent shared = new SharedEvent();
            shared.event = event;
            return shared;
        }

        EventDescriptor received() {
            if (event == null) {
                event = EventDescriptor.of(fdPassing.receive());
                fdPassing.close();
            }
            return event;
        }

        void close() {
            if (fdPassing != null) {
                fdPassing.close();
            }
            if (event != null) {
                event.close();
            }
        }
    }

    private static final class Kind implements WaitKind {
        @Override
        public String name() {
            return "eventfd";
        }

        @Override
        public String description() {
            return "eventfd and epoll; the waiter sleeps, and every message costs its sender a system call";
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
            return FdPassing.ADDRESS_BYTES;
        }

        @Override
        public Optional<String> unavailable() {
            return EventDescriptor.unavailable().or(FdPassing::unavailable);
        }

        @Override
        public List<WaitStrategy> create(SharedRegion region, List<Word> words, Liveness liveness) {
            FdPassing fdPassing = FdPassing.create();
            region.bytes().write(words.get(0).controlOffset(), fdPassing.address());
            return bind(region, words, liveness, SharedEvent.expecting(fdPassing));
        }

        @Override
        public List<WaitStrategy> open(SharedRegion region, List<Word> words, Liveness liveness) {
            byte[] address = new byte[FdPassing.ADDRESS_BYTES];
            region.bytes().read(words.get(0).controlOffset(), address, 0, address.length);
            EventDescriptor event = EventDescriptor.create();
            try {
                FdPassing.send(address, event.fd());
            } catch (RuntimeException e) {
                event.close();
                throw e;
            }
            return bind(region, words, liveness, SharedEvent.of(event));
        }

        private static List<WaitStrategy> bind(SharedRegion region, List<Word> words, Liveness liveness, SharedEvent shared) {
            return words.stream().<WaitStrategy>map(word -> new EventWait(region.bytes(), word.offset(), shared, liveness))
                    .toList();
        }
    }
}
