package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/**
 * Memory of this process alone, outside the Java heap, that system calls read from and write to; aligned to two cache lines.
 * Not zeroed.
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

    /** Where it begins. */
    public long address() {
        return address;
    }

    /** Gives the memory back. Any later access to it reads or writes what belongs to others. */
    @Override
    public void close() {
        memory.close();
    }
}
