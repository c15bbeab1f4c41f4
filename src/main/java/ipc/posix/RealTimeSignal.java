package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A real-time signal with a 64-bit value to one thread of another process: {@code rt_tgsigqueueinfo(2)}, called by its number
 * because glibc has no function, and {@code sigtimedwait(2)}. Signals of one number arrive in the order of sending, each with its
 * own value.
 */
public final class RealTimeSignal implements AutoCloseable {
    /** Bytes of a value. C's {@code union sigval} is as wide as a pointer. */
    public static final int VALUE_BYTES = Layout.SIGVAL.bytes();

    private static final int INFO_BYTES = 128;
    private static final int INFO_CODE = 8;
    private static final int SI_QUEUE = -1;
    private static final int INFO_PROCESS = Layout.SI_PID.bytes();
    private static final int INFO_VALUE = Layout.SI_VALUE.bytes();

    static {
        Native.register(RealTimeSignal.class, Platform.C_LIBRARY_NAME);
    }

    private final int signal = RealTimeSignals.take();
    private final Memory set = RealTimeSignals.setOf(signal);
    private final Memory incoming = new Memory(INFO_BYTES);
    private final Memory outgoing = new Memory(INFO_BYTES);
    private final Timespec longest = new Timespec();
    private final Timespec atOnce = new Timespec();

    /** @param longestNanos timeout of {@link #await}; 0 means that it does not sleep */
    public RealTimeSignal(long longestNanos) {
        longest.set(longestNanos);
        atOnce.set(0);
        outgoing.clear();
        outgoing.setInt(INFO_CODE, SI_QUEUE);
        outgoing.setInt(INFO_PROCESS, (int) ProcessHandle.current().pid());
    }

    private static native int sigtimedwait(Pointer set, Pointer info, Pointer timeout);

    private static native int syscall(int number, int process, int thread, int signal, Pointer info);

    /** The signal number, which the sender needs. */
    public int number() {
        return signal;
    }

    /**
     * Makes the calling thread the receiver. It must be the thread that calls {@link #await}. From now on the signal stays
     * pending until then; signals that are pending already are dropped.
     *
     * @return the thread's number, which the sender needs
     */
    public int receiveOnThisThread() {
        RealTimeSignals.interrupts(signal, false);
        while (sigtimedwait(set, incoming, atOnce.pointer()) == signal) {
            // Drops signals for a former owner of this number.
        }
        return RealTimeSignals.threadId();
    }

    /**
     * Sleeps until the signal arrives.
     *
     * @return false after the timeout or an interruption
     */
    public boolean await() {
        if (sigtimedwait(set, incoming, longest.pointer()) == signal) {
            return true;
        }
        int errno = Errno.last();
        if (errno == Errno.EAGAIN.number() || errno == Errno.EINTR.number()) {
            return false;
        }
        throw new PosixException("sigtimedwait({" + signal + "})", errno);
    }

    /** The value of the last signal. */
    public long value() {
        return incoming.getLong(INFO_VALUE);
    }

    /**
     * Sends a signal with a value.
     *
     * @return false if the limit of pending signals is reached
     */
    public boolean send(int process, int thread, int number, long value) {
        outgoing.setInt(0, number);
        outgoing.setLong(INFO_VALUE, value);
        if (syscall(Abi.CURRENT.sysTgsigqueue(), process, thread, number, outgoing) == 0) {
            return true;
        }
        int errno = Errno.last();
        if (errno == Errno.EAGAIN.number()) {
            return false;
        }
        throw new PosixException("rt_tgsigqueueinfo(" + process + ", " + thread + ", " + number + ")", errno);
    }

    /** Releases the signal number for other uses. */
    @Override
    public void close() {
        RealTimeSignals.giveBack(signal);
        set.close();
        incoming.close();
        outgoing.close();
    }
}
