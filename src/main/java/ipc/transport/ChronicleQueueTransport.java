package ipc.transport;

import ipc.region.TmpfsFileRegion;
import ipc.wait.Liveness;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import net.openhft.chronicle.bytes.Bytes;
import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;
import net.openhft.chronicle.core.time.TimeProvider;
import net.openhft.chronicle.queue.ChronicleQueue;
import net.openhft.chronicle.queue.ExcerptAppender;
import net.openhft.chronicle.queue.ExcerptTailer;
import net.openhft.chronicle.queue.impl.StoreFileListener;
import net.openhft.chronicle.queue.impl.single.SingleChronicleQueueBuilder;
import net.openhft.chronicle.wire.DocumentContext;

/**
 * Chronicle Queue, one per direction, on a disk or on tmpfs: every message is appended to a file and stays there, so that it can
 * be read again, by others and later.
 *
 * <p>Calls: {@code open}, {@code ftruncate}, {@code mmap}, for every 64 MB; none for a message. {@code writingDocument} of an
 * appender and {@code readingDocument} of a tailer that is polled without a pause, the bytes written and read as they are, which
 * is what its documentation recommends for low latency. Its pretoucher, which it recommends as well, is left out: it is a thread
 * that touches pages before they are written, and where only two CPUs are, both of them measured, it would run on one of those;
 * so every 4 KiB of messages pay for a page fault on either side.
 *
 * <p>What wakes the receiver: nothing, it polls; the document's header, which is written last, arrives by cache coherence.
 *
 * <p>The payload is written and read in place. Chronicle Queue reads the time of day for every message, and allocates nothing for
 * one; it does when a file of 64 MB is mapped or a new file begun.
 *
 * <p>Limits: a busy CPU per side; room. A queue begins a new file when its roll cycle ends, a day usually, and leaves the old
 * ones. A measurement would fill the disk, so the appender's clock jumps a day ahead here when a file has grown to
 * {@value #LONGEST_FILE_BYTES} bytes, or an eighth of the room there is, and the tailer's side deletes what it has read. Room
 * that somebody else uses up meanwhile ends the process with {@code SIGBUS}, as with every mapped file that has not been
 * allocated. On a 32-bit JVM it is missing: it reads the bytes of a string from where they lie on one of 64 bits.
 *
 * <p>Its files must have names. They lie in a directory of their own, which is removed with the transport, or after it:
 * {@link LibraryDirectory}.
 *
 * <p>Choose it where messages are to be kept, and what reads them may be slow, absent or started later.
 *
 * <p>Manual: Chronicle Queue's README and its "FAQ".
 */
final class ChronicleQueueTransport implements Transport {
    static {
        // It would have a thread of its own look at the disk every few seconds.
        setUnlessGiven("chronicle.disk.monitor.disable", "true");
        // As in ipc.region.SharedRegion: no folder is made.
        setUnlessGiven("project.build.directory", "/dev/null");
    }

    private static final String FORK_TO_PEER = "to-peer";
    private static final String PEER_TO_FORK = "to-fork";
    /** Two queues, each with a file that is written and one that is read still, and as much again. */
    private static final int FILES_OF_ROOM = 8;
    private static final long LONGEST_FILE_BYTES = 512L << 20;
    /** A file has an index and a header, and room for it is made page by page. */
    private static final long SHORTEST_FILE_BYTES = 4L << 20;

    private final boolean onTmpfs;
    private final long longestFileBytes;

    /** @param onTmpfs whether it lies in memory, or in the directory that is given */
    ChronicleQueueTransport(boolean onTmpfs) {
        this(onTmpfs, LONGEST_FILE_BYTES);
    }

