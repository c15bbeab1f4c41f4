package ipc.environment;

import ipc.proc.ProcessTable;
import ipc.proc.SystemFiles;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;

/**
 * The use of the CPUs between two readings of {@code /proc/stat} and the process table.
 *
 * @param nanos          nanoseconds between the two readings
 * @param stealSinceBoot share of all CPU time since boot that the hypervisor stole, 0 to 1; empty if unknown
 * @param stealShare     the same share between the two readings
 * @param busyCpus       CPUs in use on average between the two readings, by anything; empty if unknown
 * @param seenCpus       how many of these the visible processes account for, this one included
 * @param processes      processes at the second reading; empty if there is no {@code /proc}
 * @param busy           processes that used a noticeable share of a CPU, except this one, busiest first
 */
record Activity(long nanos, OptionalDouble stealSinceBoot, OptionalDouble stealShare, OptionalDouble busyCpus, double seenCpus,
        ProcessTable processes, List<Busy> busy) {
    /** {@code USER_HZ}, the unit of these counts on every supported architecture. */
    private static final double TICKS_PER_SECOND = 100;
    /** A process that uses less than this share of a CPU counts as idle. */
    private static final double NOTICEABLE = 0.1;
    /** Fewer ticks than this may be chance: within 0.2 s, three ticks are 15 % of a CPU. */
    private static final long FEWEST_TICKS = 3;
    private static final double NANOS_PER_SECOND = 1e9;
    /** Columns of the line {@code cpu} in {@code proc_stat(5)}. User time contains guest time. */
    private static final int IDLE = 3;
    private static final int IO_WAIT = 4;
    private static final int STEAL = 7;

    /**
     * A busy process.
     *
     * @param share CPUs in use; 2 means two whole CPUs
     */
    record Busy(ProcessTable.Entry process, double share) {
    }

    /** The first reading. */
    static final class Start {
        private final SystemFiles files;
        private final LongSupplier nanoClock;
        private final long startNanos;
        private final Optional<long[]> cpu;
        private final ProcessTable processes;

        private Start(SystemFiles files, LongSupplier nanoClock) {
            this.files = files;
            this.nanoClock = nanoClock;
            this.cpu = cpuTicks(files);
            this.processes = ProcessTable.read(files);
            this.startNanos = nanoClock.getAsLong();
        }

        /** Nanoseconds since the first reading. */
        long ageNanos() {
            return nanoClock.getAsLong() - startNanos;
        }

        /** Takes the second reading. */
        Activity end(long ownPid) {
            long nanos = Math.max(1, ageNanos());
            Optional<long[]> now = cpuTicks(files);
            ProcessTable after = ProcessTable.read(files);
            double seconds = nanos / NANOS_PER_SECOND;
            OptionalDouble stealShare = OptionalDouble.empty();
            OptionalDouble busyCpus = OptionalDouble.empty();
            if (cpu.isPresent() && now.isPresent()) {
                long total = sum(now.get()) - sum(cpu.get());
                stealShare = total > 0 ? OptionalDouble.of((double) (now.get()[STEAL] - cpu.get()[STEAL]) / total)
                        : OptionalDouble.empty();
                long busyTicks = Math.max(0, busyTicks(now.get()) - busyTicks(cpu.get()));
                busyCpus = OptionalDouble.of(busyTicks / TICKS_PER_SECOND / seconds);
            }
            List<Busy> busy = new ArrayList<>();
            double seen = 0;
            for (ProcessTable.Entry process : after.all()) {
                // A new process has used all its time since the first reading.
                long ticks = process.ticks() - processes.get(process.pid()).map(ProcessTable.Entry::ticks).orElse(0L);
                double share = ticks / TICKS_PER_SECOND / seconds;
                seen += Math.max(0, share);
                if (process.pid() != ownPid && share >= NOTICEABLE && ticks >= FEWEST_TICKS) {
                    busy.add(new Busy(process, share));
                }
            }
            busy.sort(Comparator.comparingDouble(Busy::share).reversed());
            OptionalDouble sinceBoot = now.isPresent() && sum(now.get()) > 0
                    ? OptionalDouble.of((double) now.get()[STEAL] / sum(now.get())) : OptionalDouble.empty();
            return new Activity(nanos, sinceBoot, stealShare, busyCpus, seen, after, busy);
        }
    }

    /** Takes the first reading. */
    static Start begin(SystemFiles files, LongSupplier nanoClock) {
        return new Start(files, nanoClock);
    }

    /** The time between the readings, such as {@code 1 s}. */
    String length() {
        return Text.decimal(nanos / NANOS_PER_SECOND, 1) + " s";
    }

    /** CPUs used by invisible processes, or by ones that ended in between; 0 if there are too few ticks to tell. */
    double unseenCpus() {
        double unseen = busyCpus.orElse(0) - seenCpus;
        return unseen >= NOTICEABLE && unseen * nanos / NANOS_PER_SECOND * TICKS_PER_SECOND >= FEWEST_TICKS ? unseen : 0;
    }

    private static Optional<long[]> cpuTicks(SystemFiles files) {
        return files.field("proc/stat", "cpu ").flatMap(line -> {
            String[] columns = line.split("\\s+");
            if (columns.length <= STEAL) {
                return Optional.empty();
            }
            long[] ticks = new long[STEAL + 1];
            for (int i = 0; i < ticks.length; i++) {
                Optional<Long> value = SystemFiles.parse(columns[i]);
                if (value.isEmpty()) {
                    return Optional.empty();
                }
                ticks[i] = value.get();
            }
            return Optional.of(ticks);
        });
    }

    private static long sum(long[] ticks) {
        return Arrays.stream(ticks).sum();
    }

    private static long busyTicks(long[] ticks) {
        return sum(ticks) - ticks[IDLE] - ticks[IO_WAIT] - ticks[STEAL];
    }
}
