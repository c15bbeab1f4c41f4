package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Interrupts one thread at fixed intervals, so that a blocking system call returns {@code EINTR} now and then:
 * {@code timer_create(2)} with {@code SIGEV_THREAD_ID}, {@code timer_settime(2)}, {@code timer_delete(2)}.
 *
 * <p>The blocking call itself costs no more: it needs no second call, no deadline and no clock read. A thread that waits for long
 * runs an empty handler once per interval, see {@link RealTimeSignals}. A signal just before the call has no effect on it; the
 * next one has.
 *
 * <p>Threading: the waiting thread aims the timer at itself. Any thread may create or close it.
 */
public final class IntervalSignal implements AutoCloseable {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SIGEV_THREAD_ID = 4;
    /** Size of {@code struct sigevent}. */
    private static final int EVENT_BYTES = 64;

    static {
        // Before glibc 2.34 these functions were in librt, as for PosixSharedMemory.
        Native.register(IntervalSignal.class, "librt.so.1");
    }

    /** One signal number serves all timers, because each timer names its thread. */
    private static final class Shared {
        static final int SIGNAL = RealTimeSignals.take();
    }

    private final long intervalNanos;
    private Thread target;
    private Pointer timer;
    private boolean aimed;

    /**
     * Creates a timer that is not yet aimed at a thread.
     *
     * @param intervalNanos between two interruptions
     */
    public IntervalSignal(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    private static native int timer_create(int clock, Pointer event, Pointer timer);

    private static native int timer_settime(Pointer timer, int flags, Pointer value, Pointer old);

    private static native int timer_delete(Pointer timer);

    /** Aims the timer at the calling thread. Repeated calls by the same thread cost almost nothing. */
    public void aimAtThisThread() {
        if (target != Thread.currentThread()) {
            aim();
        }
    }

    private void aim() {
        close();
        RealTimeSignals.interrupts(Shared.SIGNAL, true);
        int thread = RealTimeSignals.threadId();
        try (Memory event = new Memory(EVENT_BYTES); Memory created = new Memory(Abi.WORD_BYTES)) {
            event.clear();
            created.clear();
            event.setInt(Layout.SIGEV_SIGNO.bytes(), Shared.SIGNAL);
            event.setInt(Layout.SIGEV_NOTIFY.bytes(), SIGEV_THREAD_ID);
            event.setInt(Layout.SIGEV_THREAD.bytes(), thread);
            if (timer_create(CLOCK_MONOTONIC, event, created) != 0) {
                int errno = Errno.last();
                throw new PosixException("timer_create(CLOCK_MONOTONIC, SIGEV_THREAD_ID " + thread + ", signal "
                        + Shared.SIGNAL + ")", errno,
                        errno == Errno.EAGAIN.number()
                                ? "`ulimit -i` limits this user's pending signals, timers included" : "");
            }
            timer = created.getPointer(0);
            aimed = true;
        }
        Timespec interval = new Timespec();
        interval.set(intervalNanos);
        try (Memory both = new Memory(Layout.ITIMERSPEC.bytes())) {
            byte[] once = interval.pointer().getByteArray(0, Timespec.BYTES);
            both.write(0, once, 0, once.length);
            both.write(Layout.IT_VALUE.bytes(), once, 0, once.length);
            if (timer_settime(timer, 0, both, null) != 0) {
                throw new PosixException("timer_settime(" + intervalNanos + " ns)", Errno.last());
            }
        }
        target = Thread.currentThread();
    }

    /** Stops the interruptions. */
    @Override
    public void close() {
        target = null;
        if (aimed) {
            aimed = false;
            timer_delete(timer);
        }
    }
}