    /** @param longestFileBytes bytes of messages after which a new file is begun, if there is room for so much */
    ChronicleQueueTransport(boolean onTmpfs, long longestFileBytes) {
        this.onTmpfs = onTmpfs;
        this.longestFileBytes = longestFileBytes;
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public String name() {
        return onTmpfs ? "chronicle-queue-tmpfs" : "chronicle-queue";
    }

    @Override
    public String description() {
        return "Chronicle Queue " + Libraries.version("chronicle-queue") + (onTmpfs ? " on tmpfs" : " on disk")
                + "; each side polls";
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
    public Optional<String> unsupportedSize(int sizeBytes) {
        return MessageLayout.unsupportedSize(sizeBytes);
    }

    @Override
    public Optional<String> unsupported(Traffic traffic) {
        return Transport.super.unsupported(traffic).or(() -> onTmpfs
                ? TmpfsFileRegion.tmpfs().flatMap(tmpfs -> unsupportedRoom(traffic, tmpfs)) : Optional.empty());
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        if (onTmpfs) {
            return Optional.empty();
        }
        if (!Files.isWritable(directory)) {
            return Optional.of("the directory " + directory + " cannot be written; name another by --mmap-dir");
        }
        return unsupportedRoom(traffic, directory).map(reason -> reason + "; name another directory by --mmap-dir");
    }

    private static Optional<String> unsupportedRoom(Traffic traffic, Path directory) {
        return LibraryDirectory.unsupportedRoom("Chronicle Queue", FILES_OF_ROOM * shortestFileBytes(traffic), directory);
    }

    private static long shortestFileBytes(Traffic traffic) {
        return Math.max(SHORTEST_FILE_BYTES, 2L * traffic.window() * traffic.sizeBytes());
    }

    @Override
    public Optional<String> unavailable() {
        return Libraries.unavailableWithout64Bits("Chronicle Queue")
                .or(() -> onTmpfs ? TmpfsFileRegion.KIND.unavailable() : Optional.empty());
    }

    @Override
    public Created create(Traffic traffic, Path given, Liveness liveness) {
        requireCarried(traffic);
        Path parent = onTmpfs ? TmpfsFileRegion.tmpfs().orElseThrow(() -> new IllegalStateException(unavailable().orElseThrow()))
                : given;
        unsupportedRoom(traffic, parent).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        LibraryDirectory directory = LibraryDirectory.create(parent);
        try {
            Endpoint side = new Side(directory.path(), FORK_TO_PEER, PEER_TO_FORK, traffic, fileBytes(traffic, parent), liveness,
                    directory);
            return new Created(side, directory.path().toUri().toASCIIString());
        } catch (RuntimeException e) {
            directory.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        Path path = Path.of(URI.create(handle));
        return new Side(path, PEER_TO_FORK, FORK_TO_PEER, traffic, fileBytes(traffic, path), liveness, null);
    }

    /** Each side has a queue of its own to fill, and may come to another result as others fill the disk. */
    private long fileBytes(Traffic traffic, Path directory) {
        return Math.min(longestFileBytes, Math.max(shortestFileBytes(traffic),
                LibraryDirectory.usableBytes(directory) / FILES_OF_ROOM));
    }

    /** The time of day, and as many days more as files have been filled. */
    private static final class DayPerFileClock implements TimeProvider {
        private long aheadMillis;

        void nextDay() {
            aheadMillis += TimeUnit.DAYS.toMillis(1);
        }

        @Override
        public long currentTimeMillis() {
            return System.currentTimeMillis() + aheadMillis;
        }
    }

    /** One side: the appender of one queue and the tailer of the other. */
    private static final class Side implements Endpoint {
        private final LibraryDirectory directory;
        private final int sizeBytes;
        private final int payloadBytes;
        private final long longestFileBytes;
        private final DayPerFileClock clock = new DayPerFileClock();
        private final ChronicleQueue sending;
        private final ChronicleQueue receiving;
        private final ExcerptAppender appender;
        private final ExcerptTailer tailer;
        private final PointerBytesStore outgoing = new PointerBytesStore();
        private final PointerBytesStore incoming = new PointerBytesStore();
        private final SpinIdle idle;
        private DocumentContext writing;
        private DocumentContext reading;
        private long payloadPosition;
        private long fileBytes;

        /** @param directory to be removed with this side; null on the peer's */
        Side(Path path, String out, String in, Traffic traffic, long longestFileBytes, Liveness liveness,
                LibraryDirectory directory) {
            this.directory = directory;
            this.sizeBytes = traffic.sizeBytes();
            this.payloadBytes = traffic.payloadBytes();
            this.longestFileBytes = longestFileBytes;
            this.idle = new SpinIdle(liveness);
            this.sending = queue(path.resolve(out)).timeProvider(clock).build();
            this.receiving = queue(path.resolve(in)).storeFileListener(new Removal()).build();
            this.appender = sending.createAppender();
            this.tailer = receiving.createTailer();
            // Opened by one thread of the peer, used by another.
            appender.singleThreadedCheckDisabled(true);
            tailer.singleThreadedCheckDisabled(true);
        }

        private static SingleChronicleQueueBuilder queue(Path path) {
            return SingleChronicleQueueBuilder.binary(path);
        }

        @Override
        public int payloadBytes() {
            return payloadBytes;
        }

        @Override
        public BytesStore<?, ?> outgoing() {
            if (writing == null) {
                begin();
                outgoing.set(writing.wire().bytes().addressForWrite(payloadPosition), payloadBytes);
            }
            return outgoing;
        }

        private void begin() {
            if (fileBytes >= longestFileBytes) {
                clock.nextDay();
                fileBytes = 0;
            }
            fileBytes += sizeBytes;
            writing = appender.writingDocument();
            payloadPosition = writing.wire().bytes().writePosition();
        }

        @Override
        public BytesStore<?, ?> incoming() {
            return incoming;
        }

        @Override
        public void send(long sequence) {
            if (writing == null) {
                begin();
            }
            Bytes<?> bytes = writing.wire().bytes();
            bytes.writeSkip(payloadBytes);
            bytes.writeLong(sequence);
            writing.close();
            writing = null;
        }

        @Override
        public long receive() {
            finishReading();
            idle.restart();
            DocumentContext document = tailer.readingDocument();
            while (!document.isPresent()) {
                document.close();
                idle.idle();
                document = tailer.readingDocument();
            }
            reading = document;
            Bytes<?> bytes = document.wire().bytes();
            long position = bytes.readPosition();
            incoming.set(bytes.addressForRead(position, sizeBytes), payloadBytes);
            return bytes.readLong(position + payloadBytes);
        }

        private void finishReading() {
            if (reading != null) {
                reading.close();
                reading = null;
            }
        }

        @Override
        public void close() {
            finishReading();
            if (writing != null) {
                writing.rollbackOnClose();
                writing.close();
            }
            sending.close();
            receiving.close();
            if (directory != null) {
                directory.close();
            }
        }
    }

    /** Deletes a file that has been read to its end; on close the last one too. */
    private static final class Removal implements StoreFileListener {
        @Override
        public void onReleased(int cycle, File file) {
            try {
                Files.deleteIfExists(file.toPath());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
