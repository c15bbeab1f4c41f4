package ipc.wait;

import ipc.posix.FdPassing;
import ipc.posix.EventDescriptor;
import ipc.region.SharedRegion;
import java.util.List;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * Sleeps on an eventfd, which is a kernel counter behind a file descriptor. Event loops are usually woken this way.
 *
 * <p>Calls: {@code eventfd}; {@code write} to publish; edge-triggered {@code epoll_wait} to wait. No {@code read} is needed, so a
 * wait takes one system call, or none if the word has changed already. A blocking {@code read} would have no deadline, so the
 * peer's death would go unnoticed. {@code poll} and {@code read} would be two calls. All words of a direction share one eventfd.
 *
 * <p>File-descriptor passing: an eventfd has no name, and {@code /proc/PID/fd} cannot reopen it. The peer creates it and sends it
 * with {@code SCM_RIGHTS} to a datagram socket of the fork. The control bytes hold that socket's address. The fork receives the
 * eventfd after the peer has opened its side. {@link FdPassing} explains why {@code pidfd_getfd} is not used.
 *
 * <p>Wake-up: the kernel wakes the receiver inside {@code write}, through epoll. Several writes before the wait are reported as
 * one. The receiver checks the word before and after, so no write is lost.
 *
 * <p>Limits: {@code ulimit -n}; each side uses two file descriptors per direction. Every message costs its publisher a system
 * call, even if nobody sleeps.
 *
 * <p>Choose it when the receiver also waits for other file descriptors, such as sockets or timers. One {@code epoll_wait} covers
 * them all; a futex, semaphore or condition variable cannot join them.
 *
 * <p>Manual: {@code eventfd(2)}, {@code epoll(7)}, {@code unix(7)}.
 */
public final class EventWait implements WaitStrategy {
    /** The catalogue's entry. */
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

    /** One side's eventfd for all words of a direction. Until the eventfd has arrived, it is the socket that will receive it. */
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
        private static final WaitSpec SPEC = WaitSpec.sleeping("eventfd",
                "eventfd and epoll; the waiter sleeps, and every message costs its sender a system call", FdPassing.ADDRESS_BYTES)
                .unless(() -> EventDescriptor.unavailable().or(FdPassing::unavailable));

        @Override
        public WaitSpec spec() {
            return SPEC;
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
