package ipc.osstats;

import ipc.posix.CpuClock;
import java.util.function.LongSupplier;

/**
 * CPU time of both processes from one moment to another: of all their threads, user and system, the JVM's own included.
 *
 * <p>By the kernel's CPU-time clocks, in nanoseconds. They stand exactly where a thread sleeps, and in the process that asks. A
 * thread of another process that is running just then is known as of its last scheduler tick, 1 to 10 ms ago; so at either end of an
 * interval a busy peer can be off by one tick. What a hypervisor stole counts as CPU time unless the kernel takes it out
 * ({@code CONFIG_PARAVIRT_TIME_ACCOUNTING}).
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
     * @param fork  this process's CPU time
     * @param peer  the other process's
     */
    CpuTimes(LongSupplier clock, LongSupplier fork, LongSupplier peer) {
        this.clock = clock;
        this.fork = fork;
        this.peer = peer;
    }

    /** Of this process and of a peer. */
    public static CpuTimes ofThisProcessAnd(long peerPid) {
        return new CpuTimes(System::nanoTime, ofThis(), CpuClock.ofProcess(peerPid)::nanos);
    }

    /** Of this process alone: the other side is one of its threads. */
    public static CpuTimes ofThisProcess() {
        return new CpuTimes(System::nanoTime, ofThis(), () -> 0);
    }

    private static LongSupplier ofThis() {
        return CpuClock.ofProcess(ProcessHandle.current().pid())::nanos;
    }

    /** The interval begins. */
    public void start() {
        peerNanos = -peer.getAsLong();
        forkNanos = -fork.getAsLong();
        nanos = -clock.getAsLong();
    }

    /** It has ended; once for each {@link #start}. */
    public void stop() {
        nanos += clock.getAsLong();
        forkNanos += fork.getAsLong();
        peerNanos += peer.getAsLong();
    }

    /** How long the interval was. */
    public long nanos() {
        return nanos;
    }

    /** This process's CPU time in it. */
    public long forkNanos() {
        return forkNanos;
    }

    /** The other process's; 0 where there is none. */
    public long peerNanos() {
        return peerNanos;
    }
}
