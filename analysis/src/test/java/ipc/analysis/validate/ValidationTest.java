package ipc.analysis.validate;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.analysis.stats.PairedQuad;
import ipc.analysis.stats.PairedDifferences.Difference;
import ipc.analysis.validate.Validation.Check;
import ipc.analysis.validate.Validation.Outcome;
import ipc.result.Block;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ValidationTest {
    private static final int ALLOCATIONS = 20;

    @TempDir
    private Path work;

    @Test
    void aCoarseClockIsACaution() {
        assertThat(Validation.clock(new Clock(21.6, 10)).finding()).isEqualTo("one read takes 22 ns, in steps of 10 ns");
        assertThat(Validation.clock(new Clock(21.6, 10)).outcome()).isEqualTo(Outcome.OK);
        assertThat(Validation.clock(new Clock(21.6, 10)).meaning()).startsWith("each round trip contains one read");
        assertThat(Validation.clock(new Clock(900, 10)).outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(Validation.clock(new Clock(900, 10)).meaning()).startsWith("latencies below a step are not visible");
        assertThat(Validation.clock(null).outcome()).isEqualTo(Outcome.FAILED);
    }

    /** Takes 31 comparisons from the files of a run; two of them were moved by 5 ns. */
    @Test
    void comparisonsAreTakenFromTheRunsBlocks() throws IOException {
        int repetitions = 31;
        List<Block> blocks = new ArrayList<>();
        for (int allocation = 0; allocation < 32 * ALLOCATIONS; allocation++) {
            int repetition = allocation / ALLOCATIONS;
            boolean moved = repetition == 3 || repetition == 17 || repetition >= repetitions;
            // Symmetric about zero: as many allocations with a difference as with its opposite.
            addPairs(blocks, allocation,
                    (moved ? 5 : 0) + (allocation % 2 == 0 ? 1 : -1) * (1 + allocation % ALLOCATIONS / 2) / 10.0);
        }
        ResultDirectory directory = ResultDirectory.create(work.resolve("run"));
        Cell cell = paired(directory.writeBlocks("cell", List.of(blocks)), 0);
        Check check = Validation.againstItself(directory, cell, repetitions, ALLOCATIONS);
        assertThat(check.finding()).isEqualTo("2 of 31 intervals of 95 % exclude zero (0 to 5 are expected), half-widths "
                + "0.30 to 0.30 ns");
        assertThat(check.outcome()).isEqualTo(Outcome.OK);
        assertThat(Validation.againstItself(directory, paired(null, 0), repetitions, ALLOCATIONS).finding())
                .startsWith("0 of 31 repetitions");
        assertThat(Validation.steadiness(directory, cell).finding()).startsWith("100 ns a round trip");
        assertThat(Validation.steadiness(directory, paired(null, 0)).finding()).isEqualTo("nothing was measured");
    }

    @Test
    void aKnownDelayIsTakenFromTheRunsBlocks() throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (int allocation = 0; allocation < ALLOCATIONS; allocation++) {
            addPairs(blocks, allocation, 4 + allocation / 10.0);
        }
        ResultDirectory directory = ResultDirectory.create(work.resolve("run"));
        Check check = Validation.delay(directory, paired(directory.writeBlocks("cell", List.of(blocks)), 5));
        assertThat(check.name()).isEqualTo("a known delay of 5.0 ns");
        assertThat(check.finding()).isEqualTo("found as +4.95 ns [+4.65, +5.25] of 102 ns, 99 % of it");
        Check unmeasured = Validation.delay(directory, paired(null, 5));
        assertThat(unmeasured.outcome()).isEqualTo(Outcome.FAILED);
        assertThat(unmeasured.finding()).isEqualTo("nothing was measured");
    }

    /** Six pairs of 10 operations, 100 ns each for the baseline. */
    private static void addPairs(List<Block> blocks, int allocation, double differenceNanos) {
        for (int block = 0; block < 24; block++) {
            boolean contender = block % 4 == 1 || block % 4 == 2;
            blocks.add(new Block(allocation, contender, 10, 1_000L * blocks.size(),
                    Math.round(10 * (100 + (contender ? differenceNanos : 0)))));
        }
    }

    private static Cell paired(String pairs, double addedNanos) {
        return Runs.cell("cell", "Paired", Map.of("pair", "sysv/spin:sysv/spin", "size", "64"), Status.MEASURED).pairs(pairs)
                .addedNanos(addedNanos).build();
    }

    @Test
    void differencesThatDoNotExistFailTheHarness() {
        List<Double> halfWidths = List.of(0.05, 0.3);
        assertThat(Validation.againstItself(40, 40, 2, halfWidths).outcome()).isEqualTo(Outcome.OK);
        // Six of forty or fewer happen to a sound harness in 995 of 1000 cases.
        assertThat(Validation.againstItself(40, 40, 6, halfWidths).outcome()).isEqualTo(Outcome.OK);
        assertThat(Validation.againstItself(40, 40, 7, halfWidths).outcome()).isEqualTo(Outcome.FAILED);
        Check few = Validation.againstItself(40, 12, 0, halfWidths);
        assertThat(few.outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(few.meaning()).contains("the machine moves too often");
        assertThat(Validation.againstItself(12, 12, 0, halfWidths).meaning())
                .isEqualTo("too few repetitions (30 needed)");
    }

    @Test
    void aKnownDelayMustBeFoundWithSignAndSize() {
        assertThat(delay(2, 2.1, 1.8, 2.4).outcome()).isEqualTo(Outcome.OK);
        assertThat(delay(2, 2.1, 1.8, 2.4).finding()).isEqualTo("found as +2.10 ns [+1.80, +2.40] of 110 ns, 105 % of it");
        assertThat(delay(20, 10, 0.1, 27).outcome()).isEqualTo(Outcome.OK);
        assertThat(delay(20, 9.9, 9, 11).outcome()).as("its sign, not its size").isEqualTo(Outcome.CAUTION);
        assertThat(delay(20, 41, 30, 80).outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(delay(20, 4.9, 0.1, 10).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(delay(20, 81, 70, 90).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(delay(2, -2.1, -2.4, -1.8).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(delay(2, 0.2, 0.1, 0.3).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(delay(2, 9, 8, 10).outcome()).isEqualTo(Outcome.FAILED);
        assertThat(delay(20, 0.2, -0.1, 0.5).outcome()).isEqualTo(Outcome.FAILED);
        Check hidden = delay(2, 1, -6, 8);
        assertThat(hidden.outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(hidden.meaning()).isEqualTo("only differences above 10.0 ns are found here, see steadiness");
    }

    private static Check delay(double added, double found, double low, double high) {
        return Validation.delay(added, new Difference(110, found, new double[] {low, high}, false, 1000, 120, 1));
    }

    @Test
    void aMachineThatMovesIsSaidToMove() {
        List<PairedQuad> quads = new ArrayList<>();
        for (int allocation = 0; allocation < 10; allocation++) {
            for (int pair = 0; pair < 5; pair++) {
                quads.add(new PairedQuad(allocation, allocation * 1_000_000_000L, 0, allocation < 6 ? 110 : 525));
            }
        }
        assertThat(Validation.steadiness(quads).finding()).isEqualTo(
                "2 placements of the CPUs: 110 ns (6 of 10 allocations), 525 ns (4 of 10 allocations), 1 move in 9 s");
        assertThat(Validation.steadiness(quads).outcome()).isEqualTo(Outcome.CAUTION);
        assertThat(Validation.steadiness(quads.subList(0, 30)).outcome()).isEqualTo(Outcome.OK);
    }

    @Test
    void aMachineThatDriftsIsSaidToDrift() {
        List<PairedQuad> quads = new ArrayList<>();
        for (int allocation = 0; allocation < 11; allocation++) {
            quads.add(new PairedQuad(allocation, allocation * 1_000_000_000L, 0, 100 + allocation));
        }
        assertThat(Validation.steadiness(quads).finding()).isEqualTo(
                "105 ns a round trip, 80 % of the allocations between 101 and 109 ns, drift +9.5 % in 10 s");
        assertThat(Validation.steadiness(quads).outcome()).isEqualTo(Outcome.CAUTION);
    }

    @Test
    void aMachineThatHopsBetweenNearPlacementsIsNotSteady() {
        List<PairedQuad> quads = new ArrayList<>();
        for (int allocation = 0; allocation < 20; allocation++) {
            quads.add(new PairedQuad(allocation, allocation * 1_000_000_000L, 0, allocation % 2 == 0 ? 100 : 118));
        }
        assertThat(Validation.steadiness(quads).finding()).contains("between 100 and 118 ns");
        assertThat(Validation.steadiness(quads).outcome()).isEqualTo(Outcome.CAUTION);
    }

    @Test
    void aFailedCellIsAFailedCheck() {
        Cell failed = Runs.cell("id", "Paired", Map.of(), Status.FAILED).reason("round 1: the peer died\nits command").build();
        assertThat(Validation.recorded(failed))
                .isEqualTo(new Check("every operation recorded", Outcome.FAILED, "round 1: the peer died",
                        "none was sampled, dropped or invented"));
    }

    @Test
    void theVerdictComesFirstAndEveryLineFits() {
        CpuRoundTrips roundTrips = new CpuRoundTrips(2);
        roundTrips.add(0, 1, measured(112));
        List<Check> checks = List.of(Validation.clock(new Clock(21.6, 10)),
                Validation.againstItself(40, 40, 2, List.of(0.05, 0.3)),
                delay(2, 1, -6, 8));
        assertThat(Validation.isTrusted(checks)).isTrue();
        assertThat(Validation.format(checks, roundTrips)).isEqualTo("""
                The harness can be trusted here: 3 checks, 2 ok, 1 caution

                Checks:
                - ok: clock: one read takes 22 ns, in steps of 10 ns; each round trip contains one read
                - ok: a transport against itself: 2 of 40 intervals of 95 % exclude zero (0 to 6 are expected),
                  half-widths 0.05 to 0.30 ns; pairs show no difference that does not exist
                - caution: a known delay of 2.0 ns: found as +1.00 ns [-6.00, +8.00] of 110 ns, 50 % of it; only
                  differences above 10.0 ns are found here, see steadiness

                Round trips between CPUs, 8 bytes, median:
                - CPUs 0 and 1: 112 ns
                """).satisfies(text -> assertThat(text.lines()).allMatch(line -> line.length() <= 100));
    }

    @Test
    void everyFailedCheckIsInTheFirstLine() {
        List<Check> checks = List.of(Validation.clock(null), delay(2, -2.1, -2.4, -1.8), Validation.clock(new Clock(900, 10)));
        assertThat(Validation.isTrusted(checks)).isFalse();
        assertThat(Validation.format(checks, new CpuRoundTrips(1)))
                .startsWith("The harness cannot be trusted here: clock; a known delay of 2.0 ns\n")
                .doesNotContain("between CPUs");
    }

    @Test
    void pairsOfCpusThatWereNotMeasuredAreCounted() {
        CpuRoundTrips roundTrips = new CpuRoundTrips(3);
        roundTrips.add(0, 1, measured(112));
        roundTrips.add(0, 12, paired(null, 0));
        assertThat(roundTrips.section().heading()).endsWith("median, 2 of 3 pairs");
        assertThat(roundTrips.section().lines()).containsExactly("CPUs 0 and 1: 112 ns", "CPUs 0 and 12: not measured");
    }

    private static Cell measured(double p50) {
        Summary summary = new Summary(1, p50, p50, p50, p50, p50, p50, p50, p50);
        return Runs.cell("id", "RoundTrip", Map.of(), Status.MEASURED)
                .metrics(List.of(new Metric("rtt", "x", summary, List.of(summary), null))).build();
    }
}
