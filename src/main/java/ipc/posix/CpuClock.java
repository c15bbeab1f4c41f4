package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * CPU time of a process or a thread in nanoseconds: {@code clock_gettime(2)} with the clocks of {@code clock_getcpuclockid(3)}. A
 * kernel with {@code CONFIG_PARAVIRT_TIME_ACCOUNTING} excludes time that a hypervisor stole.
 *
 * <p>Threading: use one instance per thread.
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

    /** The time of all threads of a process, including ended ones. Any process may be named. */
    public static CpuClock ofProcess(long pid) {
        try (Memory clock = new Memory(Integer.BYTES)) {
            PosixException.check("clock_getcpuclockid(" + pid + ")", clock_getcpuclockid((int) pid, clock));
            return new CpuClock(clock.getInt(0));
        }
    }

    /** The time of the calling thread. */
    public static CpuClock ofThisThread() {
        return new CpuClock(CLOCK_THREAD_CPUTIME_ID);
    }

    /** Nanoseconds so far. For an ended process, the last value. */
    public long nanos() {
        if (clock_gettime(clock, time.pointer()) == 0) {
            last = time.nanos();
        }
        return last;
    }
}
