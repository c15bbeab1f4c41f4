package ipc.analysis.run;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.analysis.stats.PairedDifferences.Difference;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.PairedDifference;
import ipc.result.RunRecord.Status;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The sentences people paste into reports. */
class PairedVerdictTest {
    private static final int ROUNDS = 6;
    private static final Cell SPIN = cell("Paired", "sysv/spin:mmap/spin", ROUNDS);

    @Test
    void equal() {
        assertThat(line(SPIN, 121, -0.02, new double[] {-0.06, 0.03}, true))
                .isEqualTo("round trip, spin: equal within 1 %: -0.020 ns [-0.060, +0.030] of 121 ns");
        assertThat(line(SPIN, 100, -0.3, new double[] {-0.4, -0.2}, true))
                .isEqualTo("round trip, spin: equal within 1 %: -0.30 ns [-0.40, -0.20] of 100 ns");
    }

    @Test
    void aWideIntervalDecidesNothing() {
        assertThat(line(SPIN, 525, 3, new double[] {-11, 14}, false))
                .isEqualTo("round trip, spin: not decided: +3 ns [-11, +14] of 525 ns");
    }

    @Test
    void aDifferenceIsInPerCent() {
        assertThat(line(SPIN, 100, 3, new double[] {2.1, 4}, false))
                .isEqualTo("round trip, spin: mmap slower by 3 %: +3.0 ns [+2.1, +4.0] of 100 ns");
        assertThat(line(SPIN, 100, -4.2, new double[] {-5, -3.1}, false))
                .isEqualTo("round trip, spin: mmap faster by 4.2 %: -4.2 ns [-5.0, -3.1] of 100 ns");
    }

    @Test
    void anEndThatIsNotZeroDoesNotLookLikeIt() {
        assertThat(line(SPIN, 102, 0.02, new double[] {0.004, 0.17}, true))
                .isEqualTo("round trip, spin: equal within 1 %: +0.020 ns [+0.004, +0.170] of 102 ns");
    }

    @Test
    void fewerThanSixRoundsHaveNoVerdict() {
        Cell five = cell("Paired", "sysv/spin:mmap/spin", ROUNDS - 1);
        PairedDifference record = PairedVerdict.record(five, new Difference(100, 3, new double[] {2.1, 4}, true, 1000, 100, 1));
        assertThat(record.low()).isNull();
        assertThat(record.high()).isNull();
        assertThat(record.detectableNanos()).isNull();
        assertThat(record.equal()).isFalse();
        assertThat(line(five, 100, 3, new double[] {2.1, 4}, true))
                .isEqualTo("round trip, spin: too few rounds (6 needed): +3.00 ns of 100 ns");
        // Earlier records can have an interval of fewer rounds.
        PairedDifference earlier = new PairedDifference("id", 100, 3, 2.1, 4.0, 1.0, 1, false, 1000, 100, "");
        assertThat(PairedVerdict.lines(Runs.run().cell(five).difference(earlier).record(), PairNames::method))
                .containsExactly("round trip, spin: too few rounds (6 needed): +3.00 ns of 100 ns");
    }

    @Test
    void aPlacementWithoutAnIntervalHasNoVerdictAndItsPairsAreCounted() {
        RunRecord run = Runs.run().cell(SPIN).difference(difference(104, new double[] {-0.1, 0.1}, 600))
                .difference(difference(508, new double[] {-9, 9}, 300)).difference(difference(250, null, 60))
                .difference(difference(900, null, 40)).record();
        assertThat(PairedVerdict.lines(run, PairNames::method)).containsExactly(
                "round trip, spin: not decided: 0.00 ns [-0.10, +0.10] of 104 ns (60 % of its pairs)",
                "round trip, spin: not decided: 0 ns [-9, +9] of 508 ns (30 % of its pairs)",
                "no verdict on 100 of all 1000 pairs: too few in their placement of the CPUs for an interval");
    }

    private static PairedDifference difference(double level, double[] interval, long pairs) {
        return PairedVerdict.record(SPIN, new Difference(level, 0, interval, false, pairs, interval == null ? 3 : 50, 1));
    }

    @Test
    void aPairWithoutAnyIntervalHasALine() {
        assertThat(PairedVerdict.lines(Runs.run().cell(SPIN).difference(difference(104, null, 60)).record(), PairNames::method))
                .containsExactly("round trip, spin: not decided, 3 allocations only: 0.00 ns of 104 ns");
    }

    @Test
    void aPairThatCouldNotBeMeasuredSaysWhy() {
        Cell missing = Runs.cell("id", "Paired", Map.of("pair", "sysv/spin:mmap/spin"), Status.UNAVAILABLE)
                .reason("shmget: ENOSYS").build();
        assertThat(PairedVerdict.lines(Runs.run().cell(missing).record(), PairNames::method))
                .containsExactly("round trip, spin: not measured: shmget: ENOSYS");
    }

    @Test
    void sleepersAreToldInMicroseconds() {
        assertThat(line(cell("PairedPaced", "sysv/condvar:mmap/condvar", ROUNDS), 32_000, 80, new double[] {-200, 460}, false))
                .isEqualTo("one way, every 2 ms: not decided: +0.08 µs [-0.20, +0.46] of 32.0 µs");
        assertThat(line(cell("PairedPaced", "sysv/futex:mmap/futex", ROUNDS), 32_000, 80, new double[] {-200, 460}, false))
                .startsWith("one way, futex, every 2 ms: ");
    }

    @Test
    void otherPairsHaveTheirWholeNames() {
        Cell other = cell("Paired", "sysv/spin:mmap/condvar", ROUNDS);
        assertThat(line(other, 20_000, 40_000, new double[] {39_000, 41_000}, false))
                .startsWith("round trip: mmap/condvar slower by 200 %: +40.0 µs");
        Cell itself = cell("Paired", "sysv/spin:sysv/spin", ROUNDS);
        assertThat(line(itself, 100, 4, new double[] {3, 5}, false))
                .startsWith("round trip, spin: shmem (second) slower by 4 %: +4.0 ns");
        RunRecord both = Runs.run().cell(other).cell(itself).record();
        assertThat(PairedVerdict.findings(List.of(both), RunLabels.of(List.of(both))).lines())
                .extracting(line -> line.split(":")[0]).containsExactly("mmap/condvar against sysv/spin, round trip",
                        "shmem (second) against shmem (first), round trip, spin");
        RunRecord oneMethod = Runs.run().cell(other).cell(cell("Paired", "sysv/spin:pipe", ROUNDS)).record();
        assertThat(PairedVerdict.findings(List.of(oneMethod), RunLabels.of(List.of(oneMethod))).lines())
                .extracting(line -> line.split(":")[0])
                .containsExactly("mmap/condvar against sysv/spin", "pipe against sysv/spin");
        assertThat(PairNames.isOfOne(itself)).isTrue();
        assertThat(PairNames.isOfOne(other)).isFalse();
    }

    private static String line(Cell cell, double level, double difference, double[] interval, boolean equal) {
        RunRecord run = Runs.run().cell(cell)
                .difference(PairedVerdict.record(cell, new Difference(level, difference, interval, equal, 1000, 10, 1))).record();
        return PairedVerdict.lines(run, PairNames::method).get(0);
    }

    private static Cell cell(String benchmark, String pair, int rounds) {
        return Runs.cell("id", benchmark, Map.of("pair", pair, "size", "64"), Status.MEASURED)
                .metrics(List.of(Runs.metric("baseline", Collections.nCopies(rounds, Runs.round(100))))).build();
    }
}
