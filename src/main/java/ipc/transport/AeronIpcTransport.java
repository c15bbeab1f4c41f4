package ipc.transport;

import io.aeron.Aeron;
import io.aeron.ExclusivePublication;
import io.aeron.Image;
import io.aeron.ImageFragmentAssembler;
import io.aeron.Publication;
import io.aeron.Subscription;
import io.aeron.driver.MediaDriver;
import io.aeron.driver.ThreadingMode;
import io.aeron.logbuffer.BufferClaim;
import io.aeron.logbuffer.FragmentHandler;
import io.aeron.logbuffer.Header;
import ipc.FailureMessage;
import ipc.region.TmpfsFileRegion;
import ipc.transport.MessageLayout.Direction;
import ipc.wait.Liveness;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import org.agrona.CloseHelper;
import org.agrona.DirectBuffer;
import org.agrona.concurrent.SleepingMillisIdleStrategy;
import org.agrona.concurrent.UnsafeBuffer;

/**
 * Aeron's IPC channel. Each direction has a log in shared memory: its publisher appends to it, and its subscriber polls it. A
 * media driver creates the logs and moves the publisher's limit. Here the driver runs inside the fork.
 *
 * <p>Calls: {@code open} and {@code mmap} by the driver and both clients; none per message. The sender uses {@code tryClaim} and
 * {@code commit} of an {@code ExclusivePublication}. The receiver uses {@code Image.poll} with a busy-spinning idle strategy. No
 * message passes through the driver.
 *
 * <p>Settings: those of {@code aeron-ipc.properties} and {@code low-latency.properties} in Aeron's jar. They give exclusive log
 * files, allocated and touched in advance, an MTU of at least 8 KiB, one driver thread and no bounds checks. One setting differs:
 * the driver thread sleeps for a millisecond instead of spinning. On two CPUs, a third busy thread would take a CPU from the
 * measurement. Nothing waits for the driver, because its limit is half a term ahead. Each client has a conductor thread, which
 * sleeps for 16 ms at a time, Aeron's default.
 *
 * <p>Wake-up: none. The receiver polls the frame length, which {@code commit} writes last; cache coherence delivers it.
 *
 * <p>Copies: a payload that fits one frame (up to 65504 bytes) is written in place. {@code offer} copies longer ones into several
 * frames. The receiver copies once, because Aeron clears a frame when {@code poll} returns. A program that keeps a message beyond
 * the handler does the same. Messages allocate nothing; the three threads allocate a little now and then.
 *
 * <p>Limits: a busy CPU per side. A message is at most an eighth of a term, and at most 16 MiB. Terms are 16 MiB, shorter on a
 * small tmpfs, or as long as the messages in flight need. A log has three terms. On a 32-bit JVM this transport is unavailable.
 * There array data is aligned to 4 bytes only, and Aeron's driver uses atomic 8-byte accesses, which fault on ARM.
 *
 * <p>Files: they need names until both sides are connected. Then the directory is removed, and the memory is freed with the last
 * process.
 *
 * <p>Choose it when the same code should also talk across machines, or to several subscribers.
 *
 * <p>Manual: Aeron's wiki, "Best Practices Guide" and "Java Programming Guide".
 */
final class AeronIpcTransport extends LibraryTransport {
    static {
        withoutAgronaBoundsChecks();
    }

    private static final String CHANNEL = "aeron:ipc";
    private static final int DRIVER_SLEEP_MILLIS = 1;

    private static final int SMALLEST_TERM_BYTES = 64 << 10;
    private static final int USUAL_TERM_BYTES = 16 << 20;
    private static final int LARGEST_TERM_BYTES = 1 << 30;
    private static final int LONGEST_MESSAGE_SHARE = 8;
    /** A log has three terms; one more is kept free. */
    private static final int TERMS_OF_ROOM_PER_LOG = 4;
    /** Size of the driver's commands, counters and errors. */
    private static final long DRIVER_BYTES = 16 << 20;
    private static final int SMALLEST_MTU_BYTES = 8 << 10;
    private static final int LARGEST_MTU_BYTES = 65504;
    private static final int FRAME_HEADER_BYTES = 32;
    private static final int FRAME_ALIGNMENT = 32;

    AeronIpcTransport() {
        super("aeron-ipc", "Aeron", "aeron", "IPC, media driver in the fork; each side polls");
    }

    @Override
    public Optional<String> unsupported(Traffic traffic) {
        return super.unsupported(traffic)
                .or(() -> unsupportedWindow(traffic, neededBytes(traffic), "Aeron's longest term", LARGEST_TERM_BYTES))
                .or(() -> TmpfsFileRegion.tmpfs().flatMap(tmpfs -> unsupportedRoom(
                        DRIVER_BYTES + termsOfRoom(traffic) * termBytes(traffic, tmpfs), tmpfs)));
    }

