package ipc.region;

import net.openhft.chronicle.bytes.BytesStore;
import net.openhft.chronicle.bytes.PointerBytesStore;

/**
 * A piece of memory two processes share, seen through Chronicle Bytes: the same class for every kind of memory, so that
 * a comparison of two kinds compares nothing else.
 *
 * <p>Created by one process and opened by the other from the {@link #handle()}. Zeroed when created. Closed by each
 * side for itself; the kernel frees it with the last of them, however they end.
 */
public abstract class SharedRegion implements AutoCloseable {
    static {
        // Chronicle Core makes a folder "target" in the temporary directory as it loads, unless told where the build has
        // its own. There is none; below /dev/null nothing can be made.
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

    /** What another process needs to open the same memory; one word, without spaces. */
    public abstract String handle();

    /** Where it is mapped in this process. */
    public final long address() {
        return address;
    }

    /** Its length. */
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
     * @throws IllegalArgumentException if the part is not inside
     */
    public final BytesStore<?, Void> bytes(long offset, long length) {
        if (offset < 0 || length < 0 || offset + length > lengthBytes) {
            throw new IllegalArgumentException("offset=" + offset + " length=" + length + " region=" + lengthBytes);
        }
        return view(address + offset, length);
    }

    /** Any memory of this process, through Chronicle Bytes; whoever asks answers for what lies there. */
    public static BytesStore<?, Void> view(long address, long lengthBytes) {
        PointerBytesStore view = new PointerBytesStore();
        view.set(address, lengthBytes);
        return view;
    }

    /** Takes the region out of this process, once. Any later access through a view of it ends the process. */
    @Override
    public final void close() {
        if (!closed) {
            closed = true;
            release();
        }
    }

    /** Gives memory and descriptors back to the kernel. */
    abstract void release();
}
