package ipc.transport;

import ipc.region.RegionKind;
import ipc.region.SharedRegion;
import ipc.transport.MessageLayout.Direction;
import ipc.wait.Liveness;
import ipc.wait.WaitKind;
import ipc.wait.WaitStrategy;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * A region and a wait strategy: one slot per direction, the payload written in place, its sequence word published.
 *
 * <p>A slot holds one message. The sender may write the next one when it knows that the last was read: because the reply
 * has come, or because the receiver sent word that the slot is free.
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
    public Optional<String> refusesSize(int sizeBytes) {
        return MessageLayout.refusesSize(sizeBytes);
    }

    @Override
    public Optional<String> refusesDirectory(int sizeBytes, Path directory) {
        return regionKind.refusesDirectory(layout(sizeBytes).regionBytes(), directory);
    }

    @Override
    public Optional<String> missing() {
        return regionKind.missing();
    }

    @Override
    public Created create(int sizeBytes, Path directory, Liveness liveness) {
        MessageLayout layout = layout(sizeBytes);
        SharedRegion region = regionKind.create(layout.regionBytes(), directory);
        try {
            for (Direction direction : Direction.values()) {
                waitKind.initialise(region, layout.controlOffset(direction));
            }
        } catch (RuntimeException e) {
            region.close();
            throw e;
        }
        region.bytes().writeOrderedLong(MessageLayout.MAGIC_OFFSET, MessageLayout.MAGIC);
        Endpoint endpoint = new Side(region, layout, Direction.FORK_TO_PEER, Direction.PEER_TO_FORK, liveness);
        return new Created(endpoint, region.descriptor());
    }

    @Override
    public Endpoint open(String descriptor, int sizeBytes, Liveness liveness) {
        MessageLayout layout = layout(sizeBytes);
        SharedRegion region = regionKind.open(descriptor, layout.regionBytes());
        claim(region, descriptor);
        return new Side(region, layout, Direction.PEER_TO_FORK, Direction.FORK_TO_PEER, liveness);
    }

    private MessageLayout layout(int sizeBytes) {
        refusesSize(sizeBytes).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        return new MessageLayout(sizeBytes, waitKind.controlBytes());
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

    /** One side of the region. */
    private final class Side implements Endpoint {
        private final SharedRegion region;
        private final BytesStore<?, ?> outgoing;
        private final BytesStore<?, ?> incoming;
        private final WaitStrategy sending;
        private final WaitStrategy receiving;
        private long received;

        Side(SharedRegion region, MessageLayout layout, Direction out, Direction in, Liveness liveness) {
            this.region = region;
            this.outgoing = region.bytes(layout.payloadOffset(out), layout.payloadBytes());
            this.incoming = region.bytes(layout.payloadOffset(in), layout.payloadBytes());
            this.sending = bind(region, layout, out, liveness);
            this.receiving = bind(region, layout, in, liveness);
        }

        private WaitStrategy bind(SharedRegion region, MessageLayout layout, Direction direction, Liveness liveness) {
            return waitKind.bind(region, layout.sequenceOffset(direction), layout.controlOffset(direction), liveness);
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
}
