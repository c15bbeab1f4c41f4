package ipc.posix;

import com.sun.jna.Pointer;

/**
 * An argument as wide as a pointer, that is, as {@code size_t} and {@code long}, on every architecture: an address or a number,
 * set anew for every call without making an object. Used by one thread.
 */
final class WordArgument extends Pointer {
    WordArgument() {
        super(0);
    }

    /** This argument with another value. */
    WordArgument of(long value) {
        peer = value;
        return this;
    }
}
