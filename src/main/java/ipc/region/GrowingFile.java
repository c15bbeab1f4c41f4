package ipc.region;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * An example: a mapped file that becomes longer while two processes have it mapped. One side grows it and goes on, the other
 * notices, maps it anew and goes on. No benchmark uses it.
 *
 * <p>Calls: {@code posix_fallocate}, which makes the file longer and gives it its blocks at once; {@code mmap} of the whole;
 * {@code munmap} of the mapping before. A mapping never grows by itself: whoever touches what lies behind it gets
 * {@code SIGSEGV}, and {@code SIGBUS} where the mapping is longer than the file.
 *
 * <p>What wakes the receiver: nothing, memory wakes nobody; the other side looks at the file's first word, which holds the length
 * up to which it may be used. It is written when the blocks are there, so a length that is read can be mapped and touched. Both
 * mappings show the same pages of the same file: what one side writes through its old one, the other sees through its new one,
 * and neither has to stop.
 *
 * <pre>
 *   0   usable length in bytes, this word included
 *   8   anything
 * </pre>
 *
 * <p>Limits: the disk's space, quotas, {@code ulimit -f}; the address space, since for a moment the old mapping and the new one
 * both exist. One side grows, the other follows. A file of which somebody has mapped the end must not be made shorter.
 *
 * <p>Choose it where how much there will be is not known, as in a log. Where it is, mapping the longest from the beginning is
 * simpler, for a file can be longer than what it has blocks for.
 *
 * <p>Manual: {@code mmap(2)}, {@code posix_fallocate(3)}; {@code mremap(2)}, which grows a mapping in one call but only on Linux.
 */
public final class GrowingFile implements AutoCloseable {
    /** Where the first byte for anybody's use lies. */
    public static final long HEADER_BYTES = Long.BYTES;

    private static final long LENGTH_OFFSET = 0;

    private final int fd;
    private long lengthBytes;
    private BytesStore<?, Void> mapping;
    private boolean closed;

    private GrowingFile(int fd, long lengthBytes) {
        this.fd = fd;
        this.lengthBytes = lengthBytes;
        this.mapping = map(lengthBytes);
    }

    /** A new file without a name in a directory. */
    public static GrowingFile create(Path directory, long lengthBytes) {
        int fd = FileMapping.openUnnamed(directory.toString());
        try {
            FileMapping.allocate(fd, lengthBytes, "`df " + directory + "` shows what is free");
            GrowingFile created = new GrowingFile(fd, lengthBytes);
            created.mapping.writeOrderedLong(LENGTH_OFFSET, lengthBytes);
            return created;
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    /**
     * The file that another process created.
     *
     * @param handle      what {@link #handle()} said there
     * @param lengthBytes its length at first; {@link #follow} finds out what it has become
     */
    public static GrowingFile open(String handle, long lengthBytes) {
        int fd = FileMapping.open(handle);
        try {
            return new GrowingFile(fd, lengthBytes);
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    /** What another process needs to open it, as long as this one has it open. */
    public String handle() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
    }

    /** As far as this side has it mapped. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** A view of all that is mapped; ask anew after {@link #grow} and {@link #follow}, for it may lie elsewhere then. */
    public BytesStore<?, ?> bytes() {
        return mapping;
    }

    /**
     * Makes the file longer, maps it anew and lets the other side know.
     *
     * @throws PosixException if the system says no; then everything is as it was
     */
    public void grow(long newLengthBytes) {
        if (newLengthBytes <= lengthBytes) {
            throw new IllegalArgumentException("length " + newLengthBytes + ": more than " + lengthBytes + " is right");
        }
        FileMapping.allocate(fd, newLengthBytes, "`df` shows what is free");
        remap(newLengthBytes);
        mapping.writeOrderedLong(LENGTH_OFFSET, newLengthBytes);
    }

    /**
     * Maps the file anew if the other side has made it longer.
     *
     * @return whether it had
     */
    public boolean follow() {
        long published = mapping.readVolatileLong(LENGTH_OFFSET);
        if (published <= lengthBytes) {
            return false;
        }
        remap(published);
        return true;
    }

    private void remap(long newLengthBytes) {
        BytesStore<?, Void> before = mapping;
        mapping = map(newLengthBytes);
        FileMapping.unmap(before.addressForRead(0), lengthBytes);
        lengthBytes = newLengthBytes;
    }

    private BytesStore<?, Void> map(long length) {
        return SharedRegion.view(FileMapping.map(fd, length), length);
    }

    /** Takes the file out of this process, once. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileMapping.unmap(mapping.addressForRead(0), lengthBytes);
            FileMapping.closeDescriptor(fd);
        }
    }
}
