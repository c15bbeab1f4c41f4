package ipc.examples;

import ipc.posix.FileMapping;
import ipc.posix.PosixException;
import ipc.region.SharedRegion;
import java.nio.file.Path;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * An example of a mapped file that grows while two processes have it mapped. One side grows the file; the other side notices,
 * maps it again and continues. No benchmark uses it.
 *
 * <p>Calls: {@code posix_fallocate} extends the file and allocates its blocks; {@code mmap} maps the whole file; {@code munmap}
 * removes the old mapping. A mapping never grows by itself. An access beyond it raises {@code SIGSEGV}, and an access beyond the
 * end of the file raises {@code SIGBUS}.
 *
 * <p>Wake-up: none. The other side polls the file's first word, which holds the usable length. The word is written after the
 * blocks exist, so a length that was read can be mapped and accessed. Both mappings show the same pages: writes through the old
 * mapping are visible through the new one, and neither side has to stop.
 *
 * <p>Layout:
 *
 * <pre>
 *   0   usable length in bytes, this word included
 *   8   data
 * </pre>
 *
 * <p>Limits: disk space, quotas, {@code ulimit -f}. The address space must briefly hold the old and the new mapping. Only one
 * side may grow the file. A file must not shrink while its end is mapped.
 *
 * <p>Choose it when the amount of data is not known in advance, as in a log. If it is known, map the largest length at the start;
 * a file can be longer than its allocated blocks.
 *
 * <p>Manual: {@code mmap(2)}, {@code posix_fallocate(3)}; {@code mremap(2)}, which grows a mapping in one call but exists only on
 * Linux.
 */
public final class GrowingFile implements AutoCloseable {
    /** Offset of the first byte that is free for data. */
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

    /** Creates a file without a name in a directory. */
    public static GrowingFile create(Path directory, long lengthBytes) {
        int fd = FileMapping.openUnnamed(directory.toString());
        try {
            FileMapping.allocate(fd, lengthBytes, "`df " + directory + "` shows the free space");
            GrowingFile created = new GrowingFile(fd, lengthBytes);
            created.mapping.writeOrderedLong(LENGTH_OFFSET, lengthBytes);
            return created;
        } catch (PosixException e) {
            FileMapping.closeDescriptor(fd);
            throw e;
        }
    }

    /**
     * Opens a file that another process created.
     *
     * @param handle      the creator's {@link #handle()}
     * @param lengthBytes the initial length; {@link #follow} finds out about later growth
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

    /** Identifies the file for other processes, as long as this process has it open. */
    public String handle() {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + fd;
    }

    /** The length that this side has mapped. */
    public long lengthBytes() {
        return lengthBytes;
    }

    /** A view of the whole mapping. It is invalid after {@link #grow} and {@link #follow}, which may move the mapping. */
    public BytesStore<?, ?> bytes() {
        return mapping;
    }

    /**
     * Extends the file, maps it again and tells the other side.
     *
     * @throws PosixException if a system call fails; nothing has changed then
     */
    public void grow(long newLengthBytes) {
        if (newLengthBytes <= lengthBytes) {
            throw new IllegalArgumentException("length " + newLengthBytes + ": must be more than " + lengthBytes);
        }
        FileMapping.allocate(fd, newLengthBytes, "`df` shows the free space");
        remap(newLengthBytes);
        mapping.writeOrderedLong(LENGTH_OFFSET, newLengthBytes);
    }

    /**
     * Maps the file again if the other side has extended it.
     *
     * @return whether the file had grown
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

    /** Unmaps and closes the file. Later calls have no effect. */
    @Override
    public void close() {
        if (!closed) {
            closed = true;
            FileMapping.unmap(mapping.addressForRead(0), lengthBytes);
            FileMapping.closeDescriptor(fd);
        }
    }
}
