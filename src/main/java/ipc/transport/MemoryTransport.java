package ipc.transport;

import ipc.region.RegionKind;
import ipc.region.SharedRegion;
import ipc.transport.MessageLayout.Direction;
import ipc.wait.Liveness;
import ipc.wait.WaitKind;
import ipc.wait.WaitStrategy;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A region with a wait strategy. The sender writes the payload in place into a slot, then publishes its sequence word.
 *
 * <p>Each direction has one slot per message that may be in flight. The sender may reuse a slot once it knows that the message
 * was read. It learns this from the reply, or from the receiver's report of a free slot.
 */
final class MemoryTransport implements Transport {
    private final RegionKind regionKind;
    private final WaitKind waitKind;

    MemoryTransport(RegionKind regionKind, WaitKind waitKind) {
        this.regionKind = regionKind;
        this.waitKind = waitKind;
    }

    @Override
    public String name() {
        return regionKind.name() + "/" + waitKind.name();
    }

    @Override
    public String description() {
        return waitKind.spec().description();
    }

    @Override
    public boolean optional() {
        return regionKind.optional() || waitKind.spec().optional();
    }

    @Override
    public boolean blocks() {
        return waitKind.spec().blocks();
    }

    @Override
    public boolean needsOwnCpu() {
        return waitKind.spec().needsOwnCpu();
    }

    @Override
    public Optional<String> unsupportedSize(int sizeBytes) {
        return MessageLayout.unsupportedSize(sizeBytes).or(() -> waitKind.unsupportedSize(sizeBytes));
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        return regionKind.unsupportedDirectory(layout(traffic).regionBytes(), directory);
    }

