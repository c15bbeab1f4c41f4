package ipc.osstats;

import ipc.osstats.Reading.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** The OS statistics of one process: its measuring thread by itself, its other threads by kind. */
final class ProcessStats implements AutoCloseable {
    private static final int SCHEDSTAT_BYTES = 128;
    private static final int STAT_BYTES = 1024;
    private static final int STATUS_BYTES = 4096;
    /** Words of {@code stat} after the name, whose end is the last parenthesis: minflt is field 10, majflt 12 (proc(5)). */
    private static final int MINOR_FAULTS = 7;
    private static final int MAJOR_FAULTS = 9;

    private final ProcFile schedstat;
    private final boolean knowsRunQueue;
    private final ProcFile stat;
    private final ProcFile status;
    private final OtherThreads others;
    private final LongSupplier clock;
    private final LongSupplier threadNanos;
    private final LongSupplier processNanos;

    /**
     * @param task         {@code /proc/PID/task}
     * @param thread       the measuring thread's id
     * @param clock        monotonic
     * @param threadNanos  the measuring thread's CPU time; null if only the process's is known
     * @param processNanos the process's CPU time, from which the other threads' is taken; null if the thread's is known
     */
    ProcessStats(Path task, long thread, LongSupplier clock, LongSupplier threadNanos, LongSupplier processNanos) {
        Path directory = task.resolve(Long.toString(thread));
        schedstat = ProcFile.ifThere(directory.resolve("schedstat"), SCHEDSTAT_BYTES);
        // A thread that lives has run at least once.
        knowsRunQueue = schedstat.read() && schedstat.number(0, 2) > 0;
        try {
            // Every kernel has these two.
            stat = new ProcFile(directory.resolve("stat"), STAT_BYTES);
            status = new ProcFile(directory.resolve("status"), STATUS_BYTES);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.others = new OtherThreads(task, thread);
        this.clock = clock;
        this.threadNanos = threadNanos;
        this.processNanos = processNanos;
    }

    /** Finds the threads that {@link #read} will read. */
    void list() {
        others.list();
    }

    /** Reads all OS statistics. Whatever cannot be read any more stays as it was. */
    void read(Side into) {
        others.read();
        into.compilerNanos = others.runNanos(ThreadKind.COMPILER);
        into.vmNanos = others.runNanos(ThreadKind.VM);
        into.vmWaitNanos = others.waitNanos(ThreadKind.VM);
        into.otherNanos = others.runNanos(ThreadKind.OTHER);
        if (stat.read()) {
            int name = stat.afterLast(')');
            into.minorFaults = stat.number(name, MINOR_FAULTS);
            into.majorFaults = stat.number(name, MAJOR_FAULTS);
        }
        if (status.read()) {
            into.voluntarySwitches = status.number(status.after("\nvoluntary_ctxt_switches:"), 0);
            into.involuntarySwitches = status.number(status.after("\nnonvoluntary_ctxt_switches:"), 0);
        }
        // These three belong together: what is left of the time without the CPU time and the wait is time off the CPU.
        if (schedstat.read()) {
            into.waitNanos = schedstat.number(0, 1);
        }
        if (threadNanos != null) {
            into.cpuNanos = threadNanos.getAsLong();
        } else if (knowsRunQueue) {
            into.cpuNanos = processNanos.getAsLong() - into.compilerNanos - into.vmNanos - into.otherNanos;
        }
        into.nanos = clock.getAsLong();
    }

    /**
     * Whether the kernel keeps threads' times, on the CPU and on the run queue. Without {@code CONFIG_SCHED_INFO} there is no
     * {@code schedstat}; with it, and delay accounting off, it holds zeros. Then the other threads' times are zero here, and so
     * is the measuring thread's CPU time where it would be told from theirs: its time off the CPU is bounded by the clock alone.
     */
    boolean knowsRunQueue() {
        return knowsRunQueue;
    }

    @Override
    public void close() {
        schedstat.close();
        stat.close();
        status.close();
        others.close();
    }
}
