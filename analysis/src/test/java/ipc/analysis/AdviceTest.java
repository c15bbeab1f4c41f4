package ipc.analysis;

import static ipc.analysis.Runs.at;
import static ipc.analysis.Runs.cost;
import static ipc.analysis.Runs.costly;
import static ipc.analysis.Runs.golden;
import static ipc.analysis.Runs.metric;
import static ipc.analysis.Runs.unavailable;
import static ipc.analysis.Runs.round;
import static ipc.analysis.Runs.rounds;
import static ipc.analysis.Runs.run;
import static ipc.analysis.Runs.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ipc.BadInputException;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Placement;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AdviceTest {
    private static final Machine OTHER = new Machine("other", "CPU", 8, "none", "OS", "Linux", "aarch64", "VM 25");
    private static final double[] FUTEX = {41_000, 42_000, 40_500, 41_200, 43_000, 40_900};
    private static final double[] CONDVAR = {52_000, 53_100, 51_500, 52_200, 54_000, 51_800};
    private static final double[] SPIN = {300, 310, 305, 290, 320, 300};

    @Test
    void whatIsRecommendedAndWhatItCosts() throws IOException {
        assertThat(advise(paced(), "64", "1000", null)).isEqualTo(golden("advice.md"));
    }

    @Test
    void aLimitOfCpuTakesTheSpinnersOut() throws IOException {
        assertThat(advise(paced(), "64", "1000", "50%")).isEqualTo(golden("advice-max-cpu.md"));
    }

    @Test
    void whatTheRoundsDoNotTellApartIsNotDecided() throws IOException {
        Runs runs = run().cell(paced("sysv/spin", 1000, SPIN)).cell(paced("posix/spin", 1000, times(1.01, SPIN)))
                .cell(paced("memfd/futex", 1000, FUTEX));
        assertThat(advise(runs, "64", "1000", null)).isEqualTo(golden("advice-undecided.md"));
    }

    @Test
    void aClosedLoopStandsInAndSaysWhatItDoesNotKnow() throws IOException {
        Runs runs = run().cell(roundTrip("memfd/spin", 64, 100, 101, 102, 103))
                .cell(roundTrip("memfd/futex", 64, times(1, 50_000, 51_000, 52_000, 53_000)))
                .cell(roundTrip("pipe", 4096, 100, 101, 102, 103))
                .cell(unavailable("RoundTrip", "no such call\nin detail", "transport", "fifo", "size", "64"));
        assertThat(advise(runs, "100", "15000", null)).isEqualTo(golden("advice-closed-loop.md"));
    }

    /** Three rounds against three cannot: even if all of one are below all of the other, that happens by chance once in ten. */
    @Test
    void tooFewRoundsDecideNothing() {
        Runs runs = run().cell(paced("a", 1000, 100, 100, 100)).cell(paced("b", 1000, 9000, 9000, 9000));
        assertThat(advise(runs, "64", "1000", null))
                .contains("not decided: a and b are not told apart by 3 rounds; it takes 4 rounds"
                        + " at least (--rounds 4)\n");
        assertThat(Separation.fewestRounds()).isEqualTo(4);
        assertThat(advise(run().cell(paced("a", 1000, 100, 110, 120, 130))
                .cell(paced("b", 1000, 900, 910, 920, 930)), "64", "1000", null))
                .contains("recommended: a, p99 ", "runner-up: b, p99 ");
    }

    /** The best of the rest may well be told apart while a restless third is not. */
    @Test
    void theFirstMustBeToldApartFromAllOthers() {
        Runs runs = run().cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, times(1.5, SPIN)))
                .cell(paced("c", 1000, 100, 9000, 120, 9000, 9000, 9000));
        assertThat(advise(runs, "64", "1000", null))
                .contains("not decided: a and c are not told apart by 6 rounds; more may (--rounds 12); ./run.sh paired a c"
                        + " -p size=64 compares their medians, in a closed loop\n",
                        "told apart from a, the quickest of them: b, ");
    }

    @Test
    void theOnlyOneIsRecommended() {
        assertThat(advise(run().cell(paced("a", 1000, SPIN)), "64", "1000", null)).contains("recommended: a, ",
                "runner-up: none, nothing else qualifies");
    }

    @Test
    void thatNothingQualifiesIsSaid() {
        assertThat(advise(paced(), "64", "1000", "0.5")).contains("none recommended: no transport that was measured qualifies",
                "out: above --max-cpu");
    }

    @Test
    void nothingNearIsRefusedWithTheCommandThatMeasuresIt() {
        for (String[] far : new String[][] {{"20", "1000", "bench.RoundTrip -p transport=all -p size=24"},
            {"201", "1000", "OneWay -p transport=all -p size=208 -p rateHz=1000"}}) {
            assertThatThrownBy(() -> advise(paced(), far[0], far[1], null)).isInstanceOf(BadInputException.class)
                    .hasMessage("nothing near " + far[0] + " bytes at 1000 messages a second was measured; this does:"
                            + " ./run.sh desktop " + far[2]);
        }
        assertThatThrownBy(() -> advise(paced(), "64", "2100", null)).isInstanceOf(BadInputException.class);
    }

    @Test
    void theNearestIsTakenAndNamed() {
        Runs runs = run().cell(paced("a", 1000, SPIN)).cell(paced("a", 500, SPIN)).cell(paced("b", 1000, FUTEX));
        assertThat(advise(runs, "64", "800", null)).contains("measured: one way from the intended time, 64 bytes, 1000 Hz; ",
                "the nearest that was measured stands for what was asked; nothing is interpolated.");
        assertThat(advise(runs, "64", "500", null)).contains("64 bytes, 500 Hz; ").doesNotContain("nearest");
        // 500 is a little nearer, but says nothing of whether 700 are kept.
        assertThat(advise(runs, "64", "700", null)).contains("64 bytes, 1000 Hz; ");
        assertThat(advise(runs, "64", "600", null)).contains("64 bytes, 500 Hz; ");
        assertThat(advise(runs, "120", "1000", null)).contains("whether a transport carries 120 bytes was not measured");
    }

    /** Measured at half the rate that is asked for: only another measurement can say that the transport keeps it. */
    @Test
    void aRateThatNobodyTriedIsNotKnownToBeKept() {
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, FUTEX)), "64", "1900", null)).contains(
                "not decided: none is known to qualify, and of these something is not known: a, b\n",
                "unknown: kept 1000 a second; more was not tried",
                "- whether 1900 messages a second are kept was not measured of a, b; this measures it:"
                        + " ./run.sh desktop OneWay -p transport=all -p size=64 -p rateHz=1900\n")
                .doesNotContain("out: ");
        assertThat(advise(run().cell(paced("a", 1000, FUTEX)).cell(paced("b", 1000, SPIN)).cell(throughput("a", 2_500_000)), "64",
                "1900", null)).contains("not decided: a, p99 ", "but of others something is not known: b\n");
        // Slower, so not the best, whether it keeps the rate or not.
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, FUTEX)).cell(throughput("a", 2_500_000)), "64",
                "1900", null)).contains("recommended: a, ", "runner-up: none, nothing else is known to qualify\n",
                        "unknown: kept 1000 a second; more was not tried", "-p rateHz=1900");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)), "64", "1000", null)).doesNotContain("this measures it");
    }

    /** Round trips say what is kept, not what could not be: a one-way message takes half of one. */
    @Test
    void whatIsKeptMayStandInAnotherCell() {
        Cell quicker = paced("a", 2000, SPIN);
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(quicker), "64", "1100", null)).contains("64 bytes, 1000 Hz; ",
                "recommended: a, ");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(oneByOne("a", 2500)), "64", "1900", null))
                .contains("recommended: a, ");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(oneByOne("a", 1800)), "64", "1900", null))
                .contains("out: was not seen to keep the rate");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(roundTrip("a", 64, 600_000)), "64", "1900", null))
                .contains("unknown: kept 1670 a second; more was not tried");
    }

    /** What is known against a transport needs no further measurement. */
    @Test
    void oneThatCostsTooMuchIsOutWhateverElseIsNotKnown() {
        assertThat(advise(run().cell(paced("a/spin", 1000, SPIN)), "64", "1900", "50")).contains("none recommended",
                "out: above --max-cpu").doesNotContain("this measures it");
    }

    @Test
    void aRateThatWasNotSeenToBeKeptIsOut() {
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(throughput("a", 1850)), "64", "1900", null))
                .contains("out: was not seen to keep the rate");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(throughput("a", 2_500_000)), "64", "1900", null))
                .contains("recommended: a, ").containsPattern("\\| a +\\| 0.605 +\\| 2500000 ");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(roundTrip("a", 64, 500_000)), "64", "1900", null))
                .contains("recommended: a, ");
    }

    @Test
    void aSenderThatFellBehindDidNotKeepTheRate() {
        Cell behind = costly("OneWay", true, cost(2700, 3, 10_000, 10_000), metrics(rounds(SPIN)),
                "transport", "a", "rateHz", "1000");
        assertThat(advise(run().cell(behind), "64", "1000", null)).contains("out: was not seen to keep the rate");
    }

    /** One that sleeps takes CPU time by the message, at whatever rate it was measured; one that does not, by the second. */
    @Test
    void costAtTheRateAskedFor() {
        Cell sleeps = costly("OneWay", true, cost(3000, 3, 20_000, 10_000), metrics(rounds(FUTEX)),
                "transport", "a", "rateHz", "1000");
        Cell spins = costly("OneWay", false, cost(3000, 3, 990_000, 10_000), metrics(rounds(SPIN)),
                "transport", "b", "rateHz", "1000");
        Question question = Question.parse("64", "600", null, "99");
        RunRecord run = run().cell(sleeps).cell(spins).record();
        Advice advice = Advice.of(List.of(run), question).get(0);
        assertThat(advice.ranked().get(0).forkPercent()).isEqualTo(100, within(1e-9));
        assertThat(advice.ranked().get(0).peerPercent()).isEqualTo(1, within(1e-9));
        assertThat(advice.ranked().get(1).forkPercent()).isEqualTo(1.2, within(1e-9));
        assertThat(advice.ranked().get(1).peerPercent()).isEqualTo(0.6, within(1e-9));
    }

    @Test
    void whereNobodyTookTheCostALimitTakesAllOut() {
        Cell old = costly("RoundTrip", true, null, List.of(metric("rtt", rounds(SPIN))), "transport", "a", "size", "64");
        assertThat(advise(run().cell(old), "64", "1000", null)).contains("recommended: a, ", "at a cost nobody measured");
        assertThat(advise(run().cell(old), "64", "1000", "50")).contains("unknown: what it costs was not measured");
    }

    /** A file of before costs said it: of paced messages the tail knows only that the sender slept. */
    @Test
    void whereNobodyWroteDownWhetherTheReceiverSleepsTheTailDoesNotDecideIt() {
        for (String[] cells : new String[][] {{"OneWay", "rateHz", "1000", "at a cost nobody measured"},
            {"RoundTrip", "size", "64", "at 0.9 % of a CPU in the fork"}}) {
            Cell sleeps = costly(cells[0], true, cost(3000, 3, 9_000, 9_000), cells[0].equals("OneWay") ? metrics(rounds(SPIN))
                    : List.of(metric("rtt", rounds(SPIN))), "transport", "a", cells[1], cells[2]);
            Cell before = new Cell(sleeps.id(), sleeps.benchmark(), sleeps.params(), Status.MEASURED, "", sleeps.clock(),
                    sleeps.metrics(), List.of(), null, 0, sleeps.tail(), cost(3000, 3, 9_000, 9_000), Map.of());
            assertThat(advise(run().cell(before), "64", "1000", null)).contains("recommended: a, p99 605 ns, " + cells[3]);
        }
    }

    /** It spins for a while before it sleeps, and in a closed loop it never gets that far. */
    @Test
    void aSleeperThatNeverSleptInAClosedLoopIsNotKnownAtAPace() {
        Cell hybrid = costly("RoundTrip", true, cost(20_000_000, 1, 50, 49.5), List.of(metric("rtt", rounds(SPIN))),
                "transport", "memfd/hybrid", "size", "64");
        Cell futex = roundTrip("memfd/futex", 64, FUTEX);
        assertThat(advise(run().cell(hybrid).cell(futex), "64", "500", "50%")).contains(
                "not decided: memfd/futex, p99 82.2 µs, at 0.5 % of a CPU in the fork and 0.4 % in the peer, is the quickest of"
                        + " those measured in full, but of others something is not known: memfd/hybrid\n",
                "unknown: was busy all the while in the closed loop; sleeping between slower messages was not measured",
                "this measures it: ./run.sh desktop OneWay -p transport=all -p size=64 -p rateHz=500\n");
        // Where it did sleep, its CPU time per message holds.
        Cell slept = costly("RoundTrip", true, cost(40_000, 1, 9000, 8000), List.of(metric("rtt", rounds(SPIN))),
                "transport", "memfd/hybrid", "size", "64");
        assertThat(advise(run().cell(slept).cell(futex), "64", "500", "50%")).contains("recommended: memfd/hybrid, ");
    }

    @Test
    void aPercentileTakesOperationsAndAClosedLoopMayHaveThem() {
        Cell rare = costly("OneWay", true, cost(30, 3, 9, 9), metrics(Collections.nCopies(6, round(10, 30_000, 60_000))),
                "transport", "a", "rateHz", "10");
        assertThat(advise(run().cell(rare), "64", "10", null)).contains("not decided: none is known to qualify, ",
                "unknown: a round has fewer than the 100 operations that p99 takes; -r 10s makes it longer");
        assertThat(advise(run().cell(rare).cell(roundTrip("a", 64, SPIN)), "64", "10", null)).contains("recommended: a, ",
                "measured: round trips in a closed loop");
        assertThat(AdviceText.of(List.of(run().cell(rare).record()), Question.parse("64", "10", null, "p50")))
                .contains("recommended: a, p50 ");
    }

    /** Its p99 might be the lowest. */
    @Test
    void nothingIsDecidedWhileAnotherWasNotMeasuredInFull() {
        Cell rare = costly("OneWay", true, cost(3000, 3, 9, 9), metrics(Collections.nCopies(6, round(99, 30_000, 60_000))),
                "transport", "b", "rateHz", "1000");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(rare), "64", "1000", null)).contains(
                "not decided: a, p99 605 ns, ",
                ", is the quickest of those measured in full, but of others something is not known: b\n",
                "unknown: a round has fewer than the 100 operations that p99 takes");
    }

    @Test
    void whatWasMeasuredInAClosedLoopOnlyIsNamed() {
        assertThat(advise(paced().cell(roundTrip("sysv/spin", 64, SPIN))
                .cell(roundTrip("memfd/spin", 64, SPIN)), "64", "1000", null))
                .contains("- measured in a closed loop only, so not considered: sysv/spin.");
    }

    @Test
    void machinesAreAdvisedOnOneByOne() {
        RunRecord box = paced().record();
        RunRecord other = run().on(OTHER).cell(paced("pipe", 1000, SPIN)).record();
        assertThat(AdviceText.of(List.of(box, other), Question.parse("64", "1000", null, "99")))
                .startsWith("box: 64 bytes at 1000 ")
                .contains("recommended: memfd/spin", "\n\nother: 64 bytes at 1000 ", "recommended: pipe");
        RunRecord far = run().on(OTHER).cell(paced("pipe", 10, SPIN)).record();
        assertThat(AdviceText.of(List.of(box, far), Question.parse("64", "1000", null, "99")))
                .contains("recommended: memfd/spin", "\nother: nothing near was measured; this does: ./run.sh desktop ");
    }

    /** Two runs of one machine are of different minutes: only one of them is asked, the nearest. */
    @Test
    void cellsOfTwoRunsAreNotSetAgainstEachOther() {
        RunRecord near = run().cell(paced("a", 1000, FUTEX)).record();
        RunRecord nearer = run().cell(paced("b", 900, SPIN)).record();
        assertThat(AdviceText.of(List.of(near, nearer), Question.parse("64", "1000", null, "99"))).contains("recommended: a, ")
                .doesNotContain("| b ");
        RunRecord richer = run().cell(paced("a", 1000, FUTEX)).cell(paced("c", 1000, SPIN)).record();
        assertThat(AdviceText.of(List.of(near, richer), Question.parse("64", "1000", null, "99"))).contains("recommended: c, ");
    }

    /** In rounds in which the CPUs stood alike the two are alike; the far ones must not decide, nor the near ones. */
    @Test
    void aPlacementIsNotATransport() {
        List<Placement> near = at(100, 100, 100, 100, 500, 500);
        List<Placement> far = at(500, 500, 100, 100, 100, 100);
        Runs runs = run().cell(placed("a", near, 100, 101, 102, 103, 500, 505))
                .cell(placed("b", far, 503, 500, 101, 102, 103, 104));
        assertThat(advise(runs, "64", "1000", null)).contains("not decided: a and b are not told apart by 6 rounds");
        Runs apart = run().cell(placed("a", near, 100, 101, 102, 103, 500, 505))
                .cell(placed("b", far, 900, 900, 201, 202, 203, 204));
        assertThat(advise(apart, "64", "1000", null)).contains("recommended: a");
    }

    /** The CPUs stood here for one and there for the other: five times is what that alone makes of a spin. */
    @Test
    void whereNoRoundsMatchADifferenceCountsBeyondWhatPlacementsMake() {
        List<Placement> near = at(100, 100, 100, 100);
        List<Placement> far = at(500, 500, 500, 500);
        assertThat(advise(run().cell(placed("a", near, 100, 101, 102, 103))
                .cell(placed("b", far, 500, 490, 505, 495)), "64", "1000", null))
                .contains("not decided");
        assertThat(advise(run().cell(placed("a", near, 100, 101, 102, 103))
                .cell(placed("b", far, 50_000, 49_000, 50_500, 51_000)),
                "64", "1000", null)).contains("recommended: a", "at least 89 times a");
    }

    @Test
    void whatTheClockCannotSeeIsNotToldApart() {
        List<Summary> nothing = Collections.nCopies(6, new Summary(5000, 0, 3, 0, 0, 0, 0, 0, 10));
        Cell empty = costly("RoundTrip", false, cost(10, 1, 1, 1), List.of(metric("rtt", nothing)),
                "transport", "a", "size", "64");
        assertThat(advise(run().cell(empty).cell(roundTrip("b", 64, SPIN)), "64", "1000", null)).contains("not decided: a and b");
    }

    @Test
    void aFailedCellIsOut() {
        Cell failed = new Cell("x", "RoundTrip", Map.of("transport", "a", "size", "64"), Status.FAILED,
                "round 2: it died\nhow",
                null, List.of(metric("rtt", rounds(SPIN))), List.of(), null, 0, null);
        assertThat(advise(run().cell(failed).cell(roundTrip("b", 64, SPIN)), "64", "1000", null)).contains("recommended: b, ",
                "- a: failed in round 2: it died.");
    }

    /** Where nothing differs, something is called decided no more often than the intervals promise. */
    @Test
    void twentyAlikeAreHardlyEverDecided() {
        Random random = new Random(7);
        int decided = 0;
        for (int run = 0; run < 200; run++) {
            Runs runs = run();
            for (int transport = 0; transport < 20; transport++) {
                double[] typical = IntStream.range(0, 6).mapToDouble(i -> 50_000 * (1 + 0.1 * random.nextGaussian())).toArray();
                runs.cell(paced("t" + transport, 1000, typical));
            }
            Question question = Question.parse("64", "1000", null, "99");
            decided += Advice.of(List.of(runs.record()), question).get(0).recommended().isPresent() ? 1 : 0;
        }
        assertThat(decided).isLessThanOrEqualTo(10);
    }

    private static Runs paced() {
        return run().cell(paced("memfd/spin", 1000, SPIN)).cell(paced("memfd/condvar", 1000, CONDVAR))
                .cell(paced("memfd/futex", 1000, FUTEX))
                .cell(unavailable("OneWay", "a kernel before 5.6", "transport", "memfd/eventfd", "rateHz", "1000"))
                .cell(throughput("memfd/spin", 9_250_000)).cell(throughput("memfd/futex", 812_345))
                .cell(paced("memfd/futex", 10, 90_000));
    }

    private static Cell paced(String transport, int rate, double... typical) {
        boolean blocks = !transport.endsWith("spin");
        return costly("OneWay", blocks, cost(3L * rate, 3, blocks ? 12_000 : 980_000, 7_000), metrics(rounds(typical)),
                "transport", transport, "rateHz", Integer.toString(rate));
    }

    /** The stamp's metric lies: the intended time's must be taken. */
    private static List<Metric> metrics(List<Summary> rounds) {
        return List.of(metric("oneWay", rounds(1, 1, 1, 1, 1, 1)), metric("oneWayFromIntended", rounds));
    }

    private static Cell roundTrip(String transport, int size, double... typical) {
        boolean blocks = !transport.endsWith("spin");
        return costly("RoundTrip", blocks, blocks ? cost(40_000, 1, 9000, 8000) : cost(20_000_000, 1, 50, 49.5),
                List.of(metric("rtt", rounds(typical))), "transport", transport, "size", Integer.toString(size));
    }

    private static Cell placed(String transport, List<Placement> placements, double... typical) {
        Cell cell = roundTrip(transport, 64, typical);
        return new Cell(cell.id(), cell.benchmark(), cell.params(), cell.status(), "", cell.clock(), cell.metrics(), placements,
                null, 0, cell.tail(), cell.cost(), cell.transports());
    }

    private static Cell throughput(String transport, long perSecond) {
        return costly("Throughput", false, cost(2 * perSecond, 2, 81, 79), List.of(), "transport", transport, "size", "64",
                "window", "32");
    }

    /** In a closed loop, as fast as they are read. */
    private static Cell oneByOne(String transport, long perSecond) {
        return costly("OneWay", true, cost(2 * perSecond, 2, 9_000, 8_000), List.of(metric("oneWay", rounds(1e9 / perSecond))),
                "transport", transport, "rateHz", "0");
    }

    private static String advise(Runs runs, String size, String rate, String maxCpu) {
        return AdviceText.of(List.of(runs.record()), Question.parse(size, rate, maxCpu, "99"));
    }
}
