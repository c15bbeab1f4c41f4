package ipc.analysis;

import static ipc.analysis.Runs.at;
import static ipc.analysis.Runs.golden;
import static ipc.analysis.Runs.measured;
import static ipc.analysis.Runs.run;
import static ipc.analysis.Runs.times;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final double[] SPIN = {109, 111, 110, 112, 108};
    private static final double[] CONDVAR = {53_400, 51_200, 54_100, 52_800, 53_900};

    @Test
    void theWholeComparison() throws IOException {
        Comparison comparison = compare(whole(1, 118), whole(1.3, 119));
        assertThat(ComparisonFormat.MARKDOWN.format(comparison)).isEqualTo(golden("compare.md"));
        assertThat(ComparisonFormat.CSV.format(comparison)).isEqualTo(golden("compare.csv"));
        assertThat(ComparisonFormat.JSON.format(comparison)).isEqualTo(golden("compare.json"));
        assertThat(ComparisonFormat.CSV.beside(comparison)).isNotEmpty();
        assertThat(ComparisonFormat.JSON.beside(comparison)).isEmpty();
        assertThat(comparison.anyWorse()).isTrue();
    }

    /** Worse, better, no difference, too few rounds, another placement, failed, only in one. */
    private static Runs whole(double factor, double probe) {
        Runs runs = run().cell(measured("RoundTrip", "sysv/spin", at(probe, 118, 525, 117, 118, 118),
                times(factor, 109, 111, 490, 110, 112, 108)))
                .cell(measured("RoundTrip", "mmap/spin", at(118, 118, 118, 118, 118), times(1 / factor, SPIN)))
                .cell(measured("RoundTrip", "sysv/condvar", at(118, 118, 118, 118, 118), CONDVAR))
                .cell(measured("RoundTrip", "mmap/condvar", at(118, 118, 118), 53_400, 51_200, 54_100))
                .cell(measured("OneWay", "sysv/condvar", at(times(factor == 1 ? 1 : 4.5, 118, 118, 118, 118, 118)), CONDVAR))
                .cell(factor == 1 ? measured("OneWay", "mmap/condvar", at(118, 118, 118, 118, 118), CONDVAR)
                        : Runs.unmeasured("OneWay", "mmap/condvar", Status.FAILED,
                                "round 1: the peer said \"no\", and died\nits command"))
                .cell(measured("PairedRoundTrip", "sysv/spin", List.of(), SPIN));
        return factor == 1 ? runs : runs.roundTrip("futex, new", SPIN);
    }

    @Test
    void aRunComparedWithItselfShowsNoDifference() {
        Comparison comparison = compare(run().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", SPIN));
        assertThat(comparison.anyWorse()).isFalse();
        assertThat(comparison.anyAnswer()).isTrue();
        assertThat(markdown(comparison)).startsWith("placement unknown: ").contains("no difference shown")
                .contains("cells: 0 worse, 0 better, 1 no difference shown, 0 too few rounds, 0 not comparable");
    }

    @Test
    void aSmallChangeIsNotWorseHoweverSure() {
        Comparison comparison = compare(run().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", times(1.045, SPIN)));
        assertThat(comparison.anyWorse()).isFalse();
        assertThat(markdown(comparison)).contains("no difference shown above 5 %");
        Comparison strict = new Comparison(side(run().roundTrip("sysv/spin", SPIN)),
                side(run().roundTrip("sysv/spin", times(1.045, SPIN))),
                Criteria.parse(List.of("mean"), "2.5 %", List.of()));
        assertThat(strict.anyWorse()).isTrue();
    }

    @Test
    void aLargeChangeIsNotWorseWhileUnsure() {
        Comparison comparison = compare(run().roundTrip("sysv/condvar", 40_000, 50_000, 60_000, 70_000, 80_000),
                run().roundTrip("sysv/condvar", 50_000, 62_000, 70_000, 80_000, 90_000));
        assertThat(comparison.anyWorse()).isFalse();
        assertThat(comparison.anyAnswer()).isTrue();
    }

    @Test
    void fourRoundsAreEnoughForOneFigureAndFiveForThree() {
        double[] four = {109, 111, 110, 112};
        Comparison three = compare(run().roundTrip("sysv/spin", four), run().roundTrip("sysv/spin", times(1.3, four)));
        assertThat(three.anyAnswer()).isFalse();
        assertThat(markdown(three)).contains("too few rounds (4 and 4)", "takes 5 rounds in each run (--rounds 5)");
        Comparison one = new Comparison(side(run().roundTrip("sysv/spin", four)),
                side(run().roundTrip("sysv/spin", times(1.3, four))),
                Criteria.parse(List.of("mean"), "5%", List.of()));
        assertThat(one.anyWorse()).isTrue();
    }

    @Test
    void differentOptionsAreNamedAndCanBeCrossed() {
        Runs slow = run().options("--rounds", "5", "--cpus", "auto", "-r", "2s").roundTrip("sysv/spin", SPIN);
        Comparison refused = compare(run().roundTrip("sysv/spin", SPIN), slow);
        assertThat(refused.anyAnswer()).isFalse();
        assertThat(markdown(refused)).startsWith("not comparable: options differ (-r 1s / -r 2s);"
                + " --across options compares all the same.")
                .contains("not comparable (options)");
        Comparison crossed = new Comparison(side(run().roundTrip("sysv/spin", SPIN)), side(slow),
                Criteria.parse(List.of("mean"), "5%", List.of("options")));
        assertThat(crossed.anyAnswer()).isTrue();
        assertThat(markdown(crossed)).startsWith("compared all the same: options differ (-r 1s / -r 2s).");
    }

    @Test
    void acrossMachinesPlacementsAreNotMatched() {
        Machine other = new Machine("other", "Slow CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17");
        Runs before = run().cell(measured("RoundTrip", "sysv/spin", at(118, 118, 118, 118, 118), SPIN));
        Runs after = run().on(other).cell(measured("RoundTrip", "sysv/spin", at(525, 525, 525, 525, 525), times(4, SPIN)));
        assertThat(markdown(compare(before, after))).contains("machine differs (CPU / Slow CPU)", "not comparable (machine)");
        Comparison crossed = new Comparison(side(before), side(after), Criteria.parse(List.of("mean"), "5", List.of("machine")));
        assertThat(crossed.anyWorse()).isTrue();
        assertThat(markdown(crossed)).contains("placement: not matched");
    }

    @Test
    void anotherPlacementIsNotAnotherCode() {
        Comparison comparison = compare(
                run().cell(measured("RoundTrip", "sysv/spin", at(110, 110, 110, 110, 110), SPIN)),
                run().cell(measured("RoundTrip", "sysv/spin", at(525, 525, 525, 525, 110), times(4, SPIN))));
        assertThat(comparison.anyAnswer()).isFalse();
        assertThat(markdown(comparison)).contains("not comparable (placement: baseline 5 of 5 rounds at 111 ns,"
                + " contender 4 of 5 rounds at 528 ns)");
    }

    @Test
    void spinningThatBecameSlowerLooksLikeAnotherPlacementUnlessThatIsCrossed() {
        Runs before = run().cell(measured("RoundTrip", "sysv/spin", at(110, 110, 110, 110, 110), SPIN));
        Runs after = run().cell(measured("RoundTrip", "sysv/spin", at(165, 165, 165, 165, 165), times(1.5, SPIN)));
        assertThat(markdown(compare(before, after))).contains("not comparable (placement: ",
                "spinning itself became slower or quicker, as another JDK can make it; --across placement compares all rounds.");
        Comparison crossed = new Comparison(side(before), side(after),
                Criteria.parse(List.of("mean"), "5", List.of("placement")));
        assertThat(crossed.anyWorse()).isTrue();
        assertThat(markdown(crossed)).contains("placement: not matched, as was asked for.");
    }

    @Test
    void aPercentileNeedsOperationsBeyondIt() {
        List<Summary> rare = Collections.nCopies(5, Runs.round(25, 50_000, 90_000));
        Comparison comparison = compare(run().cell(measured("OneWay", "sysv/condvar", List.of(), rare)),
                run().cell(measured("OneWay", "sysv/condvar", List.of(), rare)));
        assertThat(markdown(comparison)).contains("not comparable (a round has fewer than 100 operations)");
        assertThat(comparison.anyAnswer()).isTrue();
    }

    /** Above 2 µs the histogram's buckets are wider than the clock's steps: two neighbours of 1024 ns each are no change. */
    @Test
    void oneBucketOfTheHistogramIsNoChange() {
        double lower = 2_000_895;
        Comparison comparison = new Comparison(side(run().cell(sameRounds(lower))),
                new Comparison.Side("results/after", run().cell(sameRounds(lower + 1024)).record()),
                Criteria.parse(List.of("p50"), "0%", List.of()));
        assertThat(comparison.anyWorse()).isFalse();
        assertThat(comparison.anyAnswer()).isTrue();
    }

    private static Cell sameRounds(double p50) {
        return measured("RoundTrip", "sysv/condvar", List.of(),
                Collections.nCopies(5, new Summary(5000, p50, p50, p50, p50, p50, p50, p50, p50)));
    }

    @Test
    void whatTheClockCannotSeeIsNotCompared() {
        List<Summary> nothing = Collections.nCopies(5, new Summary(5000, 0, 3, 0, 0, 0, 0, 0, 10));
        assertThat(markdown(compare(run().cell(measured("RoundTrip", "sysv/spin", List.of(), nothing)),
                run().cell(measured("RoundTrip", "sysv/spin", List.of(), nothing)))))
                .contains("not comparable (below one step of the clock)");
    }

    @Test
    void caveatsStandAbove() {
        String text = markdown(compare(run().cutOff().caveat("quick look.").warned("mapped files lie on tmpfs")
                .roundTrip("sysv/spin", SPIN),
                run().roundTrip("sysv/spin", SPIN)));
        assertThat(text).startsWith("baseline: incomplete: ").contains("baseline: quick look.\n",
                "- baseline: warning: mapped files lie on tmpfs");
    }

    @Test
    void onlyPairedCellsIsNothingToCompare() {
        Comparison comparison = compare(run().cell(measured("PairedRoundTrip", "sysv/spin", List.of(), SPIN)), run());
        assertThat(comparison.anyAnswer()).isFalse();
        assertThat(markdown(comparison)).contains("paired cells are left out");
        assertThat(markdown(compare(run(), run().cell(measured("PairedRoundTrip", "sysv/spin", List.of(), SPIN)))))
                .contains("paired cells are left out");
        assertThat(markdown(compare(run().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", SPIN))))
                .doesNotContain("paired cells are left out");
    }

    @Test
    void dataIsUnrounded() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ComparisonFormat.JSON.format(
                compare(run().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", times(1.3, SPIN)))));
        JsonNode mean = json.at("/cells/0/metrics/0");
        assertThat(mean.get("metric").asText()).isEqualTo("mean");
        assertThat(mean.get("verdict").asText()).isEqualTo("worse");
        assertThat(mean.get("changePercent").asDouble()).isEqualTo(30, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(json.at("/caveats/0").asText()).startsWith("placement unknown: ");
    }

    private static Comparison compare(Runs baseline, Runs contender) {
        return new Comparison(side(baseline), new Comparison.Side("results/after", contender.record()),
                Criteria.parse(List.of("mean", "p50", "p99"), "5%", List.of()));
    }

    private static Comparison.Side side(Runs runs) {
        return new Comparison.Side("results/before", runs.record());
    }

    private static String markdown(Comparison comparison) {
        return ComparisonFormat.MARKDOWN.format(comparison);
    }
}
