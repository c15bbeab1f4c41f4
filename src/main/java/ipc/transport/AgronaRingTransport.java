package ipc.transport;

import ipc.region.SharedRegion;
import ipc.region.TmpfsFileRegion;
import ipc.transport.MessageLayout.Direction;
import ipc.wait.Liveness;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.MessageHandler;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;

/**
 * Agrona's {@code OneToOneRingBuffer} over a mapped file, one per direction in use. It is a queue between one producer and one
 * consumer.
 *
 * <p>Calls: {@code open}, {@code mmap}; none per message. The sender uses {@code tryClaim} and {@code commit}; the receiver uses
 * {@code read}. Bounds checks are off, as Agrona's documentation recommends for low latency. The file is that of
 * {@link TmpfsFileRegion}, on tmpfs and without a name.
 *
 * <p>Wake-up: none. The receiver polls the record length, which {@code commit} writes last; cache coherence delivers it.
 *
 * <p>Copies: the payload is written in place. The receiver copies it once, because the record belongs to the sender again when
 * {@code read} returns. A program that keeps a message beyond the handler does the same. Nothing is allocated.
 *
 * <p>Limits: a busy CPU per side. A message is at most an eighth of the ring; the ring here is always large enough.
 *
 * <p>Choose it to queue messages of several lengths between two processes, without broker, history or network.
 *
 * <p>Manual: Agrona's Javadoc of {@code org.agrona.concurrent.ringbuffer.RingBuffer}.
 */
final class AgronaRingTransport extends LibraryTransport {
    static {
        withoutAgronaBoundsChecks();
    }

    private static final int MESSAGE_TYPE = 1;
    private static final int SMALLEST_RING_BYTES = 64 << 10;
    private static final int LARGEST_RING_BYTES = 1 << 30;
    private static final int LONGEST_MESSAGE_SHARE = 8;
    private static final int RECORD_HEADER_BYTES = 8;

    AgronaRingTransport() {
        super("agrona-ring", "Agrona", "agrona", "OneToOneRingBuffer over a mapped file on tmpfs; each side polls");
    }

    @Override
    public Optional<String> unsupported(Traffic traffic) {
        return super.unsupported(traffic)
                .or(() -> unsupportedWindow(traffic, neededBytes(traffic), "Agrona's largest ring", LARGEST_RING_BYTES));
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        int ringBytes = ringBytes(traffic);
        SharedRegion region = TmpfsFileRegion.KIND.create(regionBytes(traffic, ringBytes), directory);
        return new Created(new Side(region, ringBytes, traffic, Direction.FORK_TO_PEER, Direction.PEER_TO_FORK, liveness),
                region.handle());
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        int ringBytes = ringBytes(traffic);
        SharedRegion region = TmpfsFileRegion.KIND.open(handle, regionBytes(traffic, ringBytes));
        return new Side(region, ringBytes, traffic, Direction.PEER_TO_FORK, Direction.FORK_TO_PEER, liveness);
    }

    private static long regionBytes(Traffic traffic, int ringBytes) {
        return (long) traffic.directions() * bufferBytes(ringBytes);
    }

    /** Length of the ring in bytes, a power of two. */
    private int ringBytes(Traffic traffic) {
        requireCarried(traffic);
        return Math.max(SMALLEST_RING_BYTES, Integer.highestOneBit(Math.toIntExact(neededBytes(traffic)) - 1) << 1);
    }

    /** Room for all messages in flight, twice, because a record never wraps around the end of the ring. */
    private static long neededBytes(Traffic traffic) {
        long recordBytes = (long) traffic.sizeBytes() + RECORD_HEADER_BYTES;
        return Math.max(LONGEST_MESSAGE_SHARE * recordBytes, 2 * (traffic.window() + 1L) * recordBytes);
    }

    private static int bufferBytes(int ringBytes) {
        return ringBytes + RingBufferDescriptor.TRAILER_LENGTH;
    }

    /** One side: the producer of one ring and the consumer of the other. Either is null if its direction is unused. */
    private static final class Side implements Endpoint {
        private final SharedRegion region;
        private final int sizeBytes;
        private final int payloadBytes;
        private final OneToOneRingBuffer sending;
        private final OneToOneRingBuffer receiving;
        private final PointerBytesStore outgoing = new PointerBytesStore();
        private final PointerBytesStore incoming = new PointerBytesStore();
        private final UnsafeBuffer received;
        private final MessageHandler handler = this::onMessage;
        private final SpinIdle idle;
        /** Offset in the ring of the message that is being written; 0, which is never a payload, if there is none. */
        private int claimed;
        private long sequence;

        Side(SharedRegion region, int ringBytes, Traffic traffic, Direction out, Direction in, Liveness liveness) {
            this.region = region;
            this.sizeBytes = traffic.sizeBytes();
            this.payloadBytes = traffic.payloadBytes();
            this.sending = ring(region, ringBytes, traffic, out);
            this.receiving = ring(region, ringBytes, traffic, in);
            this.received = new UnsafeBuffer(ByteBuffer.allocateDirect(sizeBytes));
            this.incoming.set(received.addressOffset(), payloadBytes);
            this.idle = new SpinIdle(liveness);
        }

        private static OneToOneRingBuffer ring(SharedRegion region, int ringBytes, Traffic traffic, Direction direction) {
            if (traffic.window(direction) == 0) {
                return null;
            }
            int bufferBytes = bufferBytes(ringBytes);
            int index = direction == Direction.PEER_TO_FORK && !traffic.isOneWay() ? 1 : 0;
            return new OneToOneRingBuffer(new UnsafeBuffer(region.address() + (long) index * bufferBytes, bufferBytes));
        }

        @Override
        public int payloadBytes() {
            return payloadBytes;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            if (claimed == 0) {
                claim();
                outgoing.set(sending.buffer().addressOffset() + claimed, payloadBytes);
            }
            return outgoing;
        }

        private void claim() {
            idle.restart();
            while ((claimed = sending.tryClaim(MESSAGE_TYPE, sizeBytes)) < 0) {
                idle.idle();
            }
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return incoming;
        }

        @Override
        public void send(long sequence) {
            if (claimed == 0) {
                claim();
            }
            sending.buffer().putLong(claimed + payloadBytes, sequence);
            sending.commit(claimed);
            claimed = 0;
        }

        @Override
        public long receive() {
            idle.restart();
            while (receiving.read(handler, 1) == 0) {
                idle.idle();
            }
            return sequence;
        }

        private void onMessage(int type, DirectBuffer buffer, int index, int length) {
            buffer.getBytes(index, received, 0, payloadBytes);
            sequence = buffer.getLong(index + payloadBytes);
        }

        @Override
        public void close() {
            region.close();
        }
    }
}
