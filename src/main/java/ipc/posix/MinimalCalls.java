package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;

/**
 * Calls that do almost nothing, to measure the cost of a call through JNA's direct mapping. All calls of this package go that
 * way.
 */
public final class MinimalCalls {
    static {
        Native.register(MinimalCalls.class, Platform.C_LIBRARY_NAME);
    }

    private MinimalCalls() {
    }

    /** {@code abs(3)}: from Java to C and back. The function itself takes less than a nanosecond. */
    public static native int abs(int value);

    /** {@code getppid(2)}: from Java to the kernel and back. glibc does not cache the result, so every call enters the kernel. */
    public static native int getppid();
}
