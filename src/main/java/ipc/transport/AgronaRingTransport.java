package ipc.transport;

import ipc.region.SharedRegion;
import ipc.region.TmpfsFileRegion;
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
 * Agrona's {@code OneToOneRingBuffer}, one per direction, over a mapped file: what a Java program takes that wants a queue
 * between one producer and one consumer and no more.
 *
 * <p>Calls: {@code open}, {@code mmap}; none for a message. {@code tryClaim} and {@code commit} on one side, {@code read} on the
 * other, bounds checks switched off, as Agrona's documentation recommends for low latency. The file is that of
 * {@link TmpfsFileRegion}, on tmpfs and without a name.
 *
 * <p>What wakes the receiver: nothing, it polls; the record's length, which {@code commit} writes last, arrives by cache
 * coherence.
 *
 * <p>The payload is written in place. It is copied as it is received: the record belongs to the sender again when {@code read}
 * returns, so that a program that does not finish with a message inside the handler copies it too. Nothing is allocated.
 *
 * <p>Limits: a busy CPU per side; a message is at most an eighth of the ring, which is made large enough here.
 *
 * <p>Choose it where messages of several lengths queue up between two processes, and no broker, history or network is needed.
 *
 * <p>Manual: Agrona's Javadoc of {@code org.agrona.concurrent.ringbuffer.RingBuffer}.
 */
final class AgronaRingTransport implements Transport {
    static {
        Libraries.withoutAgronaBoundsChecks();
    }

    private static final int MESSAGE_TYPE = 1;
    private static final int SMALLEST_RING_BYTES = 64 << 10;
    private static final int LARGEST_RING_BYTES = 1 << 30;
    private static final int LONGEST_MESSAGE_SHARE = 8;
    private static final int RECORD_HEADER_BYTES = 8;

    @Override
    public String name() {
        return "agrona-ring";
    }

    @Override
    public String description() {
        return "Agrona " + Libraries.version("agrona") + " OneToOneRingBuffer over a mapped file on tmpfs; each side polls";
    }

    @Override
    public boolean blocks() {
        return false;
    }

    @Override
    public boolean needsOwnCpu() {
        return true;
    }

    @Override
    public Optional<String> refusesSize(int sizeBytes) {
        return MessageLayout.refusesSize(sizeBytes);
    }

    @Override
    public Optional<String> refusesDirectory(Traffic traffic, Path directory) {
        return Optional.empty();
    }

    @Override
    public Optional<String> missing() {
        return TmpfsFileRegion.KIND.missing();
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        int ringBytes = ringBytes(traffic);
        SharedRegion region = TmpfsFileRegion.KIND.create(2L * bufferBytes(ringBytes), directory);
        return new Created(new Side(region, ringBytes, traffic, 0, 1, liveness), region.descriptor());
    }

    @Override
    public Endpoint open(String descriptor, Traffic traffic, Liveness liveness) {
        int ringBytes = ringBytes(traffic);
        SharedRegion region = TmpfsFileRegion.KIND.open(descriptor, 2L * bufferBytes(ringBytes));
        return new Side(region, ringBytes, traffic, 1, 0, liveness);
    }

    /**
     * A power of two into which all messages under way fit twice, as a record is never split in two at the ring's end.
     *
     * @throws IllegalArgumentException if they do not fit the largest ring there is
     */
    private int ringBytes(Traffic traffic) {
        refusesSize(traffic.sizeBytes()).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
        long recordBytes = traffic.sizeBytes() + RECORD_HEADER_BYTES;
        long needed = Math.max(LONGEST_MESSAGE_SHARE * recordBytes, 2 * (traffic.window() + 1L) * recordBytes);
        if (needed > LARGEST_RING_BYTES) {
            throw new IllegalArgumentException("window " + traffic.window() + " of " + traffic.sizeBytes()
                    + " bytes does not fit Agrona's largest ring, " + LARGEST_RING_BYTES + " bytes");
        }
        return Math.max(SMALLEST_RING_BYTES, Integer.highestOneBit(Math.toIntExact(needed) - 1) << 1);
    }

    private static int bufferBytes(int ringBytes) {
        return ringBytes + RingBufferDescriptor.TRAILER_LENGTH;
    }

    /** One side: the producer of one ring and the consumer of the other. */
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
        /** Where the message that is being written lies in the ring; 0, which is inside a record's header, if there is none. */
        private int claimed;
        private long sequence;

        Side(SharedRegion region, int ringBytes, Traffic traffic, int out, int in, Liveness liveness) {
            this.region = region;
            this.sizeBytes = traffic.sizeBytes();
            this.payloadBytes = traffic.payloadBytes();
            this.sending = ring(region, ringBytes, out);
            this.receiving = ring(region, ringBytes, in);
            this.received = new UnsafeBuffer(ByteBuffer.allocateDirect(sizeBytes));
            this.incoming.set(received.addressOffset(), payloadBytes);
            this.idle = new SpinIdle(liveness);
        }

        private static OneToOneRingBuffer ring(SharedRegion region, int ringBytes, int index) {
            int bufferBytes = bufferBytes(ringBytes);
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
