package ipc.analysis.compare;

import static ipc.analysis.Runs.at;
import static ipc.analysis.Runs.golden;
import static ipc.analysis.Runs.measured;
import static ipc.analysis.Runs.run;
import static ipc.analysis.Runs.times;
import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.analysis.stats.Change;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.analysis.run.RunCautions;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Finding;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Placement;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class ComparisonTest {
    private static final List<Placement> STEADY = at(118, 118, 118, 118, 118, 118);
    private static final double[] SPIN = {109, 111, 110, 112, 108, 110};
    private static final double[] CONDVAR = {53_400, 51_200, 54_100, 52_800, 53_900, 53_000};

    @Test
    void theWholeComparison() throws IOException {
        Comparison comparison = compare(whole(1, 118), whole(1.3, 119));
        assertThat(ComparisonFormat.MARKDOWN.format(comparison, false)).isEqualTo(golden("compare.txt"));
        assertThat(ComparisonFormat.MARKDOWN.format(comparison, true)).isEqualTo(golden("compare-details.txt"));
        assertThat(ComparisonFormat.CSV.format(comparison, false)).isEqualTo(golden("compare.csv"));
        assertThat(ComparisonFormat.JSON.format(comparison, false)).isEqualTo(golden("compare.json"));
        assertThat(golden("compare.txt").lines()).allMatch(line -> line.length() <= 100);
        assertThat(golden("compare-details.txt").lines()).allMatch(line -> line.length() <= 100);
        assertThat(ComparisonFormat.CSV.beside(comparison)).isNotEmpty();
        assertThat(ComparisonFormat.JSON.beside(comparison)).isEmpty();
        assertThat(comparison.anySlower()).isTrue();
    }

    /** Slower, faster, not decided, no change, too few rounds, another placement, failed, only in one, paired. */
    private static Runs whole(double factor, double probe) {
        Runs runs = run().cell(measured("RoundTrip", "sysv/spin", at(probe, 118, 525, 117, 118, 118),
                times(factor, 109, 111, 490, 110, 112, 108)))
                .cell(measured("RoundTrip", "mmap/spin", STEADY, times(1 / factor, SPIN)))
                .cell(measured("RoundTrip", "sysv/condvar", STEADY, CONDVAR))
                .cell(measured("RoundTrip", "memfd/condvar", STEADY, Collections.nCopies(6, Runs.round(5000, 50_000, 90_000))))
                .cell(measured("RoundTrip", "mmap/condvar", at(118, 118, 118), 53_400, 51_200, 54_100))
                .cell(measured("OneWay", "sysv/condvar", at(times(factor == 1 ? 1 : 4.5, 118, 118, 118, 118, 118, 118)), CONDVAR))
                .cell(factor == 1 ? measured("OneWay", "mmap/condvar", STEADY, CONDVAR)
                        : Runs.unmeasured("OneWay", "mmap/condvar", Status.FAILED,
                                "round 1: the peer said \"no\", and died\nits command"))
                .cell(measured("PairedRoundTrip", "sysv/spin", List.of(), SPIN));
        return factor == 1 ? runs : runs.roundTrip("futex, new", SPIN);
    }

    @Test
    void aSteadyRunComparedWithItselfHasNoChange() {
        Cell steady = measured("RoundTrip", "sysv/spin", List.of(), Collections.nCopies(6, Runs.round(5000, 50_000, 90_000)));
        Comparison comparison = compare(run().cell(steady), run().cell(steady));
        assertThat(comparison.anySlower()).isFalse();
        assertThat(comparison.anyAnswer()).isTrue();
        assertThat(markdown(comparison)).startsWith("1 cell: 0 slower, 1 no change\n- Placement unknown: ")
                .contains("| no change | round trip, sysv/spin | mean   |");
    }

    @Test
    void theCountsAddUpToAllCells() {
        Comparison comparison = compare(whole(1, 118), whole(1.3, 119));
        String counts = markdown(comparison).lines().findFirst().orElseThrow();
        assertThat(counts).startsWith("9 cells: 1 slower, 1 faster, ").endsWith(", 1 paired (left out)");
        Matcher numbers = Pattern.compile("(?:: |, )(\\d+) ").matcher(counts);
        assertThat(numbers.results().mapToInt(match -> Integer.parseInt(match.group(1))).sum()).isEqualTo(9);
    }

    @Test
    void oneFigureDecidesItsCellAndTheTableNamesIt() {
        Comparison comparison = compare(run().roundTrip("a", SPIN), run().roundTrip("a", SPIN));
        assertThat(comparison.cells().get(0).rows().stream().map(row -> row.verdict())).containsExactly(Verdict.NO_CHANGE,
                Verdict.NOT_DECIDED, Verdict.NOT_DECIDED);
        assertThat(markdown(comparison)).startsWith("1 cell: 0 slower, 1 no change\n")
                .contains("| no change | round trip, a | mean   |");
        assertThat(Verdict.values()).containsExactly(Verdict.SLOWER, Verdict.FASTER, Verdict.NO_CHANGE, Verdict.NOT_DECIDED,
                Verdict.TOO_FEW_ROUNDS, Verdict.NOT_COMPARABLE);
    }

    /** However many cells: one line for the counts, one for the directories. */
    @Test
    void nothingInCommonIsOneLine() {
        Runs before = run();
        Runs after = run();
        for (int i = 0; i < 105; i++) {
            before.roundTrip("a" + i, SPIN);
            after.roundTrip("b" + i, SPIN);
        }
        Comparison comparison = compare(before, after);
        assertThat(comparison.anyAnswer()).isFalse();
        assertThat(markdown(comparison)).isEqualTo("""
                210 cells: nothing in common (105 only in the baseline, 105 only in the contender)

                Before: results/before (baseline). After: results/after (contender).
                """);
    }

    @Test
    void manyCellsWithoutAPartnerAreCountedAndDetailsNameThem() {
        Runs before = run().roundTrip("both", SPIN);
        for (int i = 0; i < 5; i++) {
            before.roundTrip("a" + i, SPIN);
        }
        Comparison comparison = compare(before, run().roundTrip("both", SPIN));
        assertThat(markdown(comparison)).startsWith("6 cells: 0 slower, ").contains(
                "- only in the baseline: round trip, a0; round trip, a1; round trip, a2; and 2 more\n");
        assertThat(ComparisonFormat.MARKDOWN.format(comparison, true)).contains("round trip,\n  a4\n").doesNotContain("more\n");
    }

    /** Columns are left out, and CSV has them. */
    @Test
    void aLongNameDoesNotMakeTheTableWider() {
        for (String[] each : new String[][] {{"22", " | mean   |  0.110 | 0.143 | [+27.6"}, {"38", " | mean   | [+27.6"},
            {"48", " | [+27.6"}, {"65", " |\n"}}) {
            String name = "a".repeat(Integer.parseInt(each[0]));
            String text = markdown(compare(run().roundTrip(name, SPIN), run().roundTrip(name, times(1.3, SPIN))));
            assertThat(text).contains("| slower by 30 % | round trip, " + name + each[1]);
            assertThat(text.lines()).allMatch(line -> line.length() <= 100);
        }
    }

    @Test
    void aSmallChangeIsNotSlowerHoweverSure() {
        double[] steady = {100, 100, 100, 100, 100, 100};
        Comparison comparison = one("5%", steady, times(1.045, steady));
        assertThat(comparison.anySlower()).isFalse();
        assertThat(markdown(comparison)).contains("| no change ", "threshold 5 %");
        Comparison strict = one("2.5 %", steady, times(1.045, steady));
        assertThat(strict.anySlower()).isTrue();
        assertThat(markdown(strict)).contains("| slower by 4.5 % |");
        assertThat(one("4.5001%", steady, times(1.045, steady)).anySlower()).isFalse();
        assertThat(markdown(one("2.5%", times(1.045, steady), steady))).contains("| faster by 4.3 % |");
    }

    private static Comparison one(String threshold, double[] before, double[] after) {
        return new Comparison(side(run().roundTrip("sysv/spin", before)),
                new Comparison.Side("results/after", run().roundTrip("sysv/spin", after).record()),
                Criteria.parse(List.of("mean"), threshold, List.of()));
    }

    @Test
    void aLargeChangeIsNotDecidedWhileUnsure() {
        Comparison comparison = compare(run().roundTrip("sysv/condvar", 40_000, 50_000, 60_000, 70_000, 80_000, 60_000),
                run().roundTrip("sysv/condvar", 50_000, 62_000, 70_000, 80_000, 90_000, 70_000));
        assertThat(comparison.anySlower()).isFalse();
        assertThat(comparison.anyAnswer()).isTrue();
        assertThat(markdown(comparison)).startsWith("1 cell: 0 slower, 1 not decided\n").contains("| not decided |");
    }

    /** Each side needs them, however few figures are compared. */
    @Test
    void fiveRoundsAreTooFewAndSixAreEnough() {
        double[] five = {109, 111, 110, 112, 108};
        for (double[][] sides : new double[][][] {{five, five}, {five, SPIN}, {SPIN, five}}) {
            Comparison few = one("5%", sides[0], times(1.3, sides[1]));
            assertThat(few.anyAnswer()).isFalse();
            assertThat(markdown(few)).startsWith("1 cell: 0 slower, 1 too few rounds\n").contains("- too few rounds (6 needed), "
                    + sides[0].length + " and " + sides[1].length + ": round trip, sysv/spin\n");
        }
        assertThat(one("5%", SPIN, times(1.3, SPIN)).anySlower()).isTrue();
    }

    @Test
    void differentOptionsAreNamedAndCanBeCrossed() {
        Runs slow = run().options("--rounds", "6", "--cpus", "auto", "-r", "2s").roundTrip("sysv/spin", SPIN);
        Comparison refused = compare(run().roundTrip("sysv/spin", SPIN), slow);
        assertThat(refused.anyAnswer()).isFalse();
        assertThat(markdown(refused)).startsWith("1 cell: 0 slower, 1 not comparable\n- Not comparable: options differ"
                + " (-r 1s / -r 2s). Use --across options to compare all the same.\n").doesNotContain("Not compared");
        Comparison crossed = new Comparison(side(run().roundTrip("sysv/spin", SPIN)), side(slow),
                Criteria.parse(List.of("mean"), "5%", List.of("options")));
        assertThat(crossed.anyAnswer()).isTrue();
        assertThat(markdown(crossed)).contains("- Compared all the same: options differ (-r 1s / -r 2s).\n");
    }

    @Test
    void acrossMachinesPlacementsAreNotMatched() {
        Machine other = new Machine("other", "Slow CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17");
        Runs before = run().cell(measured("RoundTrip", "sysv/spin", STEADY, SPIN));
        Runs after = run().on(other).cell(measured("RoundTrip", "sysv/spin", at(525, 525, 525, 525, 525, 525), times(4, SPIN)));
        assertThat(markdown(compare(before, after))).contains("- Not comparable: machine differs (CPU / Slow CPU).",
                "1 not comparable");
        Comparison crossed = new Comparison(side(before), side(after), Criteria.parse(List.of("mean"), "5", List.of("machine")));
        assertThat(crossed.anySlower()).isTrue();
        assertThat(details(crossed)).contains("- Placements are not matched: the runs used different CPUs.");
    }

    @Test
    void anotherPlacementIsNotAnotherCode() {
        Comparison comparison = compare(
                run().cell(measured("RoundTrip", "sysv/spin", at(110, 110, 110, 110, 110, 110), SPIN)),
                run().cell(measured("RoundTrip", "sysv/spin", at(525, 525, 525, 525, 525, 110), times(4, SPIN))));
        assertThat(comparison.anyAnswer()).isFalse();
        assertThat(markdown(comparison)).contains("- placement moved: baseline 6 of 6 rounds at 111 ns,"
                + " contender 5 of 6 rounds at 528 ns: round trip,\n  sysv/spin\n");
    }

    @Test
    void tooFewRoundsOfOnePlacementAreNotCompared() {
        List<Placement> restless = at(110, 110, 110, 525, 300, 800);
        Comparison comparison = compare(run().cell(measured("RoundTrip", "sysv/spin", restless, SPIN)),
                run().cell(measured("RoundTrip", "sysv/spin", restless, SPIN)));
        assertThat(comparison.anyAnswer()).isFalse();
        assertThat(comparison.cells().get(0).decisive().detail())
                .isEqualTo("placement moved: only 3 and 3 rounds have the same one, too few for an interval");
    }

    @Test
    void theIntervalHasAsManyDecimalsAsItNeeds() {
        assertThat(ComparisonDocument.interval(new Change(0, -99.96, 54886.2))).isEqualTo("[-100, +54887]");
        assertThat(ComparisonDocument.interval(new Change(0, -3.44, 3.51))).isEqualTo("[-3.5, +3.6]");
        assertThat(ComparisonDocument.interval(new Change(0, -0.0014, 0.0014))).isEqualTo("[-0.002, +0.002]");
        assertThat(ComparisonDocument.interval(new Change(0, 0, 0))).isEqualTo("[0.000, 0.000]");
    }

    @Test
    void spinningThatBecameSlowerLooksLikeAnotherPlacementUnlessThatIsCrossed() {
        Runs before = run().cell(measured("RoundTrip", "sysv/spin", at(110, 110, 110, 110, 110, 110), SPIN));
        Runs after = run().cell(measured("RoundTrip", "sysv/spin", at(165, 165, 165, 165, 165, 165), times(1.5, SPIN)));
        assertThat(details(compare(before, after))).contains("- placement moved: ",
                "spinning itself changed, for example with another JDK. Use\n  --across placement to compare all rounds.");
        Comparison crossed = new Comparison(side(before), side(after),
                Criteria.parse(List.of("mean"), "5", List.of("placement")));
        assertThat(crossed.anySlower()).isTrue();
        assertThat(details(crossed)).contains("- Placements are not matched: --across placement asked for that.");
    }

    @Test
    void aPercentileNeedsOperationsBeyondIt() {
        List<Summary> rare = Collections.nCopies(6, Runs.round(25, 50_000, 90_000));
        Comparison comparison = compare(run().cell(measured("OneWay", "sysv/condvar", List.of(), rare)),
                run().cell(measured("OneWay", "sysv/condvar", List.of(), rare)));
        assertThat(markdown(comparison)).contains(
                "- a round has fewer than 100 operations: one way, sysv/condvar (p99)\n");
        assertThat(comparison.anyAnswer()).isTrue();
    }

    /** Above 2 µs the histogram's buckets are wider than the clock's steps: two neighbours of 1024 ns each are no change. */
    @Test
    void oneBucketOfTheHistogramIsNoChange() {
        double lower = 2_000_895;
        Comparison comparison = new Comparison(side(run().cell(sameRounds(lower))),
                new Comparison.Side("results/after", run().cell(sameRounds(lower + 1024)).record()),
                Criteria.parse(List.of("p50"), "0%", List.of()));
        assertThat(comparison.anySlower()).isFalse();
        assertThat(comparison.anyAnswer()).isTrue();
    }

    private static Cell sameRounds(double p50) {
        return measured("RoundTrip", "sysv/condvar", List.of(),
                Collections.nCopies(6, new Summary(5000, p50, p50, p50, p50, p50, p50, p50, p50)));
    }

    @Test
    void whatTheClockCannotSeeIsNotCompared() {
        List<Summary> nothing = Collections.nCopies(6, new Summary(5000, 0, 3, 0, 0, 0, 0, 0, 10));
        assertThat(markdown(compare(run().cell(measured("RoundTrip", "sysv/spin", List.of(), nothing)),
                run().cell(measured("RoundTrip", "sysv/spin", List.of(), nothing)))))
                .contains("- below one step of the clock: round trip, sysv/spin (p50); round trip, sysv/spin (p99)\n");
    }

    @Test
    void cautionsStandAboveTheTableAndWarningsBelow() {
        String text = markdown(compare(run().cutOff().caveat("quick look.").warned("mapped files lie on tmpfs")
                .roundTrip("sysv/spin", SPIN),
                run().warned("mapped files lie on tmpfs").roundTrip("sysv/spin", SPIN)));
        assertThat(text).contains(
                "\n- baseline: Incomplete: 6 of 5 rounds finished. The figures are those of the finished rounds.\n"
                        + "- baseline: quick look.\n- Placement unknown: ",
                "Warnings:\n- baseline and contender: mapped files lie on tmpfs\n");
        assertThat(text.indexOf("| verdict")).isBetween(text.indexOf("Incomplete"), text.indexOf("Warnings:"));
    }

    /** A gate must not fail because of what else ran. */
    @Test
    void aRunThatOtherProcessesDisturbedIsNotCompared() {
        Finding other = new Finding(RunCautions.SIDE_BY_SIDE, "", "WARNING", "", "");
        Runs before = run().roundTrip("sysv/spin", SPIN);
        Runs after = run().found(other).roundTrip("sysv/spin", times(1.3, SPIN));
        Comparison refused = compare(before, after);
        assertThat(refused.anySlower()).isFalse();
        assertThat(refused.anyAnswer()).isFalse();
        assertThat(markdown(refused)).startsWith("1 cell: 0 slower, 1 not comparable\n- Not comparable: other processes disturbed"
                + " the contender. Measure again, or use --across load to\n  compare all the same.\n"
                + "- contender: Another measurement ran at the same time: ");
        Comparison allowed = new Comparison(new Comparison.Side("results/before", before.record()),
                new Comparison.Side("results/after", after.record()),
                Criteria.parse(List.of("mean"), "5%", List.of("load", "placement")));
        assertThat(allowed.anySlower()).isTrue();
        assertThat(markdown(allowed)).contains("- Compared all the same: other processes disturbed the contender.\n",
                "- So a change may come from that.");
        assertThat(markdown(compare(run().found(other).roundTrip("sysv/spin", SPIN), after)))
                .contains("other processes disturbed the baseline and the contender.");
    }

    @Test
    void aChangeOfAnIncompleteRunIsDoubtful() {
        String doubt = "- So a change may come from that. Measure both again before you act on it.\n";
        String slower = markdown(compare(run().cutOff().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin",
                times(1.3, SPIN))));
        assertThat(slower).contains(" finished rounds.\n" + doubt, "1 slower");
        assertThat(markdown(compare(run().cutOff().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", SPIN))))
                .contains(" finished rounds.\n").doesNotContain(doubt);
        assertThat(markdown(compare(run().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", times(1.3, SPIN)))))
                .contains("1 slower").doesNotContain(doubt);
    }

    @Test
    void onlyPairedCellsIsNothingToCompare() {
        Cell pair = measured("PairedRoundTrip", "sysv/spin", List.of(), SPIN);
        String left = "1 paired (left out)";
        Comparison comparison = compare(run().cell(pair), run().cell(pair));
        assertThat(comparison.anyAnswer()).isFalse();
        assertThat(markdown(comparison))
                .startsWith("1 cell: nothing in common (0 only in the baseline, 0 only in the contender),")
                .contains("1 paired");
        assertThat(ComparisonDocument.counts(compare(run().cell(pair), run().roundTrip("a", SPIN)))).endsWith(left);
        assertThat(ComparisonDocument.counts(compare(run().roundTrip("a", SPIN), run().roundTrip("a", SPIN))))
                .doesNotContain("paired");
    }

    @Test
    void dataIsUnrounded() throws IOException {
        JsonNode json = new ObjectMapper().readTree(ComparisonFormat.JSON.format(
                compare(run().roundTrip("sysv/spin", SPIN), run().roundTrip("sysv/spin", times(1.3, SPIN))), false));
        JsonNode mean = json.at("/cells/0/metrics/0");
        assertThat(mean.get("metric").asText()).isEqualTo("mean");
        assertThat(mean.get("verdict").asText()).isEqualTo("slower");
        assertThat(mean.get("changePercent").asDouble()).isEqualTo(30, org.assertj.core.api.Assertions.within(1e-9));
        assertThat(json.at("/caveats/0").asText()).startsWith("Placement unknown: ");
    }

    private static Comparison compare(Runs baseline, Runs contender) {
        return new Comparison(side(baseline), new Comparison.Side("results/after", contender.record()),
                Criteria.parse(List.of("mean", "p50", "p99"), "5%", List.of()));
    }

    private static Comparison.Side side(Runs runs) {
        return new Comparison.Side("results/before", runs.record());
    }

    private static String markdown(Comparison comparison) {
        return ComparisonFormat.MARKDOWN.format(comparison, false);
    }

    private static String details(Comparison comparison) {
        return ComparisonFormat.MARKDOWN.format(comparison, true);
    }
}