    @Override
    public Optional<String> unavailable() {
        return regionKind.unavailable().or(waitKind::unavailable);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        MessageLayout layout = layout(traffic);
        SharedRegion region = regionKind.create(layout.regionBytes(), directory);
        MemorySide side = new MemorySide(region);
        try {
            List<Slot> outgoing = side.bind(waitKind::create, layout, Direction.FORK_TO_PEER, liveness);
            List<Slot> incoming = side.bind(waitKind::create, layout, Direction.PEER_TO_FORK, liveness);
            region.bytes().writeOrderedLong(MessageLayout.MAGIC_OFFSET, MessageLayout.MAGIC);
            return new Created(endpoint(side, layout, outgoing, incoming), region.handle(), side::onPeerOpened);
        } catch (RuntimeException e) {
            side.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        MessageLayout layout = layout(traffic);
        SharedRegion region = regionKind.open(handle, layout.regionBytes());
        MemorySide side = new MemorySide(region);
        try {
            claim(region, handle);
            List<Slot> outgoing = side.bind(waitKind::open, layout, Direction.PEER_TO_FORK, liveness);
            List<Slot> incoming = side.bind(waitKind::open, layout, Direction.FORK_TO_PEER, liveness);
            return endpoint(side, layout, outgoing, incoming);
        } catch (RuntimeException e) {
            side.close();
            throw e;
        }
    }

    private static Endpoint endpoint(MemorySide side, MessageLayout layout, List<Slot> outgoing, List<Slot> incoming) {
        return Math.max(outgoing.size(), incoming.size()) == 1
                ? new SingleSlotEndpoint(side, layout.payloadBytes(), onlyOf(outgoing), onlyOf(incoming))
                : new RingEndpoint(side, layout.payloadBytes(), outgoing, incoming);
    }

    private static Slot onlyOf(List<Slot> slots) {
        return slots.isEmpty() ? Slot.NONE : slots.get(0);
    }

    private MessageLayout layout(Traffic traffic) {
        requireCarried(traffic);
        return new MessageLayout(traffic, waitKind.spec().controlBytes());
    }

    /** One side's view of a slot, which holds one message at a time. */
    private record Slot(BytesStore<?, ?> payload, WaitStrategy sequence) {
        /** The slot of an unused direction. */
        static final Slot NONE = new Slot(null, null);
    }

    /** {@link WaitKind#create} or {@link WaitKind#open}. */
    private interface Binding {
        List<WaitStrategy> bind(SharedRegion region, List<WaitKind.Word> words, Liveness liveness);
    }

    /** One side's resources: the region and the wait strategies. */
    private static final class MemorySide {
        private final SharedRegion region;
        private final List<WaitStrategy> bound = new ArrayList<>();

        MemorySide(SharedRegion region) {
            this.region = region;
        }

        List<Slot> bind(Binding binding, MessageLayout layout, Direction direction, Liveness liveness) {
            int window = layout.window(direction);
            if (window == 0) {
                return List.of();
            }
            List<WaitStrategy> strategies = binding.bind(region, IntStream.range(0, window)
                    .mapToObj(slot -> new WaitKind.Word(layout.sequenceOffset(direction, slot),
                            layout.controlOffset(direction, slot)))
                    .toList(), liveness);
            bound.addAll(strategies);
            return IntStream.range(0, window).mapToObj(slot -> new Slot(
                    region.bytes(layout.payloadOffset(direction, slot), layout.payloadBytes()), strategies.get(slot))).toList();
        }

        void onPeerOpened() {
            bound.forEach(WaitStrategy::onPeerOpened);
        }

        void close() {
            try {
                bound.forEach(WaitStrategy::close);
            } finally {
                region.close();
            }
        }
    }

    /** Claims the region for one peer, by an atomic write of its process id. */
    private static void claim(SharedRegion region, String handle) {
        BytesStore<?, ?> bytes = region.bytes();
        long magic = bytes.readVolatileLong(MessageLayout.MAGIC_OFFSET);
        if (magic != MessageLayout.MAGIC) {
            throw new IllegalStateException("region " + handle + " begins with " + Long.toHexString(magic)
                    + ", not with " + Long.toHexString(MessageLayout.MAGIC) + ": it belongs to another program or version");
        }
        if (!bytes.compareAndSwapLong(MessageLayout.CLAIM_OFFSET, 0, ProcessHandle.current().pid())) {
            throw new IllegalStateException("region " + handle + " is taken by process "
                    + bytes.readVolatileLong(MessageLayout.CLAIM_OFFSET));
        }
    }

    /** One side of a region with at most one slot per direction. */
    private static final class SingleSlotEndpoint implements Endpoint {
        private final MemorySide side;
        private final int payloadBytes;
        private final BytesStore<?, ?> outgoing;
        private final BytesStore<?, ?> incoming;
        private final WaitStrategy sending;
        private final WaitStrategy receiving;
        private long received;

        SingleSlotEndpoint(MemorySide side, int payloadBytes, Slot out, Slot in) {
            this.side = side;
            this.payloadBytes = payloadBytes;
            this.outgoing = out.payload();
            this.incoming = in.payload();
            this.sending = out.sequence();
            this.receiving = in.sequence();
        }

        @Override
        public int payloadBytes() {
            return payloadBytes;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            return outgoing;
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return incoming;
        }

        @Override
        public void send(long sequence) {
            sending.publish(sequence);
        }

        @Override
        public long receive() {
            received = receiving.await(received);
            return received;
        }

        @Override
        public void close() {
            side.close();
        }
    }

    /** One side of a region with several slots per direction, used in turn as a ring. */
    private static final class RingEndpoint implements Endpoint {
        private final MemorySide side;
        private final int payloadBytes;
        private final Slot[] outgoing;
        private final Slot[] incoming;
        /** The last seen word of each incoming slot. */
        private final long[] received;
        private int nextOutgoing;
        private int lastIncoming;

        RingEndpoint(MemorySide side, int payloadBytes, List<Slot> outgoing, List<Slot> incoming) {
            this.side = side;
            this.payloadBytes = payloadBytes;
            this.outgoing = outgoing.toArray(Slot[]::new);
            this.incoming = incoming.toArray(Slot[]::new);
            this.received = new long[incoming.size()];
            this.lastIncoming = incoming.size() - 1;
        }

        @Override
        public int payloadBytes() {
            return payloadBytes;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            return outgoing[nextOutgoing].payload();
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return incoming[lastIncoming].payload();
        }

        @Override
        public void send(long sequence) {
            outgoing[nextOutgoing].sequence().publish(sequence);
            nextOutgoing = after(nextOutgoing, outgoing.length);
        }

        @Override
        public long receive() {
            lastIncoming = after(lastIncoming, incoming.length);
            long sequence = incoming[lastIncoming].sequence().await(received[lastIncoming]);
            received[lastIncoming] = sequence;
            return sequence;
        }

        private static int after(int slot, int slots) {
            return slot + 1 == slots ? 0 : slot + 1;
        }

        @Override
        public void close() {
            side.close();
        }
    }
}
