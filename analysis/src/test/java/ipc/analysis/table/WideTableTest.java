package ipc.analysis.table;

import static ipc.analysis.Runs.measured;
import static ipc.analysis.Runs.run;
import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.analysis.run.Decisions;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Interval;
import ipc.result.RunRecord.Intervals;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

class WideTableTest {
    private static final double[] SPIN = {109, 111, 110.4, 112, 108, 110};

    @Test
    void theWholeTable() throws IOException {
        List<Summary> oneWay = Arrays.stream(new double[] {53_400, 51_200, 54_100, 52_800, 53_900, 48_000})
                .mapToObj(typical -> Runs.round(500, typical, 3 * typical)).toList();
        Cell paced = Runs.cell("OneWay-sysv-condvar", "OneWay", Map.of("transport", "sysv/condvar"), Status.MEASURED)
                .clock(new Clock(21.6, 10))
                .metrics(List.of(Runs.metric("oneWay", oneWay), Runs.metric("oneWayFromIntended", oneWay))).build();
        RunRecord record = run().roundTrip("sysv/spin", SPIN).roundTrip("mmap/spin", 109, 525, 110.4, 112, 108, 530)
                .roundTrip("sysv/condvar", 53_400, 51_200, 54_100, 52_800, 53_900)
                .cell(paced)
                .cell(Runs.unmeasured("OneWay", "mmap/condvar", Status.UNAVAILABLE,
                        "shmget(…): ENOSYS (38), this kernel does not have the call"))
                .record();
        Runs.assertGolden(new WideTable(List.of(record)).format(), "wide.txt");
    }

    @Test
    void manyMachinesStandInOneTable() {
        RunRecord record = run().roundTrip("sysv/spin", SPIN).record();
        String table = new WideTable(List.of(record, record)).format();
        assertThat(table.lines().filter(line -> line.matches("[|] 2026-01-02 #\\d: round trip, sysv/spin .*"))).hasSize(4);
    }

    /** Programs read the figures of a measured cell, and the same names without values for a cell that was not measured. */
    @Test
    void rowsHoldEveryFigureOrNone() {
        RunRecord record = Decisions.decide(run().roundTrip("sysv/spin", SPIN)
                .cell(Runs.unmeasured("RoundTrip", "mmap/spin", Status.FAILED, "the peer died")).record());
        List<Map<String, Object>> rows = new WideTable(List.of(record)).rows();
        Map<String, Object> measured = rows.get(0);
        assertThat(measured).containsEntry("operations", 30_000L).containsEntry("rounds", 6).containsEntry("min_ns", 80.0)
                .containsEntry("mean_ns", 110.2).containsEntry("mean_low_ns", 108.0).containsEntry("mean_high_ns", 112.0)
                .containsEntry("p50_ns", 110.0).containsEntry("p50_low_ns", 104.5).containsEntry("p50_high_ns", 115.5)
                .containsEntry("p99_ns", 220.0).containsEntry("p99_low_ns", 214.5).containsEntry("p99_high_ns", 225.5)
                .containsEntry("p999_ns", 1100.0).containsEntry("p999_low_ns", 1074.5).containsEntry("p999_high_ns", 1125.5)
                .containsEntry("max_ns", 4480.0);
        Map<String, Object> failed = rows.get(1);
        assertThat(failed.keySet()).containsExactlyElementsOf(measured.keySet());
        assertThat(failed).containsEntry("rounds", 0);
        assertThat(
                failed.entrySet().stream().filter(entry -> entry.getKey().endsWith("_ns") || entry.getKey().equals("operations")))
                .hasSize(15).allSatisfy(entry -> assertThat(entry.getValue()).as(entry.getKey()).isNull());
    }

    @Test
    void whatTheRunWasWarnedOfStandsBelowAndWhyThereAreNoVerdictsToo() {
        Cell pair = Runs.cell("id", "Paired", Map.of("pair", "sysv/spin:mmap/spin"), Status.FAILED).reason("the peer died")
                .build();
        String table = new WideTable(List.of(run().warned("it was noisy").cell(pair).roundTrip("sysv/spin", SPIN).record()))
                .format();
        assertThat(table).contains("- it was noisy\n", "- round trip, spin: not measured: the peer died\n")
                .doesNotContain("A percentile is -");
    }

    @Test
    void caveatsStandAbove() {
        assertThat(new WideTable(List.of(run().cutOff().caveat("quick look.").roundTrip("sysv/spin", SPIN).record())).format())
                .contains("\n- Incomplete: 6 of 5 rounds finished.", "\n- quick look.\n");
    }

    @Test
    void decisionsAreTheIntervalsOfTheRunsRecord() {
        RunRecord decided = Decisions.decide(run().roundTrip("sysv/spin", SPIN).roundTrip("mmap/spin", 1, 2, 3).record());
        Metric enough = decided.cells().get(0).metrics().get(0);
        assertThat(enough.intervals().mean()).isEqualTo(new Interval(110.2, 108, 112));
        assertThat(enough.intervals().p50()).isEqualTo(new Interval(110, 104.5, 115.5));
        assertThat(enough.intervals().p999()).isNotNull();
        assertThat(decided.cells().get(1).metrics().get(0).intervals()).isEqualTo(new Intervals(null, null, null, null));
        assertThat(measured("RoundTrip", "sysv/spin", List.of(), SPIN).metrics().get(0).intervals()).isNull();
    }

    /** A percentile is the upper end of a bucket, whichever of its 32 nanoseconds was recorded. */
    @Test
    void aPercentilesIntervalHoldsWhateverItsBucketDoes() {
        Histogram lowest = new Histogram(3);
        lowest.recordValueWithCount(49_184, 5000);
        Summary round = Summary.of(lowest);
        assertThat(round.p50()).isEqualTo(49_215);
        Intervals intervals = Decisions.decide(run().cell(measured("RoundTrip", "sysv/condvar", List.of(),
                Collections.nCopies(6, round))).record()).cells().get(0).metrics().get(0).intervals();
        assertThat(intervals.p50()).isEqualTo(new Interval(49_215, 49_184 - 5.5, 49_215 + 31 + 5.5));
        assertThat(intervals.mean().low()).isEqualTo(intervals.mean().high());
    }

    @Test
    void aPercentileThatIsTheMaximumHasNoInterval() {
        List<Summary> rare = Arrays.stream(SPIN).mapToObj(typical -> Runs.round(100, typical, 3 * typical)).toList();
        Intervals intervals = Decisions.decide(run().cell(measured("OneWay", "sysv/condvar", List.of(), rare)).record())
                .cells().get(0).metrics().get(0).intervals();
        assertThat(intervals.p99()).isNotNull();
        assertThat(intervals.p999()).isNull();
    }
}
