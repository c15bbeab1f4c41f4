package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * CPU time of a process or a thread, exact to the nanosecond: {@code clock_gettime(2)} with the clocks of
 * {@code clock_getcpuclockid(3)}. A kernel with {@code CONFIG_PARAVIRT_TIME_ACCOUNTING} leaves out what a hypervisor stole.
 *
 * <p>Not thread-safe: one instance per thread.
 */
public final class CpuClock {
    private static final int CLOCK_THREAD_CPUTIME_ID = 3;

    static {
        Native.register(CpuClock.class, Platform.C_LIBRARY_NAME);
    }

    private final Timespec time = new Timespec();
    private final int clock;
    private long last;

    private CpuClock(int clock) {
        this.clock = clock;
    }

    private static native int clock_getcpuclockid(int pid, Pointer clock);

    private static native int clock_gettime(int clock, Pointer time);

    /** All threads of a process together, those that have ended included. Any process may be asked for. */
    public static CpuClock ofProcess(long pid) {
        try (Memory clock = new Memory(Integer.BYTES)) {
            PosixException.check("clock_getcpuclockid(" + pid + ")", clock_getcpuclockid((int) pid, clock));
            return new CpuClock(clock.getInt(0));
        }
    }

    /** The thread that reads it. */
    public static CpuClock ofThisThread() {
        return new CpuClock(CLOCK_THREAD_CPUTIME_ID);
    }

    /** Nanoseconds so far; for a process that has ended, what it was last. */
    public long nanos() {
        if (clock_gettime(clock, time.pointer()) == 0) {
            last = time.nanos();
        }
        return last;
    }
}
