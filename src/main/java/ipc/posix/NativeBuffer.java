package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * A buffer outside the Java heap for system calls, aligned to two cache lines. It is not zeroed, and other processes cannot
 * access it.
 */
public final class NativeBuffer implements AutoCloseable {
    private static final int LINE_PAIR_BYTES = 128;

    private final Memory memory;
    private final long address;

    /** @param lengthBytes 0 or more */
    public NativeBuffer(long lengthBytes) {
        memory = new Memory(lengthBytes + LINE_PAIR_BYTES);
        address = (Pointer.nativeValue(memory) + LINE_PAIR_BYTES - 1) / LINE_PAIR_BYTES * LINE_PAIR_BYTES;
    }

    /** Its first address. */
    public long address() {
        return address;
    }

    /** Frees the memory, which must not be accessed afterwards. */
    @Override
    public void close() {
        memory.close();
    }
}