    @Override
    public Optional<String> unavailable() {
        return unavailableWithout64Bits().or(super::unavailable);
    }

    @Override
    public Created create(Traffic traffic, Path ignored, Liveness liveness) {
        requireCarried(traffic);
        Path tmpfs = tmpfs();
        String channel = channel(traffic, tmpfs);
        LibraryDirectory directory = LibraryDirectory.create(tmpfs);
        MediaDriver driver = null;
        try {
            Errors errors = new Errors();
            Path path = directory.path().resolve("aeron");
            driver = MediaDriver.launch(new MediaDriver.Context()
                    .aeronDirectoryName(path.toString())
                    .dirDeleteOnStart(false)
                    .dirDeleteOnShutdown(false)
                    .warnIfDirectoryExists(false)
                    .threadingMode(ThreadingMode.SHARED)
                    .sharedThreadFactory(new UnpinnedThreads())
                    .sharedIdleStrategy(new SleepingMillisIdleStrategy(DRIVER_SLEEP_MILLIS))
                    .termBufferSparseFile(false)
                    .errorHandler(errors::add));
            Side side = new Side(connect(path, errors), channel, Direction.FORK_TO_PEER, Direction.PEER_TO_FORK, traffic,
                    errors.watched(liveness), driver, directory);
            return new Created(side, path.toUri().toASCIIString(), () -> {
                side.connect();
                // All files are mapped and the driver creates no more, so their names can go.
                directory.close();
            });
        } catch (RuntimeException e) {
            CloseHelper.quietClose(driver);
            directory.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        Path path = Path.of(URI.create(handle));
        String channel = channel(traffic, path);
        Errors errors = new Errors();
        Side side = new Side(connect(path, errors), channel, Direction.PEER_TO_FORK, Direction.FORK_TO_PEER, traffic,
                errors.watched(liveness), null, null);
        side.connect();
        return side;
    }

    private static Aeron connect(Path path, Errors errors) {
        return Aeron.connect(new Aeron.Context()
                .aeronDirectoryName(path.toString())
                .threadFactory(new UnpinnedThreads())
                .preTouchMappedMemory(true)
                .errorHandler(errors::add));
    }

    /** The channel's URI, with term length and MTU. */
    private static String channel(Traffic traffic, Path tmpfs) {
        return CHANNEL + "?term-length=" + termBytes(traffic, tmpfs) + "|mtu=" + mtuBytes(traffic);
    }

    private static int mtuBytes(Traffic traffic) {
        return Math.min(LARGEST_MTU_BYTES, Math.max(SMALLEST_MTU_BYTES, align(traffic.sizeBytes() + FRAME_HEADER_BYTES)));
    }

    /** Free space to require, in terms: one log per direction in use. */
    private static long termsOfRoom(Traffic traffic) {
        return (long) traffic.directions() * TERMS_OF_ROOM_PER_LOG;
    }

    /**
     * Term length in bytes, a power of two. The publisher's limit is half a term ahead of the subscriber. Between two runs of the
     * driver it can lag by an eighth of that. A frame never wraps around the end of a term.
     */
    private static int termBytes(Traffic traffic, Path tmpfs) {
        long needed = neededBytes(traffic);
        int term = USUAL_TERM_BYTES;
        while (term < needed) {
            term <<= 1;
        }
        long usable = LibraryDirectory.usableBytes(tmpfs) - DRIVER_BYTES;
        while (term > SMALLEST_TERM_BYTES && term / 2 >= needed && termsOfRoom(traffic) * term > usable) {
            term >>= 1;
        }
        return term;
    }

    /** The length that all messages in flight need. */
    private static long neededBytes(Traffic traffic) {
        int mtu = mtuBytes(traffic);
        long frames = (traffic.sizeBytes() + mtu - FRAME_HEADER_BYTES - 1L) / (mtu - FRAME_HEADER_BYTES);
        long messageBytes = align(traffic.sizeBytes()) + frames * FRAME_HEADER_BYTES;
        return Math.max(LONGEST_MESSAGE_SHARE * (long) traffic.sizeBytes(), 4 * (traffic.window() + 2L) * messageBytes);
    }

    private static int align(int bytes) {
        return (bytes + FRAME_ALIGNMENT - 1) / FRAME_ALIGNMENT * FRAME_ALIGNMENT;
    }

    /** Keeps the first error of Aeron's own threads, for the thread that waits. */
    private static final class Errors {
        private volatile Throwable first;

        void add(Throwable error) {
            if (first == null) {
                first = error;
            }
        }

        /** Checks the peer first: if it is gone, that is the cause of Aeron's errors. */
        Liveness watched(Liveness liveness) {
            return waited -> {
                liveness.check(waited);
                if (first != null) {
                    throw new IllegalStateException("Aeron: " + FailureMessage.of(first), first);
                }
            };
        }
    }

    /** One side: a client with a publication and a subscription. Either is null if its direction is unused. */
    private static final class Side implements Endpoint {
        private final Aeron aeron;
        private final MediaDriver driver;
        private final LibraryDirectory directory;
        private final ExclusivePublication publication;
        private final Subscription subscription;
        private final int sizeBytes;
        private final int payloadBytes;
        private final boolean oneFrame;
        private final BufferClaim claim = new BufferClaim();
        /** Source buffer for {@code offer}, if a message needs several frames. */
        private final UnsafeBuffer sent;
        private final UnsafeBuffer received;
        private final PointerBytesStore outgoing = new PointerBytesStore();
        private final PointerBytesStore incoming = new PointerBytesStore();
        private final FragmentHandler handler;
        private final SpinIdle idle;
        private Image image;
        private boolean claimed;
        private boolean arrived;
        private long sequence;

        /**
         * @param driver    the fork's driver; null on the peer's side
         * @param directory the driver's directory; null on the peer's side
         */
        Side(Aeron aeron, String channel, Direction out, Direction in, Traffic traffic, Liveness liveness, MediaDriver driver,
                LibraryDirectory directory) {
            this.aeron = aeron;
            this.driver = driver;
            this.directory = directory;
            this.sizeBytes = traffic.sizeBytes();
            this.payloadBytes = traffic.payloadBytes();
            this.idle = new SpinIdle(liveness);
            try {
                this.publication = traffic.window(out) == 0 ? null : aeron.addExclusivePublication(channel, stream(out));
                this.subscription = traffic.window(in) == 0 ? null : aeron.addSubscription(CHANNEL, stream(in));
            } catch (RuntimeException e) {
                aeron.close();
                throw e;
            }
            this.oneFrame = sizeBytes <= mtuBytes(traffic) - FRAME_HEADER_BYTES;
            this.sent = new UnsafeBuffer(ByteBuffer.allocateDirect(sizeBytes));
            this.received = new UnsafeBuffer(ByteBuffer.allocateDirect(sizeBytes));
            this.outgoing.set(sent.addressOffset(), payloadBytes);
            this.incoming.set(received.addressOffset(), payloadBytes);
            this.handler = oneFrame ? this::onMessage : new ImageFragmentAssembler(this::onAssembled, sizeBytes, true);
        }

        /** Stream id of a direction. */
        private static int stream(Direction direction) {
            return direction.ordinal() + 1;
        }

        /** Waits until every direction in use is connected. */
        void connect() {
            idle.restart();
            while (publication != null && !publication.isConnected() || subscription != null && subscription.hasNoImages()) {
                idle.idle();
            }
            image = subscription == null ? null : subscription.imageAtIndex(0);
        }

        @Override
        public int payloadBytes() {
            return payloadBytes;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            if (oneFrame && !claimed) {
                claim();
                outgoing.set(claim.buffer().addressOffset() + claim.offset(), payloadBytes);
            }
            return outgoing;
        }

        private void claim() {
            idle.restart();
            long position = publication.tryClaim(sizeBytes, claim);
            while (position < 0) {
                waitAfter(position);
                position = publication.tryClaim(sizeBytes, claim);
            }
            claimed = true;
        }

        /** Waits before the next try. "Not connected" means that the peer is gone, or that Aeron has not yet seen it. */
        private void waitAfter(long result) {
            if (result == Publication.MAX_POSITION_EXCEEDED) {
                throw new IllegalStateException("Aeron's log has no room for more messages");
            }
            idle.idle();
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return incoming;
        }

        @Override
        public void send(long sequence) {
            if (oneFrame) {
                if (!claimed) {
                    claim();
                }
                claim.buffer().putLong(claim.offset() + payloadBytes, sequence);
                claim.commit();
                claimed = false;
            } else {
                sent.putLong(payloadBytes, sequence);
                offer();
            }
        }

        private void offer() {
            idle.restart();
            long position = publication.offer(sent, 0, sizeBytes);
            while (position < 0) {
                waitAfter(position);
                position = publication.offer(sent, 0, sizeBytes);
            }
        }

        @Override
        public long receive() {
            idle.restart();
            arrived = false;
            while (!arrived) {
                if (image.poll(handler, 1) == 0) {
                    idle.idle();
                }
            }
            return sequence;
        }

        private void onMessage(DirectBuffer buffer, int offset, int length, Header header) {
            buffer.getBytes(offset, received, 0, payloadBytes);
            sequence = buffer.getLong(offset + payloadBytes);
            arrived = true;
        }

        /** Keeps the assembled message, whose buffer is valid until the next one. */
        private void onAssembled(DirectBuffer buffer, int offset, int length, Header header) {
            incoming.set(buffer.addressOffset() + offset, payloadBytes);
            sequence = buffer.getLong(offset + payloadBytes);
            arrived = true;
        }

        @Override
        public void close() {
            CloseHelper.quietCloseAll(aeron, driver);
            if (directory != null) {
                directory.close();
            }
        }
    }
}
