package ipc.analysis.run;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.document.Section;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.OsStats;
import ipc.result.RunRecord.Tail;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The note on slow operations. */
class SlowOperationsTest {
    private static final long MICRO = 1_000;
    private static final long MILLI = 1_000_000;
    private static final Causes NONE = new Causes(0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    @Test
    void eachCauseHasItsColumn() {
        Causes causes = new Causes(27 * MILLI, 12 * MILLI, 100 * MICRO, 0, 2 * MILLI, MILLI, 400 * MICRO, 4 * MILLI, 5 * MILLI,
                3 * MILLI);
        assertThat(row(tail(9, 31 * MILLI, causes, false, true, 0, 0)))
                .containsExactly("cell", "9", "31.0", "8.00", "27.0", "14.1", "1.00", "4.00", "3.00");
    }

    @Test
    void ourThreadsCannotExplainMoreThanTheWait() {
        Causes causes = new Causes(MILLI, 5 * MILLI, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(row(tail(1, MILLI, causes, false, true, 0, 0)).subList(4, 6)).containsExactly("1.00", "1.00");
    }

    @Test
    void rareCausesHaveALineIfTheyExplainOnePerCent() {
        Causes causes = new Causes(0, 0, 0, 0, 0, 0, 400 * MICRO, 0, 310 * MICRO, 0);
        assertThat(lines(tail(9, 31 * MILLI, causes, false, true, 0, 0))).contains(
                "cell: safepoints and garbage collection explain at most 0.40 ms.",
                "cell: a spinning side that slept or was stopped explains at most 0.31 ms.");
        assertThat(lines(tail(9, 41 * MILLI, causes, false, true, 0, 0))).noneMatch(line -> line.startsWith("cell: "));
    }

    @Test
    void unknownIsNotNothing() {
        assertThat(row(tail(1, MILLI, NONE, true, true, 0, 0)).get(7)).isEqualTo(Value.NONE);
        Causes stolen = new Causes(0, 0, 0, 0, 0, 0, 0, 2 * MILLI, 0, 0);
        assertThat(row(tail(1, MILLI, stolen, true, true, 0, 0)).get(7)).isEqualTo("2.00");
        assertThat(row(tail(1, MILLI, NONE, false, true, 0, 0)).get(7)).isEqualTo("0");
        Tail old = tail(1, MILLI, NONE, false, false, 0, 0);
        assertThat(row(old).subList(4, 6)).containsExactly(Value.NONE, Value.NONE);
        assertThat(lines(old)).contains("cell: this kernel does not count the time on the run queue.");
        assertThat(lines(tail(1, MILLI, NONE, false, true, 0, 0))).noneMatch(line -> line.contains("does not count"));
    }

    @Test
    void limitsFaultsCompilationAndWhatWasNotExaminedAreTold() {
        Tail tail = new Tail(50 * MICRO, 1000 * MICRO, 40, 90 * MILLI, 5 * MILLI, 31, 60 * MILLI, false, true, NONE, 4000 * MILLI,
                stats(4 * MILLI, 2), stats(MILLI, 1), 0, 0);
        assertThat(lines(tail)).contains("cell: 31 slow operations followed too closely to be examined, in all 60.0 ms.",
                "cell: compilation ran 5.00 ms during measurement.", "cell: 3 page faults read a disk.")
                .anyMatch(line -> line.startsWith("An operation is slow above 50 µs to 1 ms, "));
        assertThat(lines(tail(0, 0, NONE, false, true, 3 * MILLI, 0))).noneMatch(line -> line.contains("compilation"))
                .anyMatch(line -> line.startsWith("An operation is slow above 50 µs. "));
    }

    @Test
    void mostOfTheTimeSpentWaitingIsAWarning() {
        Causes half = new Causes(5 * MILLI, 0, 0, 0, 0, 0, 0, 0, 0, 0);
        assertThat(SlowOperations.warning(List.of(tail(1, 10 * MILLI, half, false, true, 0, 0))))
                .contains("Slow operations spent up to 50 % of their time waiting for a CPU (limit 50 %).");
        assertThat(SlowOperations.warning(List.of(tail(1, 11 * MILLI, half, false, true, 0, 0)))).isEmpty();
        assertThat(SlowOperations.warning(List.of(tail(1, MILLI, half, false, true, 0, 0)))).hasValueSatisfying(
                warning -> assertThat(warning).contains("100 %"));
        assertThat(SlowOperations.warning(List.of(tail(1, 5 * MILLI, half, false, false, 0, 0)))).isEmpty();
        assertThat(SlowOperations.warning(List.of())).isEmpty();
    }

    @Test
    void withoutStatisticsThereIsNoSection() {
        assertThat(SlowOperations.section(Map.of())).isEmpty();
    }

    private static List<String> row(Tail tail) {
        return section(tail).tables().get(0).rows().get(0).stream().map(Value::text).toList();
    }

    private static List<String> lines(Tail tail) {
        return section(tail).lines();
    }

    private static Section section(Tail tail) {
        return SlowOperations.section(new LinkedHashMap<>(Map.of("cell", tail))).orElseThrow();
    }

    private static Tail tail(long operations, long total, Causes causes, boolean blocks, boolean runQueueKnown,
            long compilerNanos,
            long majorFaults) {
        return new Tail(50 * MICRO, 50 * MICRO, operations, total, 8 * MILLI, 0, 0, blocks, runQueueKnown, causes, 4000 * MILLI,
                stats(compilerNanos, majorFaults), stats(0, 0), 0, 0);
    }

    private static OsStats stats(long compilerNanos, long majorFaults) {
        return new OsStats(0, 0, 0, 0, majorFaults, compilerNanos, 0, 0);
    }
}
