package ipc.osstats;

import ipc.osstats.Reading.Side;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.function.LongSupplier;

/** The OS statistics of one process: those of its measuring thread, and those of its other threads by kind. */
final class ProcessStats implements AutoCloseable {
    private static final int SCHEDSTAT_BYTES = 128;
    private static final int STAT_BYTES = 1024;
    private static final int STATUS_BYTES = 4096;
    /**
     * Index of minflt (field 10) and majflt (field 12) in {@code stat}, counted after the name and its closing parenthesis
     * (proc(5)).
     */
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
     * @param thread       id of the measuring thread
     * @param clock        monotonic, nanoseconds
     * @param threadNanos  the measuring thread's CPU time; null if only the process's is known
     * @param processNanos the process's CPU time, from which the other threads' is subtracted; null if threadNanos is given
     */
    ProcessStats(Path task, long thread, LongSupplier clock, LongSupplier threadNanos, LongSupplier processNanos) {
        Path directory = task.resolve(Long.toString(thread));
        schedstat = ProcFile.ifThere(directory.resolve("schedstat"), SCHEDSTAT_BYTES);
        // A living thread has run at least once.
        knowsRunQueue = schedstat.read() && schedstat.number(0, 2) > 0;
        try {
            // Every kernel has these two files.
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

    /** Reads all statistics. A value that can no longer be read keeps its last state. */
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
        // These three belong together: elapsed time minus CPU time minus wait is the time off the CPU.
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
     * Whether the kernel records the threads' CPU and run-queue times. Without {@code CONFIG_SCHED_INFO} there is no
     * {@code schedstat}; with delay accounting off it holds zeros. Then the other threads' times are zero. If the measuring
     * thread's CPU time depends on them, it is zero too, and only the clock limits its time off the CPU.
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
