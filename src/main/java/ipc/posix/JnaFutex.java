package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** {@link Futex} through JNA's direct mapping. */
final class JnaFutex extends Futex {
    static {
        Native.register(JnaFutex.class, Platform.C_LIBRARY_NAME);
    }

    private final Pointer word;

    JnaFutex(long address) {
        super(address);
        word = new Pointer(address);
    }

    /** The C result is a {@code long}. These calls need only its low 32 bits. */
    private static native int syscall(
            int number, Pointer word, int operation, int value, Pointer deadline, Pointer unused, int bits);

    @Override
    int call(int operation, int value, Timespec deadline, int bits) {
        Pointer until = deadline == null ? null : deadline.pointer();
        int result = syscall(Abi.CURRENT.sysFutex(), word, operation, value, until, null, bits);
        return result < 0 ? -Errno.last() : result;
    }
}
