package ipc.result;

import ipc.PrintableText;
import ipc.BadInputException;
import java.io.BufferedInputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.GZIPInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;

/**
 * Reads an untrusted {@code .tar.gz}. It accepts only regular files and directories whose paths stay inside. It rejects links,
 * devices and sparse files, which no result directory has. It enforces {@link Limits} before it uses memory or disk. Not
 * thread-safe.
 */
final class TarReader implements Closeable {
    /** Limit for a header with its long names and attributes, or for the empty blocks at the end. */
    private static final long MOST_HEADER_BYTES = 1L << 20;
    private static final int BUFFER_BYTES = 1 << 16;
    /** Limit for a part of a name, as in every file system of Linux. */
    private static final int LONGEST_PART_BYTES = 255;
    /** Limit for a name. It leaves room for the path of the target directory within the limit of system calls. */
    private static final int LONGEST_NAME_BYTES = 1024;
    /** Characters to print of a longer name. A character has at most four bytes, so such a name has at least this many. */
    private static final int SHOWN_CHARS = 60;

    private final Path file;
    private final Limits limits;
    private final Budget unpacked;
    private final TarArchiveInputStream tar;
    private long promisedBytes;
    private int entries;

    /**
     * The limits for an archive.
     *
     * @param archiveBytes  size of the archive
     * @param unpackedBytes size of all files together
     * @param entries       number of files and directories
     * @param passesBytes   unpacked bytes of all passes through the archive together; each reads from its beginning to one of its
     *         files
     */
    record Limits(long archiveBytes, long unpackedBytes, int entries, long passesBytes) {
        /** The usual limits. A run of {@code all} has a few megabytes; with a JFR recording for each fork it has some hundred. */
        static final Limits USUAL = new Limits(1L << 30, 4L << 30, 20_000, 8L << 30);
    }

    /**
     * A file or directory.
     *
     * @param name      relative path with slashes, without {@code .} and {@code ..}; empty for the archive's root
     * @param directory whether it is a directory
     * @param sizeBytes size of a file
     */
    record Entry(String name, boolean directory, long sizeBytes) {
    }

    private TarReader(Path file, Limits limits, Budget unpacked, TarArchiveInputStream tar) {
        this.file = file;
        this.limits = limits;
        this.unpacked = unpacked;
        this.tar = tar;
    }

    /**
     * Opens an archive.
     *
     * @param passes unpacked bytes of all readers of this archive; this reader adds its own
     * @throws BadInputException if it is too large, or not compressed with gzip
     */
    static TarReader open(Path file, Limits limits, AtomicLong passes) throws IOException {
        if (Files.size(file) > limits.archiveBytes()) {
            throw new BadInputException(file + " is too large (" + Files.size(file)
                    + " bytes; " + limits.archiveBytes() + " at most)");
        }
        InputStream packed = new BufferedInputStream(RegularFile.open(file), BUFFER_BYTES);
        try {
            Budget unpacked = new Budget(file, new GZIPInputStream(packed, BUFFER_BYTES), passes, limits.passesBytes());
            // Set the limit first: opening reads nothing in this version of the library, but may in a later one.
            unpacked.allow(MOST_HEADER_BYTES);
            return new TarReader(file, limits, unpacked, new TarArchiveInputStream(unpacked));
        } catch (IOException e) {
            packed.close();
            throw malformed(file, e);
        }
    }

    /**
     * The next file or directory; null at the end.
     *
     * @throws BadInputException if it is of a rejected kind, or exceeds a limit
     */
    Entry next() throws IOException {
        try {
            TarArchiveEntry entry = tar.getNextEntry();
            if (entry == null) {
                // Read to the very end, where the checksum is.
                unpacked.transferTo(OutputStream.nullOutputStream());
                return null;
            }
            return accepted(entry);
        } catch (IllegalArgumentException | IOException e) {
            // The library throws either exception for damaged numbers in a header.
            throw malformed(file, e);
        }
    }

