package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Pointer;

/**
 * Interrupts one thread at fixed intervals, so that a system call that would wait for ever returns {@code EINTR} now and then:
 * {@code timer_create(2)} with {@code SIGEV_THREAD_ID}, {@code timer_settime(2)}, {@code timer_delete(2)}.
 *
 * <p>A call that waits costs no more for it: no second call, no deadline to hand over, no clock to read. The thread that waits
 * for nothing runs a handler that does nothing, {@link RealTimeSignals}, once an interval. A signal that comes right before the
 * call is lost to it; the next one is not.
 *
 * <p>Aimed by the thread that waits, wherever it was made; closed by any.
 */
public final class IntervalSignal implements AutoCloseable {
    private static final int CLOCK_MONOTONIC = 1;
    private static final int SIGEV_THREAD_ID = 4;
    /** {@code struct sigevent}. */
    private static final int EVENT_BYTES = 64;

    static {
        // As with PosixSharedMemory: before glibc 2.34 these functions are in librt.
        Native.register(IntervalSignal.class, "librt.so.1");
    }

    /** One signal serves all: each timer names its thread. */
    private static final class Shared {
        static final int SIGNAL = RealTimeSignals.take();
    }

    private final long intervalNanos;
    private Thread target;
    private Pointer timer;
    private boolean aimed;

    /** Aimed at nobody yet. */
    public IntervalSignal(long intervalNanos) {
        this.intervalNanos = intervalNanos;
    }

    private static native int timer_create(int clock, Pointer event, Pointer timer);

    private static native int timer_settime(Pointer timer, int flags, Pointer value, Pointer old);

    private static native int timer_delete(Pointer timer);

    /** Makes the calling thread the one that is interrupted. Costs next to nothing if it is already. */
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
                                ? "`ulimit -i` says how many signals of this user may be pending, timers included" : "");
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

    /** Ends the interruptions. */
    @Override
    public void close() {
        target = null;
        if (aimed) {
            aimed = false;
            timer_delete(timer);
        }
    }
}
