package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/**
 * {@code prctl(2)} with {@code PR_SET_PDEATHSIG}. The kernel kills this process when the thread that started it ends, even if
 * this process is stopped.
 */
public final class ParentDeath {
    private static final int PR_SET_PDEATHSIG = 1;
    private static final int SIGKILL = 9;

    static {
        Native.register(ParentDeath.class, Platform.C_LIBRARY_NAME);
    }

    private ParentDeath() {
    }

    private static native int prctl(int option, NativeLong second, NativeLong third, NativeLong fourth, NativeLong fifth);

    /** Enables it. A sandbox may forbid the call; then the process relies on its other checks of the parent. */
    public static void endsThisProcess() {
        NativeLong none = new NativeLong(0);
        prctl(PR_SET_PDEATHSIG, new NativeLong(SIGKILL), none, none, none);
    }
}
