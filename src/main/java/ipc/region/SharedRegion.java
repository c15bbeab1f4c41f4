package ipc.region;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;

/**
 * Memory that two processes share, seen through Chronicle Bytes. The access code is the same for every kind of memory, so a
 * comparison of two kinds compares only the memory.
 *
 * <p>One process creates the region, zeroed; the other opens it by the {@link #handle()}. Each side closes its own mapping. The
 * kernel frees the memory with the last mapping, however the processes end.
 */
public abstract class SharedRegion implements AutoCloseable {
    static {
        // Chronicle Core creates a folder "target" in the temporary directory when it loads, unless this property names another
        // place. Nothing can be created below /dev/null.
        if (System.getProperty("project.build.directory") == null) {
            System.setProperty("project.build.directory", "/dev/null");
        }
    }

    private final long address;
    private final long lengthBytes;
    private boolean closed;

    SharedRegion(long address, long lengthBytes) {
        this.address = address;
        this.lengthBytes = lengthBytes;
    }

    /** Identifies the memory for another process: one word without spaces. */
    public abstract String handle();

    /** Its address in this process. */
    public final long address() {
        return address;
    }

    /** Its length in bytes. */
    public final long lengthBytes() {
        return lengthBytes;
    }

    /** A view of the whole region. */
    public final BytesStore<?, Void> bytes() {
        return bytes(0, lengthBytes);
    }

    /**
     * A view of a part of the region.
     *
     * @throws IllegalArgumentException if the part is not inside the region
     */
    public final BytesStore<?, Void> bytes(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > lengthBytes) {
            throw new IllegalArgumentException("offset=" + offset + " length=" + length + " region=" + lengthBytes);
        }
        return view(address + offset, length);
    }

    /** A view of any memory of this process. The caller must make sure that the memory is mapped. */
    public static BytesStore<?, Void> view(long address, long lengthBytes) {
        PointerBytesStore view = new PointerBytesStore();
        view.set(address, lengthBytes);
        return view;
    }

    /** Unmaps the region from this process. Later calls have no effect. Any later access through a view crashes the process. */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Returns memory and file descriptors to the kernel. */
    abstract void release();
}
