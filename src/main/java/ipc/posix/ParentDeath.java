package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;

/**
 * {@code prctl(2)} with {@code PR_SET_PDEATHSIG}: the kernel kills this process when the thread that started it ends, even where it
 * is stopped and could notice nothing by itself.
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

    /** From now on. A sandbox may forbid it; then the process ends by what else it watches. */
    public static void endsThisProcess() {
        NativeLong none = new NativeLong(0);
        prctl(PR_SET_PDEATHSIG, new NativeLong(SIGKILL), none, none, none);
    }
}