    private Entry accepted(TarArchiveEntry entry) {
        String name = inside(entry.getName());
        boolean regular = entry.getLinkFlag() == TarConstants.LF_NORMAL || entry.getLinkFlag() == TarConstants.LF_OLDNORM;
        if (!entry.isDirectory() && !regular || entry.isSparse()) {
            throw new BadInputException(file + " is refused: " + printable(entry.getName())
                    + " in it is neither a regular file nor a directory, and a result directory has nothing else");
        }
        entries++;
        promisedBytes += entry.isDirectory() ? 0 : entry.getSize();
        if (entries > limits.entries()) {
            throw new BadInputException(file + " is refused: it holds more than " + limits.entries() + " files");
        }
        if (entry.getSize() < 0 || promisedBytes < 0 || promisedBytes > limits.unpackedBytes()) {
            throw new BadInputException(file + " is refused: it unpacks to more than " + limits.unpackedBytes() + " bytes");
        }
        unpacked.allow(entry.getSize() + MOST_HEADER_BYTES);
        return new Entry(name, entry.isDirectory(), entry.getSize());
    }

    private String inside(String name) {
        List<String> parts = new ArrayList<>(Arrays.asList(name.split("/", -1)));
        if (name.startsWith("/") || parts.contains("..") || name.indexOf('\0') >= 0) {
            throw new BadInputException(file + " is refused: " + printable(name) + " in it leads outside of it");
        }
        parts.removeIf(part -> part.isEmpty() || part.equals("."));
        String inside = String.join("/", parts);
        if (bytes(inside) > LONGEST_NAME_BYTES || parts.stream().anyMatch(part -> bytes(part) > LONGEST_PART_BYTES)) {
            throw new BadInputException(file + " is refused: a name in it is too long: "
                    + printable(inside.substring(0, SHOWN_CHARS)) + " …");
        }
        return inside;
    }

    private static int bytes(String name) {
        return name.getBytes(StandardCharsets.UTF_8).length;
    }

    /** Replaces control characters in a name, which could control a terminal. */
    private static String printable(String name) {
        return PrintableText.of(name, "?");
    }

    /** The bytes of the current file. Closing the stream does not close the archive. */
    InputStream content() {
        return new FilterInputStream(tar) {
            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                try {
                    return super.read(bytes, offset, length);
                } catch (IOException e) {
                    throw malformed(file, e);
                }
            }

            @Override
            public void close() {
                // The archive stays open.
            }
        };
    }

    @Override
    public void close() throws IOException {
        tar.close();
    }

    private static BadInputException malformed(Path file, Exception e) {
        return new BadInputException(file + " is not a whole .tar.gz archive: "
                + (e instanceof EOFException ? "it ends too early" : e.getMessage()));
    }

    /** Enforces two limits: the bytes allowed last, and the bytes of all readers of the archive together. */
    private static final class Budget extends FilterInputStream {
        private final Path file;
        private final AtomicLong passes;
        private final long mostInPassesBytes;
        private long leftBytes;

        Budget(Path file, InputStream in, AtomicLong passes, long mostInPassesBytes) {
            super(in);
            this.file = file;
            this.passes = passes;
            this.mostInPassesBytes = mostInPassesBytes;
        }

        void allow(long bytes) {
            leftBytes = bytes;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] bytes, int offset, int length) throws IOException {
            int read = super.read(bytes, offset, length);
            if (read > leftBytes) {
                throw new BadInputException(file + " is refused: the data before a file in it is too long");
            }
            leftBytes -= Math.max(0, read);
            if (passes.addAndGet(Math.max(0, read)) > mostInPassesBytes) {
                throw new BadInputException(file + " is refused: reading it takes more than " + mostInPassesBytes
                        + " bytes of unpacking; if you trust it, unpack it and name the directory");
            }
            return read;
        }

        /** Skips by {@link #read}, so that the bytes are counted. */
        @Override
        public long skip(long bytes) throws IOException {
            return Math.max(0, read(new byte[(int) Math.min(bytes, BUFFER_BYTES)]));
        }
    }
}
