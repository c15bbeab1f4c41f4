package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Calls that do next to nothing, to see what calling costs: by JNA's direct mapping, as every call here is made.
 */
public final class MinimalCalls {
    static {
        Native.register(MinimalCalls.class, Platform.C_LIBRARY_NAME);
    }

    private MinimalCalls() {
    }

    /** {@code abs(3)}: the way into C and back; what it does there takes less than a nanosecond. */
    public static native int abs(int value);

    /** {@code getppid(2)}: the same way, and into the kernel and back. glibc keeps no copy of the answer, so each call is one. */
    public static native int getppid();
}
