package ipc.posix;

import com.sun.jna.Pointer;

/**
 * An argument of the width of a pointer, {@code size_t} or {@code long} on every architecture. It is reused for every call, so it
 * creates no object. One thread uses it.
 */
final class WordArgument extends Pointer {
    WordArgument() {
        super(0);
    }

    /** Sets another value and returns this argument. */
    WordArgument of(long value) {
        peer = value;
        return this;
    }
}
