package ipc.osstats;

import ipc.posix.CpuClock;
import java.util.function.LongSupplier;

/**
 * CPU time of both processes between two moments, in nanoseconds: user and system time of all threads, including the JVM's own.
 *
 * <p>The kernel's CPU-time clocks are exact for sleeping threads and for the calling process. A running thread of another process
 * is known as of its last scheduler tick, 1 to 10 ms ago. So a busy peer can be off by one tick at either end of the interval.
 * Stolen time counts as CPU time unless the kernel subtracts it ({@code CONFIG_PARAVIRT_TIME_ACCOUNTING}).
 *
 * <p>Used by one thread. Reading allocates nothing.
 */
public final class CpuTimes {
    private final LongSupplier clock;
    private final LongSupplier fork;
    private final LongSupplier peer;
    private long nanos;
    private long forkNanos;
    private long peerNanos;

    /**
     * @param clock monotonic, nanoseconds
     * @param fork  this process's CPU time in nanoseconds
     * @param peer  the other process's CPU time in nanoseconds
     */
    CpuTimes(LongSupplier clock, LongSupplier fork, LongSupplier peer) {
        this.clock = clock;
        this.fork = fork;
        this.peer = peer;
    }

    /** Times of this process and of a peer. */
    public static CpuTimes ofThisProcessAnd(long peerPid) {
        return new CpuTimes(System::nanoTime, ofThis(), CpuClock.ofProcess(peerPid)::nanos);
    }

    /** Times of this process only, for a baseline whose other side is a thread. */
    public static CpuTimes ofThisProcess() {
        return new CpuTimes(System::nanoTime, ofThis(), () -> 0);
    }

    private static LongSupplier ofThis() {
        return CpuClock.ofProcess(ProcessHandle.current().pid())::nanos;
    }

    /** Starts the interval. */
    public void start() {
        peerNanos = -peer.getAsLong();
        forkNanos = -fork.getAsLong();
        nanos = -clock.getAsLong();
    }

    /** Ends the interval; to be called once after each {@link #start}. */
    public void stop() {
        nanos += clock.getAsLong();
        forkNanos += fork.getAsLong();
        peerNanos += peer.getAsLong();
    }

    /** Length of the interval in nanoseconds. */
    public long nanos() {
        return nanos;
    }

    /** This process's CPU time in the interval, in nanoseconds. */
    public long forkNanos() {
        return forkNanos;
    }

    /** The peer's CPU time in the interval, in nanoseconds; 0 without a peer. */
    public long peerNanos() {
        return peerNanos;
    }
}
