package ipc.transport;

import ipc.region.RegionKind;
import ipc.region.SharedRegion;
import ipc.transport.MessageLayout.Direction;
import ipc.wait.Liveness;
import ipc.wait.WaitKind;
import ipc.wait.WaitStrategy;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A region and a wait strategy: the payload written in place into a slot, its sequence word published.
 *
 * <p>There are as many slots per direction as messages may be under way. A slot holds one message. The sender may write the next
 * one into it when it knows that the last was read: because the reply has come, or because the receiver sent word that the slot
 * is free.
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
        return regionKind.description() + "; " + waitKind.description();
    }

    @Override
    public boolean blocks() {
        return waitKind.blocks();
    }

    @Override
    public boolean needsOwnCpu() {
        return waitKind.needsOwnCpu();
    }

    @Override
    public Optional<String> refusesSize(int sizeBytes) {
        return MessageLayout.refusesSize(sizeBytes).or(() -> waitKind.refusesSize(sizeBytes));
    }

    @Override
    public Optional<String> refusesDirectory(Traffic traffic, Path directory) {
        return regionKind.refusesDirectory(layout(traffic).regionBytes(), directory);
    }

    @Override
    public Optional<String> missing() {
        return regionKind.missing().or(waitKind::missing);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        MessageLayout layout = layout(traffic);
        SharedRegion region = regionKind.create(layout.regionBytes(), directory);
        try {
            for (Direction direction : Direction.values()) {
                for (int slot = 0; slot < layout.window(); slot++) {
                    waitKind.initialise(region, layout.controlOffset(direction, slot));
                }
            }
        } catch (RuntimeException e) {
            region.close();
            throw e;
        }
        region.bytes().writeOrderedLong(MessageLayout.MAGIC_OFFSET, MessageLayout.MAGIC);
        return new Created(side(region, layout, Direction.FORK_TO_PEER, Direction.PEER_TO_FORK, liveness), region.descriptor());
    }

    @Override
    public Endpoint open(String descriptor, Traffic traffic, Liveness liveness) {
        MessageLayout layout = layout(traffic);
        SharedRegion region = regionKind.open(descriptor, layout.regionBytes());
        claim(region, descriptor);
        return side(region, layout, Direction.PEER_TO_FORK, Direction.FORK_TO_PEER, liveness);
    }

    private MessageLayout layout(Traffic traffic) {
        refusesSize(traffic.sizeBytes()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new MessageLayout(traffic, waitKind.controlBytes());
    }

    private Endpoint side(SharedRegion region, MessageLayout layout, Direction out, Direction in, Liveness liveness) {
        List<Slot> outgoing = slots(region, layout, out, liveness);
        List<Slot> incoming = slots(region, layout, in, liveness);
        return layout.window() == 1 ? new Side(region, outgoing.get(0), incoming.get(0))
                : new StreamingSide(region, outgoing, incoming);
    }

    private List<Slot> slots(SharedRegion region, MessageLayout layout, Direction direction, Liveness liveness) {
        return IntStream.range(0, layout.window()).mapToObj(slot -> new Slot(
                region.bytes(layout.payloadOffset(direction, slot), layout.payloadBytes()),
                waitKind.bind(region, layout.sequenceOffset(direction, slot), layout.controlOffset(direction, slot), liveness)))
                .toList();
    }

    /** Where one message lies at a time, as one side sees it. */
    private record Slot(BytesStore<?, ?> payload, WaitStrategy sequence) {
    }

    /** One peer per region: whoever swaps its process id in first has it. */
    private static void claim(SharedRegion region, String descriptor) {
        BytesStore<?, ?> bytes = region.bytes();
        long magic = bytes.readVolatileLong(MessageLayout.MAGIC_OFFSET);
        if (magic != MessageLayout.MAGIC) {
            region.close();
            throw new IllegalStateException("region " + descriptor + " begins with " + Long.toHexString(magic)
                    + ", not with " + Long.toHexString(MessageLayout.MAGIC) + ": not ours, or of another version");
        }
        if (!bytes.compareAndSwapLong(MessageLayout.CLAIM_OFFSET, 0, ProcessHandle.current().pid())) {
            long owner = bytes.readVolatileLong(MessageLayout.CLAIM_OFFSET);
            region.close();
            throw new IllegalStateException("region " + descriptor + " is taken by process " + owner);
        }
    }

    /** One side of a region with one slot per direction. */
    private static final class Side implements Endpoint {
        private final SharedRegion region;
        private final BytesStore<?, ?> outgoing;
        private final BytesStore<?, ?> incoming;
        private final WaitStrategy sending;
        private final WaitStrategy receiving;
        private long received;

        Side(SharedRegion region, Slot out, Slot in) {
            this.region = region;
            this.outgoing = out.payload();
            this.incoming = in.payload();
            this.sending = out.sequence();
            this.receiving = in.sequence();
        }

        @Override
        public int payloadBytes() {
            return Math.toIntExact(outgoing.capacity());
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
            region.close();
        }
    }

    /** One side of a region with several slots per direction, used in turn: a ring. */
    private static final class StreamingSide implements Endpoint {
        private final SharedRegion region;
        private final Slot[] outgoing;
        private final Slot[] incoming;
        /** The word last seen in each incoming slot. */
        private final long[] received;
        private int nextOutgoing;
        private int lastIncoming;

        StreamingSide(SharedRegion region, List<Slot> outgoing, List<Slot> incoming) {
            this.region = region;
            this.outgoing = outgoing.toArray(Slot[]::new);
            this.incoming = incoming.toArray(Slot[]::new);
            this.received = new long[incoming.size()];
            this.lastIncoming = incoming.size() - 1;
        }

        @Override
        public int payloadBytes() {
            return Math.toIntExact(outgoing[0].payload().capacity());
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
            region.close();
        }
    }
}
