package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * {@code CLOCK_MONOTONIC}, the clock behind {@link System#nanoTime()} on Linux. It starts at boot and is the same for all
 * processes, so time stamps of different processes can be subtracted.
 *
 * <p>Threading: use one instance per thread.
 */
public final class MonotonicClock {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int TIMER_ABSTIME = 1;

    static {
        Native.register(MonotonicClock.class, Platform.C_LIBRARY_NAME);
    }

    private final Timespec until = new Timespec();

    private static native int clock_nanosleep(int clock, int flags, Pointer request, Pointer remain);

    /**
     * Sleeps until a point in time: {@code clock_nanosleep(2)} with {@code TIMER_ABSTIME}. Delays do not accumulate over several
     * calls.
     *
     * @param nanos on the scale of {@link System#nanoTime()}; returns at once if it has passed
     */
    public void sleepUntil(long nanos) {
        until.set(nanos);
        int errno;
        do {
            errno = clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, until.pointer(), null);
        } while (errno == Errno.EINTR.number());
        PosixException.check("clock_nanosleep", errno);
    }
}
