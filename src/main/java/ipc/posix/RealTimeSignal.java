package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/**
 * A real-time signal that carries a value of 64 bits to one thread of another process: {@code rt_tgsigqueueinfo(2)} by its
 * number, as glibc has no function for it, and {@code sigtimedwait(2)}. Signals of one number arrive in the order in which they
 * were sent, each with its own value.
 */
public final class RealTimeSignal implements AutoCloseable {
    /** The widest value: C's {@code union sigval} is as wide as a pointer. */
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

    /** @param longestNanos after which {@link #await} gives up; 0: it does not sleep at all */
    public RealTimeSignal(long longestNanos) {
        longest.set(longestNanos);
        atOnce.set(0);
        outgoing.clear();
        outgoing.setInt(INFO_CODE, SI_QUEUE);
        outgoing.setInt(INFO_PROCESS, (int) ProcessHandle.current().pid());
    }

    private static native int sigtimedwait(Pointer set, Pointer info, Pointer timeout);

    private static native int syscall(int number, int process, int thread, int signal, Pointer info);

    /** The number by which the other side sends it. */
    public int number() {
        return signal;
    }

    /**
     * Has it wait for the calling thread, which must be the one that calls {@link #await}: from now on it stays pending until
     * then. What is pending already is thrown away.
     *
     * @return the thread's number, by which the other side finds it
     */
    public int receiveOnThisThread() {
        RealTimeSignals.interrupts(signal, false);
        while (sigtimedwait(set, incoming, atOnce.pointer()) == signal) {
            // Sent to whoever had this number before.
        }
        return RealTimeSignals.threadId();
    }

    /**
     * Sleeps until the signal is there.
     *
     * @return false if it did not come in time, or if the call was interrupted
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

    /** The value that came with the last one. */
    public long value() {
        return incoming.getLong(INFO_VALUE);
    }

    /**
     * Sends a signal with a value.
     *
     * @return false if as many are pending as may be
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

    /** Gives the signal's number back; another may have it next. */
    @Override
    public void close() {
        RealTimeSignals.giveBack(signal);
        set.close();
        incoming.close();
        outgoing.close();
    }
}
