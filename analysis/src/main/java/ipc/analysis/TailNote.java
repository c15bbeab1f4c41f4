package ipc.analysis;

import ipc.analysis.document.Microseconds;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Notes on where the long operations came from: one per row of the table, or per pair, and one that says how to read them. */
final class TailNote {
    /** Said once below all rows' notes. */
    static final String LEGEND = "how to read tails: ms; ≤ is what a cause explains at most, by the kernel's accounts of"
            + " both processes, read right after each long operation; causes overlap and do not add up; those below 1 % are left out;"
            + " unexplained ≥ is at least none of them: interrupts, the hypervisor's own work, the memory.";
    private static final double NANOS_PER_MILLI = 1e6;
    /** Compilation is mentioned from here on: shorter, and it is a few small methods at the edges of iterations. */
    private static final double COMPILING_SHARE = 0.001;
    private static final long COMPILING_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    /** Causes that explain less of the whole than this are left out. */
    private static final double SHOWN_SHARE = 0.01;

    private TailNote() {
    }

    /** The notes on some rows; none if their cells brought no tail home. */
    static List<String> notes(List<TimingRow> rows) {
        List<String> notes = new ArrayList<>();
        for (TimingRow row : rows) {
            List<String> sides = Stream.of(side("shmem", row, row.shmem()), side("mmap", row, row.mmap()))
                    .flatMap(Optional::stream).toList();
            if (!sides.isEmpty()) {
                notes.add("tail, " + row.method() + ": " + String.join("; ", sides) + ".");
            }
        }
        return withLegend(notes);
    }

    /** The notes on a run's pairs. A pair's two transports shared their processes, and their long operations have one account. */
    static List<String> ofPairs(RunRecord run) {
        List<String> notes = new ArrayList<>();
        for (Cell cell : run.cells()) {
            if (cell.pairs() != null && cell.tail() != null) {
                double max = cell.metrics().stream().mapToDouble(metric -> metric.all().max()).max().orElse(0);
                notes.add("tail, " + PairedVerdict.subject(cell) + ", both together: " + words(max, cell.tail()) + ".");
            }
        }
        return withLegend(notes);
    }

    private static List<String> withLegend(List<String> notes) {
        if (!notes.isEmpty()) {
            notes.add(LEGEND);
        }
        return notes;
    }

    private static Optional<String> side(String column, TimingRow row, Optional<Cell> cell) {
        return row.metricOf(cell).filter(metric -> cell.orElseThrow().tail() != null)
                .map(metric -> column + " " + words(metric.all().max(), cell.orElseThrow().tail()));
    }

    /**
     * One cell's tail.
     *
     * @param maxNanos the longest operation
     */
    static String words(double maxNanos, Tail tail) {
        String max = "max " + (maxNanos < NANOS_PER_MILLI ? Microseconds.format(maxNanos) + " µs" : millis(maxNanos) + " ms");
        String above = "above " + threshold(tail);
        if (tail.operations() == 0) {
            return max + ", none " + above + compiling(tail);
        }
        return max + ", " + tail.operations() + " " + above + " took " + millis(tail.totalNanos()) + " ms: " + causes(tail)
                + notExamined(tail) + compiling(tail);
    }

    private static String causes(Tail tail) {
        Causes causes = tail.causes();
        long total = tail.totalNanos();
        List<String> words = new ArrayList<>();
        if (tail.runQueueKnown()) {
            add(words, "run queue", causes.runQueueNanos(), total, behind(causes, total));
        } else {
            words.add("run queue, safepoints and GC unknown to this kernel");
        }
        add(words, "faults", causes.faultsNanos(), total, major(tail));
        add(words, "safepoints and GC", causes.safepointsNanos(), total, "");
        add(words, "stolen", causes.stolenNanos(), total, tail.blocks() ? " (known in ticks of 10 ms)" : "");
        if (tail.blocks() && causes.stolenNanos() == 0) {
            words.add(tail.stealTicks() == Tail.STEAL_UNKNOWN ? "stolen unknown to this kernel"
                    : "stolen unknown below ticks of 10 ms");
        }
        add(words, "asleep", causes.asleepNanos(), total, "");
        words.add((tail.runQueueKnown() ? "unexplained ≥ " : "unexplained, the unknown included, ≥ ")
                + millis(causes.unexplainedNanos()));
        return String.join(", ", words);
    }

    private static void add(List<String> words, String cause, long nanos, long totalNanos, String remark) {
        if (nanos > 0 && nanos >= SHOWN_SHARE * totalNanos) {
            words.add(cause + " ≤ " + millis(nanos) + remark);
        }
    }

    /** Who of ours was on the CPU that a measuring thread waited for. */
    private static String behind(Causes causes, long total) {
        List<String> words = new ArrayList<>();
        add(words, "JIT", causes.compilerNanos(), total, "");
        add(words, "VM", causes.vmNanos(), total, "");
        add(words, "other threads", causes.othersNanos(), total, "");
        add(words, "launcher", causes.launcherNanos(), total, "");
        return words.isEmpty() ? " (under 1 % behind our own threads)" : " (behind our own " + String.join(", ", words) + ")";
    }

    private static String major(Tail tail) {
        long major = tail.fork().majorFaults() + tail.peer().majorFaults();
        return major == 0 ? "" : " (" + major + " read a disk)";
    }

    private static String notExamined(Tail tail) {
        return tail.notExamined() == 0 ? ""
                : ", not examined " + millis(tail.notExaminedNanos()) + " (" + tail.notExamined() + " of them came too thick)";
    }

    private static String compiling(Tail tail) {
        long nanos = tail.fork().compilerNanos() + tail.peer().compilerNanos();
        return nanos < COMPILING_NANOS || nanos < COMPILING_SHARE * tail.measuredNanos() ? ""
                : ", compilation ran " + millis(nanos) + " ms during measurement";
    }

    private static String threshold(Tail tail) {
        return tail.thresholdNanos() == tail.highestThresholdNanos() ? duration(tail.thresholdNanos())
                : duration(tail.thresholdNanos()) + " to " + duration(tail.highestThresholdNanos());
    }

    private static String duration(long nanos) {
        return nanos < NANOS_PER_MILLI ? nanos / 1000 + " µs" : (long) (nanos / NANOS_PER_MILLI) + " ms";
    }

    /** Milliseconds, with the table's digits. */
    private static String millis(double nanos) {
        return Microseconds.format(nanos / 1000);
    }
}
