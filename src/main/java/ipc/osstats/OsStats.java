package ipc.osstats;

import ipc.posix.CpuClock;
import ipc.posix.PosixException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/**
 * The OS statistics of fork, peer and machine. Created on the measuring thread and read by it alone. A reading takes about 0.1 ms
 * and allocates nothing.
 */
public final class OsStats implements AutoCloseable {
    /** Length of a steal tick. {@code USER_HZ} is 100 on every supported architecture (proc(5), {@code /proc/stat}). */
    static final long STEAL_TICK_NANOS = 10_000_000;

    private static final Path PROC = Path.of("/proc");
    /** Enough for the lines of a thousand CPUs. */
    private static final int STAT_BYTES = 1 << 17;
    /** Index of steal in a CPU's line, counted after the name: user nice system idle iowait irq softirq steal. */
    private static final int STEAL = 7;
    /** Index of starttime (field 22) in {@code /proc/PID/task/TID/stat}, counted after the name. */
    private static final int START_TIME = 19;

    private final ProcessStats fork;
    private final ProcessStats peer;
    private final ProcFile stat;
    private final boolean knowsSteal;
    private final String[] cpuLines;
    private final LongSupplier launcherNanos;

    /**
     * Opens the statistics of the calling thread and of a peer's main thread.
     *
     * @param peerPid process id of the peer
     * @param cpus    CPUs to which the two are pinned; if empty, stolen time is the whole machine's
     * @throws IllegalStateException if the peer's main thread cannot be found
     */
    public static OsStats ofThisThreadAnd(long peerPid, List<Integer> cpus) {
        ProcessHandle self = ProcessHandle.current();
        long thread;
        try {
            // The link reads PID/task/TID.
            thread = Long.parseLong(Files.readSymbolicLink(PROC.resolve("thread-self")).getFileName().toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        LongSupplier launcher = self.parent().map(OsStats::cpuClock).orElse(() -> 0);
        Path peerTask = PROC.resolve(Long.toString(peerPid)).resolve("task");
        return new OsStats(
                new ProcessStats(PROC.resolve(Long.toString(self.pid())).resolve("task"), thread, System::nanoTime,
                        CpuClock.ofThisThread()::nanos, null),
                new ProcessStats(peerTask, mainThread(peerTask, peerPid), System::nanoTime, null,
                        CpuClock.ofProcess(peerPid)::nanos),
                PROC.resolve("stat"), cpus, launcher);
    }

    OsStats(ProcessStats fork, ProcessStats peer, Path stat, List<Integer> cpus, LongSupplier launcherNanos) {
        this.fork = fork;
        this.peer = peer;
        this.launcherNanos = launcherNanos;
        // The first line is the sum of all CPUs.
        this.cpuLines = cpus.isEmpty() ? new String[] {"cpu "}
                : cpus.stream().distinct().map(cpu -> "\ncpu" + cpu + " ").toArray(String[]::new);
        this.stat = ProcFile.ifThere(stat, STAT_BYTES);
        this.knowsSteal = this.stat.read() && this.stat.number(this.stat.after(cpuLines[0]), STEAL) >= 0;
    }

    private static LongSupplier cpuClock(ProcessHandle process) {
        try {
            return CpuClock.ofProcess(process.pid())::nanos;
        } catch (PosixException e) {
            // The process has ended, or is outside this container.
            return () -> 0;
        }
    }

    /**
     * Finds the thread that runs {@code main} in another JVM. The {@code java} command starts it first and then waits in the
     * process's initial thread. The JVM gives every thread except these two a name.
     */
    static long mainThread(Path task, long pid) {
        try (Stream<Path> entries = Files.list(task)) {
            List<Long> ids = new ArrayList<>(entries.map(entry -> Long.parseLong(entry.getFileName().toString()))
                    .filter(id -> id != pid).toList());
            String name = comm(task, pid);
            ids.removeIf(id -> !comm(task, id).equals(name));
            if (ids.isEmpty()) {
                throw new IllegalStateException("process " + pid + " has no second thread named " + name.strip()
                        + ": it is not a JVM that the java command started");
            }
            // Thread ids can wrap around, so the oldest one is found by its start time.
            ids.sort(Comparator.<Long>comparingLong(id -> startTime(task, id)).thenComparing(id -> id));
            return ids.get(0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String comm(Path task, long id) {
        try {
            return Files.readString(task.resolve(Long.toString(id)).resolve("comm"), StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            // The thread has ended.
            return "";
        }
    }

    private static long startTime(Path task, long id) {
        try (ProcFile stat = new ProcFile(task.resolve(Long.toString(id)).resolve("stat"), 1024)) {
            return stat.read() ? stat.number(stat.afterLast(')'), START_TIME) : Long.MAX_VALUE;
        } catch (IOException e) {
            return Long.MAX_VALUE;
        }
    }

    /** Finds the threads of both processes that {@link #read} will read. Allocates, so it is for between iterations only. */
    void list() {
        fork.list();
        peer.list();
    }

    /** Reads all statistics. */
    void read(Reading into) {
        peer.read(into.peer);
        if (stat.read()) {
            long ticks = 0;
            for (String line : cpuLines) {
                ticks += Math.max(0, stat.number(stat.after(line), STEAL));
            }
            into.stealTicks = ticks;
        }
        into.launcherNanos = launcherNanos.getAsLong();
        fork.read(into.fork);
    }

    /** Whether this kernel records the threads' CPU and run-queue times. */
    boolean knowsRunQueue() {
        return fork.knowsRunQueue() && peer.knowsRunQueue();
    }

    /** Whether this kernel reports stolen time. */
    boolean knowsSteal() {
        return knowsSteal;
    }

    @Override
    public void close() {
        fork.close();
        peer.close();
        stat.close();
    }
}
