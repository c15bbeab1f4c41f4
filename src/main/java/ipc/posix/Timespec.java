package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A {@code struct timespec}: two fields of a C {@code long} each, 16 bytes, or 8 on 32-bit ARM. */
final class Timespec {
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Memory memory = new Memory(2L * Abi.LONG_BYTES);

    void set(long nanos) {
        write(0, nanos / NANOS_PER_SECOND);
        write(Abi.LONG_BYTES, nanos % NANOS_PER_SECOND);
    }

    private void write(int offset, long value) {
        if (Abi.LONG_BYTES == Long.BYTES) {
            memory.setLong(offset, value);
        } else {
            memory.setInt(offset, (int) value);
        }
    }

    long nanos() {
        return read(0) * NANOS_PER_SECOND + read(Abi.LONG_BYTES);
    }

    private long read(int offset) {
        return Abi.LONG_BYTES == Long.BYTES ? memory.getLong(offset) : memory.getInt(offset);
    }

    Pointer pointer() {
        return memory;
    }
}
