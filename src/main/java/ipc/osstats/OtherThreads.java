package ipc.osstats;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * CPU and run-queue times of all threads of a process except the measuring one, by kind, in nanoseconds. The method {@link #list} finds the
 * threads, because they start and end; {@link #read} reads the listed ones. Ended threads keep their share.
 */
final class OtherThreads implements AutoCloseable {
    private static final int KINDS = ThreadKind.values().length;
    private static final int SCHEDSTAT_BYTES = 128;

    private final Path task;
    private final String measuringThread;
    private final Map<String, Account> threads = new HashMap<>();
    private final long[] endedRunNanos = new long[KINDS];
    private final long[] endedWaitNanos = new long[KINDS];
    private final long[] runNanos = new long[KINDS];
    private final long[] waitNanos = new long[KINDS];
    private Account[] listed = new Account[0];

    /**
     * @param task            {@code /proc/PID/task}
     * @param measuringThread the thread to leave out
     */
    OtherThreads(Path task, long measuringThread) {
        this.task = task;
        this.measuringThread = Long.toString(measuringThread);
    }

    /** Finds the present threads. Allocates. */
    void list() {
        Set<String> present;
        try (Stream<Path> entries = Files.list(task)) {
            present = entries.map(entry -> entry.getFileName().toString()).filter(id -> !id.equals(measuringThread))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException | UncheckedIOException e) {
            // The process has ended; others report that.
            return;
        }
        threads.entrySet().removeIf(entry -> {
            boolean ended = !present.contains(entry.getKey());
            if (ended) {
                endedRunNanos[entry.getValue().kind] += entry.getValue().runNanos;
                endedWaitNanos[entry.getValue().kind] += entry.getValue().waitNanos;
                entry.getValue().schedstat.close();
            }
            return ended;
        });
        for (String id : present) {
            if (!threads.containsKey(id)) {
                open(id);
            }
        }
        listed = threads.values().toArray(new Account[0]);
    }

    private void open(String id) {
        try {
            String name = Files.readString(task.resolve(id).resolve("comm"), StandardCharsets.ISO_8859_1);
            threads.put(id, new Account(ThreadKind.of(name).ordinal(),
                    new ProcFile(task.resolve(id).resolve("schedstat"), SCHEDSTAT_BYTES)));
        } catch (IOException e) {
            // The thread has ended, or the kernel has no such file.
        }
    }

    /** Reads all threads found by the last {@link #list}. */
    void read() {
        System.arraycopy(endedRunNanos, 0, runNanos, 0, KINDS);
        System.arraycopy(endedWaitNanos, 0, waitNanos, 0, KINDS);
        for (Account thread : listed) {
            thread.read();
            runNanos[thread.kind] += thread.runNanos;
            waitNanos[thread.kind] += thread.waitNanos;
        }
    }

    /** CPU time of all threads of a kind at the last reading, in nanoseconds. */
    long runNanos(ThreadKind kind) {
        return runNanos[kind.ordinal()];
    }

    /** Run-queue time of all threads of a kind at the last reading, in nanoseconds. */
    long waitNanos(ThreadKind kind) {
        return waitNanos[kind.ordinal()];
    }

    @Override
    public void close() {
        threads.values().forEach(thread -> thread.schedstat.close());
        threads.clear();
        listed = new Account[0];
    }

    private static final class Account {
        private final int kind;
        private final ProcFile schedstat;
        private long runNanos;
        private long waitNanos;

        Account(int kind, ProcFile schedstat) {
            this.kind = kind;
            this.schedstat = schedstat;
        }

        void read() {
            if (schedstat.read()) {
                runNanos = schedstat.number(0, 0);
                waitNanos = schedstat.number(0, 1);
            }
        }
    }
}
