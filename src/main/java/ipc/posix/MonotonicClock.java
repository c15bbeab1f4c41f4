package ipc.posix;

import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * {@code CLOCK_MONOTONIC}, the clock behind {@link System#nanoTime()} on Linux. Its zero is the machine's start, the
 * same for every process, so a time stamp taken in one process can be subtracted in another.
 *
 * <p>Not thread-safe: one instance per thread.
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
     * Sleeps until a moment, {@code clock_nanosleep(2)} with {@code TIMER_ABSTIME}: lateness does not add up.
     *
     * @param nanos on the scale of {@link System#nanoTime()}; one that has passed returns at once
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
