package ipc.analysis.run;

import ipc.analysis.document.Column;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Section;
import ipc.analysis.document.Table;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** The note on slow operations: how many there were, how long they took, and how much of that each cause explains at most. */
public final class SlowOperations {
    /** A warning says how much of the slow time was spent waiting for a CPU, from this share on. */
    private static final double WARNED_SHARE = 0.5;
    /** Rarer causes that explain less than this share are left out. */
    private static final double SHOWN_SHARE = 0.01;
    private static final double NANOS_PER_MICRO = 1000;
    private static final long NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);
    /** Compilation is mentioned from here on; less is a few small methods at the edges of iterations. */
    private static final double COMPILING_SHARE = 0.001;
    private static final List<Column> COLUMNS = List.of(Column.of("milliseconds", Unit.TEXT), Column.of("count", Unit.COUNT),
            Column.of("total", Unit.MICROSECONDS), Column.of("max", Unit.MICROSECONDS),
            new Column("waited", "explained at most by", "waiting", Unit.MICROSECONDS),
            new Column("ours", "explained at most by", "ours", Unit.MICROSECONDS),
            new Column("faults", "explained at most by", "faults", Unit.MICROSECONDS),
            new Column("stolen", "explained at most by", "stolen", Unit.MICROSECONDS),
            Column.of("rest", Unit.MICROSECONDS));

    private SlowOperations() {
    }

    /** The table and how to read it; empty if there are no statistics. */
    public static Optional<Section> section(Map<String, Tail> tails) {
        if (tails.isEmpty()) {
            return Optional.empty();
        }
        List<List<Value>> rows = new ArrayList<>();
        tails.forEach((name, tail) -> rows.add(row(name, tail)));
        List<String> lines = new ArrayList<>();
        lines.add(
                "An operation is slow above " + limits(tails) + ". max is the slowest; rest is the time that no cause explains.");
        lines.add("waiting: a measuring thread waited for its CPU. ours: part of it, behind threads of fork, peer or launcher.");
        lines.add("faults: page faults. stolen: the hypervisor or an interrupt had the CPU. Causes can overlap.");
        tails.forEach((name, tail) -> remarks(name, tail).forEach(lines::add));
        return Optional.of(new Section("Slow operations", List.of(new Table("", COLUMNS, rows)), lines));
    }

    /** A warning if waiting for a CPU explains most of the slow operations' time; empty if it does not. */
    public static Optional<String> warning(Iterable<Tail> tails) {
        long total = 0;
        long waited = 0;
        for (Tail tail : tails) {
            if (tail.runQueueKnown()) {
                total += tail.totalNanos();
                waited += tail.causes().runQueueNanos();
            }
        }
        double share = total == 0 ? 0 : (double) Math.min(waited, total) / total;
        return share < WARNED_SHARE ? Optional.empty() : Optional.of(String.format(Locale.ROOT,
                "Slow operations spent up to %.0f %% of their time waiting for a CPU (limit %.0f %%).", 100 * share,
                100 * WARNED_SHARE));
    }

    private static List<Value> row(String name, Tail tail) {
        Causes causes = tail.causes();
        boolean queue = tail.runQueueKnown();
        long ours = causes.compilerNanos() + causes.vmNanos() + causes.othersNanos() + causes.launcherNanos();
        boolean stolenKnown = !tail.blocks() || tail.stealTicks() != Tail.STEAL_UNKNOWN && causes.stolenNanos() > 0;
        return List.of(Value.text(name), Value.of(tail.operations(), Unit.COUNT), millis(tail.totalNanos()),
                millis(tail.longestNanos()), queue ? millis(causes.runQueueNanos()) : Value.absent(),
                queue ? millis(Math.min(ours, causes.runQueueNanos())) : Value.absent(), millis(causes.faultsNanos()),
                stolenKnown ? millis(causes.stolenNanos()) : Value.absent(), millis(causes.unexplainedNanos()));
    }

    private static Value millis(long nanos) {
        return new Value((double) nanos, nanos == 0 ? "0" : Microseconds.format(nanos / NANOS_PER_MICRO));
    }

    private static String limits(Map<String, Tail> tails) {
        long low = tails.values().stream().mapToLong(Tail::thresholdNanos).min().orElseThrow();
        long high = tails.values().stream().mapToLong(Tail::highestThresholdNanos).max().orElseThrow();
        return low == high ? limit(low) : limit(low) + " to " + limit(high) + ", ten times the warm-up's median";
    }

    private static String limit(long nanos) {
        return nanos < NANOS_PER_MILLI ? nanos / 1000 + " µs" : nanos / NANOS_PER_MILLI + " ms";
    }

    /** The rarer causes have no column. */
    private static void addCause(List<String> remarks, String cause, long nanos, Tail tail) {
        if (nanos > 0 && nanos >= SHOWN_SHARE * tail.totalNanos()) {
            remarks.add(cause + " at most " + millis(nanos).text() + " ms.");
        }
    }

    private static List<String> remarks(String name, Tail tail) {
        List<String> remarks = new ArrayList<>();
        if (!tail.runQueueKnown()) {
            remarks.add(name + ": this kernel does not count the time on the run queue.");
        }
        addCause(remarks, name + ": safepoints and garbage collection explain", tail.causes().safepointsNanos(), tail);
        addCause(remarks, name + ": a spinning side that slept or was stopped explains", tail.causes().asleepNanos(), tail);
        if (tail.notExamined() > 0) {
            remarks.add(name + ": " + RunText.count(tail.notExamined(), "slow operation")
                    + " followed too closely to be examined, in all " + millis(tail.notExaminedNanos()).text() + " ms.");
        }
        long compiling = tail.fork().compilerNanos() + tail.peer().compilerNanos();
        if (compiling >= NANOS_PER_MILLI && compiling >= COMPILING_SHARE * tail.measuredNanos()) {
            remarks.add(name + ": compilation ran " + millis(compiling).text() + " ms during measurement.");
        }
        long major = tail.fork().majorFaults() + tail.peer().majorFaults();
        if (major > 0) {
            remarks.add(name + ": " + RunText.count(major, "page fault") + " read a disk.");
        }
        return remarks;
    }
}
