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
 * Chronicle Queue on a disk or on tmpfs, one queue per direction. Every message is appended to a file and stays there, so other
 * readers can read it later.
 *
 * <p>Calls: {@code open}, {@code ftruncate}, {@code mmap} for every 64 MB; none per message. The sender uses
 * {@code writingDocument} of an appender. The receiver polls {@code readingDocument} of a tailer without a pause. Messages are
 * raw bytes, which Chronicle's documentation recommends for low latency. It also recommends a pretoucher thread, which touches
 * pages in advance. Here it is left out, because on two CPUs the thread would disturb the measurement. So each side takes a page
 * fault per 4 KiB of messages.
 *
 * <p>Wake-up: none. The receiver polls the document header, which is written last; cache coherence delivers it.
 *
 * <p>Copies: none; the payload is written and read in place. Chronicle Queue reads the wall clock for every message. Messages
 * allocate nothing; a new mapping or a new file does.
 *
 * <p>Limits: a busy CPU per side, and disk space. A queue starts a new file when its roll cycle ends, usually daily, and keeps
 * the old ones. A measurement would fill the disk. So the appender's clock jumps a day ahead when a file reaches
 * {@value #LONGEST_FILE_BYTES} bytes, or an eighth of the free space if that is less. The tailer's side deletes files that it has
 * read. If another program fills the disk meanwhile, the process ends with {@code SIGBUS}, as with any mapped file without
 * allocated blocks. On a 32-bit JVM this transport is unavailable, because the library assumes the object layout of a 64-bit JVM.
 *
 * <p>Files: they need names. Their directory is removed with the transport, or later: see {@link LibraryDirectory}.
 *
 * <p>Choose it when messages must be kept, and when readers may be slow, absent or started later.
 *
 * <p>Manual: Chronicle Queue's README and its "FAQ".
 */
final class ChronicleQueueTransport extends LibraryTransport {
    static {
        // This monitor would start a thread that examines the disk every few seconds.
        setUnlessGiven("chronicle.disk.monitor.disable", "true");
        // As in ipc.region.SharedRegion: prevents a folder in the temporary directory.
        setUnlessGiven("project.build.directory", "/dev/null");
    }

    private static final String FORK_TO_PEER = "to-peer";
    private static final String PEER_TO_FORK = "to-fork";
    /** Two queues, each with one file to write and one to read, and as many again in reserve. */
    private static final int FILES_OF_ROOM = 8;
    private static final long LONGEST_FILE_BYTES = 512L << 20;
    /** A file needs an index, a header, and space in whole pages. */
    private static final long SHORTEST_FILE_BYTES = 4L << 20;

    private final boolean onTmpfs;
    private final long longestFileBytes;

    /** @param onTmpfs whether the files are on a tmpfs instead of in the given directory */
    ChronicleQueueTransport(boolean onTmpfs) {
        this(onTmpfs, LONGEST_FILE_BYTES);
    }

    /** @param longestFileBytes bytes of messages per file, if there is space for them */
    ChronicleQueueTransport(boolean onTmpfs, long longestFileBytes) {
        super(onTmpfs ? "chronicle-queue-tmpfs" : "chronicle-queue", "Chronicle Queue", "chronicle-queue",
                (onTmpfs ? "on tmpfs" : "on disk") + "; each side polls");
        this.onTmpfs = onTmpfs;
        this.longestFileBytes = longestFileBytes;
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    @Override
    public Optional<String> unsupported(Traffic traffic) {
        return super.unsupported(traffic).or(() -> onTmpfs
                ? TmpfsFileRegion.tmpfs().flatMap(tmpfs -> unsupportedRoom(traffic, tmpfs)) : Optional.empty());
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        if (onTmpfs) {
            return Optional.empty();
        }
        if (!Files.isWritable(directory)) {
            return Optional.of("the directory " + directory + " cannot be written; choose another one with --mmap-dir");
        }
        return unsupportedRoom(traffic, directory).map(reason -> reason + "; choose another directory with --mmap-dir");
    }

    private Optional<String> unsupportedRoom(Traffic traffic, Path directory) {
        return unsupportedRoom(FILES_OF_ROOM * shortestFileBytes(traffic), directory);
    }

    private static long shortestFileBytes(Traffic traffic) {
        return Math.max(SHORTEST_FILE_BYTES, 2L * traffic.window() * traffic.sizeBytes());
    }

    @Override
    public Optional<String> unavailable() {
        return unavailableWithout64Bits().or(() -> onTmpfs ? super.unavailable() : Optional.empty());
    }

    @Override
    public Created create(Traffic traffic, Path given, Liveness liveness) {
        requireCarried(traffic);
        Path parent = onTmpfs ? tmpfs() : given;
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

    /** Bytes of messages per file. Each side computes its own value; the values differ if the free space changes in between. */
    private long fileBytes(Traffic traffic, Path directory) {
        return Math.min(longestFileBytes, Math.max(shortestFileBytes(traffic),
                LibraryDirectory.usableBytes(directory) / FILES_OF_ROOM));
    }

    /** The wall clock plus one day for each file that has been filled. */
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

        /** @param directory removed when this side closes; null on the peer's side */
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
            // One thread of the peer opens it and another one uses it.
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

    /** Deletes files after the tailer has read them; on close also the last one. */
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
