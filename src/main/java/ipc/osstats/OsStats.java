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
 * The OS statistics of fork and peer, and of the machine. Made on the measuring thread, and read by it alone. A reading takes about
 * 0.1 ms and allocates nothing.
 */
public final class OsStats implements AutoCloseable {
    /** Steal comes in ticks of {@code USER_HZ}, 100 a second on every supported architecture (proc(5), {@code /proc/stat}). */
    static final long STEAL_TICK_NANOS = 10_000_000;

    private static final Path PROC = Path.of("/proc");
    /** Enough for the lines of a thousand CPUs. */
    private static final int STAT_BYTES = 1 << 17;
    /** Words of a CPU's line after its name: user nice system idle iowait irq softirq steal. */
    private static final int STEAL = 7;
    /** Of {@code /proc/PID/task/TID/stat} after the name: starttime is field 22. */
    private static final int START_TIME = 19;

    private final ProcessStats fork;
    private final ProcessStats peer;
    private final ProcFile stat;
    private final boolean knowsSteal;
    private final String[] cpuLines;
    private final LongSupplier launcherNanos;

    /**
     * The OS statistics of the calling thread and of a peer's main thread.
     *
     * @param peerPid the peer's process id
     * @param cpus    where the two are pinned; empty if they are not, and then steal is the whole machine's
     */
    public static OsStats ofThisThreadAnd(long peerPid, List<Integer> cpus) {
        ProcessHandle self = ProcessHandle.current();
        long thread;
        try {
            // PID/task/TID
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
        // The first line is the whole machine's.
        this.cpuLines = cpus.isEmpty() ? new String[] {"cpu "}
                : cpus.stream().distinct().map(cpu -> "\ncpu" + cpu + " ").toArray(String[]::new);
        this.stat = ProcFile.ifThere(stat, STAT_BYTES);
        this.knowsSteal = this.stat.read() && this.stat.number(this.stat.after(cpuLines[0]), STEAL) >= 0;
    }

    private static LongSupplier cpuClock(ProcessHandle process) {
        try {
            return CpuClock.ofProcess(process.pid())::nanos;
        } catch (PosixException e) {
            // It has ended, or lives outside this container.
            return () -> 0;
        }
    }

    /**
     * The thread that runs {@code main} in another JVM. The {@code java} command starts it as the first of its process, keeps
     * waiting in the process's own thread, and the JVM names all threads but these two.
     */
    static long mainThread(Path task, long pid) {
        try (Stream<Path> entries = Files.list(task)) {
            List<Long> ids = new ArrayList<>(entries.map(entry -> Long.parseLong(entry.getFileName().toString()))
                    .filter(id -> id != pid).toList());
            String name = comm(task, pid);
            ids.removeIf(id -> !comm(task, id).equals(name));
            if (ids.isEmpty()) {
                throw new IllegalStateException("process " + pid + " has no second thread named " + name.strip()
                        + ": it is no JVM that the java command started");
            }
            // Numbers may have wrapped around; the oldest it is all the same.
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
            // It has ended meanwhile.
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

    /** Finds the threads of both processes that {@link #read} will read. Allocates: for between iterations. */
    void list() {
        fork.list();
        peer.list();
    }

    /** Reads everything. */
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

    /** Whether this kernel keeps threads' times, on the CPU and on the run queue. */
    boolean knowsRunQueue() {
        return fork.knowsRunQueue() && peer.knowsRunQueue();
    }

    /** Whether this kernel tells steal. */
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
