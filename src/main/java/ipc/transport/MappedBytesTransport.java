package ipc.transport;

import ipc.region.SharedRegion;
import ipc.region.TmpfsFileRegion;
import ipc.transport.MessageLayout.Direction;
import ipc.wait.Liveness;
import java.io.File;
import java.io.FileNotFoundException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.MappedBytes;
import net.openhft.chronicle.bytes.PointerBytesStore;

/**
 * Chronicle Bytes' own access to a mapped file: {@code MappedBytes.mappedBytes(file, chunkSize)}, with ordered writes and
 * volatile reads at offsets. Compare it with {@code mmap-tmpfs/spin}, which has the same file and layout but uses a
 * {@code PointerBytesStore}. The difference is the cost of the checks in {@code MappedBytes}: whether it is closed, and whether
 * the offset is in the mapped chunk.
 *
 * <p>Calls: {@code open}, {@code mmap}; none per message. The file is that of {@link TmpfsFileRegion}, on tmpfs and without a
 * name. Each side opens {@code /proc/PID/fd/N}, where {@code MappedBytes} finds a file of sufficient length.
 *
 * <p>Wake-up: none. The receiver reads the word until it changes.
 *
 * <p>Copies: none. The payload is accessed at the address that {@code MappedBytes} returns. Nothing is allocated.
 *
 * <p>Limits: a busy CPU per side. One chunk holds everything here; longer files are mapped chunk by chunk.
 *
 * <p>Choose it when a file grows while it is written, or is too large to map as a whole.
 *
 * <p>Manual: Chronicle Bytes' README, "MappedBytes".
 */
final class MappedBytesTransport extends LibraryTransport {
    /** {@code MappedBytes} maps this much beyond the chunk. It is a multiple of every page size. */
    private static final long OVERLAP_BYTES = 64 << 10;
    /** The same number as in {@code SpinWait}. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 20;

    MappedBytesTransport() {
        super("mapped-bytes", "Chronicle Bytes", "chronicle-bytes",
                "MappedBytes on tmpfs; each side reads the word until it changes");
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        MessageLayout layout = layout(traffic);
        SharedRegion file = TmpfsFileRegion.KIND.create(chunkBytes(layout) + OVERLAP_BYTES, directory);
        try {
            Side side = new Side(file, file.handle(), layout, Direction.FORK_TO_PEER, Direction.PEER_TO_FORK, liveness);
            return new Created(side, file.handle());
        } catch (RuntimeException e) {
            file.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return new Side(null, handle, layout(traffic), Direction.PEER_TO_FORK, Direction.FORK_TO_PEER, liveness);
    }

    private MessageLayout layout(Traffic traffic) {
        requireCarried(traffic);
        return new MessageLayout(traffic, 0);
    }

    private static long chunkBytes(MessageLayout layout) {
        return (layout.regionBytes() + OVERLAP_BYTES - 1) / OVERLAP_BYTES * OVERLAP_BYTES;
    }

    /** One side. Messages use the slots of a direction in turn. */
    private static final class Side implements Endpoint {
        private final SharedRegion file;
        private final MappedBytes bytes;
        private final int payloadBytes;
        private final PointerBytesStore[] outgoing;
        private final PointerBytesStore[] incoming;
        private final long[] sending;
        private final long[] receiving;
        /** The last seen word of each incoming slot. */
        private final long[] received;
        private final Liveness liveness;
        private int nextOutgoing;
        private int lastIncoming;

        /** @param file keeps the file open on the creating side; null on the other side */
        Side(SharedRegion file, String path, MessageLayout layout, Direction out, Direction in, Liveness liveness) {
            this.file = file;
            this.payloadBytes = layout.payloadBytes();
            this.liveness = liveness;
            try {
                this.bytes = MappedBytes.mappedBytes(new File(path), chunkBytes(layout));
            } catch (FileNotFoundException e) {
                throw new UncheckedIOException(path + " cannot be opened: " + e.getMessage(), e);
            }
            // One thread of the peer opens it and another one uses it.
            bytes.singleThreadedCheckDisabled(true);
            this.outgoing = views(layout, out);
            this.incoming = views(layout, in);
            this.sending = words(layout, out);
            this.receiving = words(layout, in);
            this.received = new long[receiving.length];
            this.lastIncoming = receiving.length - 1;
        }

        private PointerBytesStore[] views(MessageLayout layout, Direction direction) {
            return IntStream.range(0, layout.window(direction)).mapToObj(slot -> {
                PointerBytesStore view = new PointerBytesStore();
                view.set(bytes.addressForWrite(layout.payloadOffset(direction, slot)), payloadBytes);
                return view;
            }).toArray(PointerBytesStore[]::new);
        }

        private long[] words(MessageLayout layout, Direction direction) {
            return IntStream.range(0, layout.window(direction)).mapToLong(slot -> layout.sequenceOffset(direction, slot))
                    .toArray();
        }

        @Override
        public int payloadBytes() {
            return payloadBytes;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            return outgoing[nextOutgoing];
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return incoming[lastIncoming];
        }

        @Override
        public void send(long sequence) {
            bytes.writeOrderedLong(sending[nextOutgoing], sequence);
            nextOutgoing = after(nextOutgoing, sending.length);
        }

        @Override
        public long receive() {
            lastIncoming = after(lastIncoming, receiving.length);
            long seen = await(receiving[lastIncoming], received[lastIncoming]);
            received[lastIncoming] = seen;
            return seen;
        }

        /** The same loops as in {@code SpinWait}, so the two differ only in how they read the word. */
        private long await(long offset, long last) {
            for (int spins = SPINS_BETWEEN_CHECKS; spins > 0; spins--) {
                long seen = bytes.readVolatileLong(offset);
                if (seen != last) {
                    return seen;
                }
                Thread.onSpinWait();
            }
            return awaitWatchfully(offset, last);
        }

        private long awaitWatchfully(long offset, long last) {
            long start = System.nanoTime();
            while (true) {
                liveness.check(System.nanoTime() - start);
                for (int spins = SPINS_BETWEEN_CHECKS; spins > 0; spins--) {
                    long seen = bytes.readVolatileLong(offset);
                    if (seen != last) {
                        return seen;
                    }
                    Thread.onSpinWait();
                }
            }
        }

        private static int after(int slot, int slots) {
            return slot + 1 == slots ? 0 : slot + 1;
        }

        @Override
        public void close() {
            bytes.releaseLast();
            if (file != null) {
                file.close();
            }
        }
    }
}
