package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Pointer;

/** A {@code struct timespec}: seconds and nanoseconds, one word each; 16 bytes, or 8 on 32-bit ARM. */
final class Timespec {
    /** Its size in bytes. */
    static final int BYTES = Layout.TIMESPEC.bytes();

    private static final int NANOSECONDS = Layout.TV_NSEC.bytes();
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private final Memory memory = new Memory(BYTES);

    void set(long nanos) {
        Abi.setWord(memory, 0, nanos / NANOS_PER_SECOND);
        Abi.setWord(memory, NANOSECONDS, nanos % NANOS_PER_SECOND);
    }

    long nanos() {
        return Abi.getWord(memory, 0) * NANOS_PER_SECOND + Abi.getWord(memory, NANOSECONDS);
    }

    Pointer pointer() {
        return memory;
    }
}
