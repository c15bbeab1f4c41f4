package ipc.analysis.advise;

import static ipc.analysis.Runs.at;
import static ipc.analysis.Runs.cost;
import static ipc.analysis.Runs.costly;
import static ipc.analysis.Runs.assertGolden;
import static ipc.analysis.Runs.metric;
import static ipc.analysis.Runs.unavailable;
import static ipc.analysis.Runs.round;
import static ipc.analysis.Runs.rounds;
import static ipc.analysis.Runs.run;
import static ipc.analysis.Runs.times;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ipc.analysis.Runs;
import ipc.analysis.run.RunCautions;
import ipc.analysis.stats.Figure;
import ipc.analysis.stats.MedianInterval;
import ipc.BadInputException;
import ipc.result.RunRecord;
import ipc.result.RunRecordCellBuilder;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Finding;
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
    private static final List<String> USUAL = List.of("memfd/futex", "pipe", "tcp");
    private static final Machine OTHER = new Machine("other", "CPU", 8, "none", "OS", "Linux", "aarch64", "VM 25");
    private static final double[] FUTEX = {41_000, 42_000, 40_500, 41_200, 43_000, 40_900};
    private static final double[] CONDVAR = {52_000, 53_100, 51_500, 52_200, 54_000, 51_800};
    private static final double[] SPIN = {300, 310, 305, 290, 320, 300};

    @Test
    void theChoiceAndItsCost() throws IOException {
        isGolden("advice", paced(), "64", "1000", null, true);
        assertGolden(AdviceReport.of(List.of(paced().record()), Question.parse("64", "1000", null, "99"), USUAL)
                .format(AdviceFormat.JSON, false), "advice.json");
    }

    @Test
    void aCpuLimitLeavesSpinnersOut() throws IOException {
        isGolden("advice-max-cpu", paced(), "64", "1000", "50%", true);
    }

    @Test
    void twoThatTheRoundsDoNotSeparateAreNotDecided() throws IOException {
        Runs runs = run().cell(paced("sysv/spin", 1000, SPIN)).cell(paced("posix/spin", 1000, times(1.01, SPIN)))
                .cell(paced("memfd/futex", 1000, FUTEX));
        isGolden("advice-undecided", runs, "64", "1000", null, false);
    }

    @Test
    void aClosedLoopIsUsedAndItsLimitsAreStated() throws IOException {
        Runs runs = run().cell(roundTrip("memfd/spin", 64, 100, 101, 102, 103, 104, 105))
                .cell(roundTrip("memfd/futex", 64, 50_000, 51_000, 52_000, 53_000, 54_000, 55_000))
                .cell(roundTrip("pipe", 4096, 100, 101, 102, 103, 104, 105))
                .cell(unavailable("RoundTrip", "no such call\nin detail", "transport", "fifo", "size", "64"));
        isGolden("advice-closed-loop", runs, "100", "15000", null, true);
    }

    private static void isGolden(String name, Runs runs, String size, String rate, String maxCpu, boolean decided)
            throws IOException {
        AdviceReport advice = AdviceReport.of(List.of(runs.record()), Question.parse(size, rate, maxCpu, "99"), USUAL);
        assertThat(advice.isDecided()).isEqualTo(decided);
        for (boolean detailed : new boolean[] {false, true}) {
            String text = advice.format(AdviceFormat.MARKDOWN, detailed);
            assertGolden(text, name + (detailed ? "-details.txt" : ".txt"));
            isNarrow(text);
        }
    }

    private static void isNarrow(String text) {
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void aDisturbedRunRecommendsNothing() {
        Runs disturbed = paced().found(new Finding(RunCautions.SIDE_BY_SIDE, "", "WARNING", "", ""));
        AdviceReport advice = AdviceReport.of(List.of(disturbed.record()), Question.parse("64", "1000", null, "99"), USUAL);
        assertThat(advice.isDecided()).isFalse();
        assertThat(advice.format(AdviceFormat.MARKDOWN, false))
                .startsWith("Not decided: other processes disturbed the run. Measure again while nothing else runs\n"
                        + "- Another measurement ran at the same time")
                .contains("| memfd/spin ", "To decide among these, measure for about ");
    }

    @Test
    void ofRunsThatMeasuredTheSameTheNewestCounts() {
        RunRecord old = run().from("2026-01-01T00:00:00Z").cell(paced("sysv/spin", 1000, SPIN)).record();
        RunRecord recent = run().from("2026-02-01T00:00:00Z").cell(paced("memfd/futex", 1000, FUTEX)).record();
        Question question = Question.parse("64", "1000", null, "99");
        assertThat(text(List.of(old, recent), question)).startsWith("Use memfd/futex: ")
                .isEqualTo(text(List.of(recent, old), question));
    }

    @Test
    void aRateThatADisturbedMachineDidNotKeepIsUnknown() {
        Runs runs = run().cell(paced("memfd/futex", 1000, FUTEX)).cell(costly("OneWay", true,
                cost(2700, 3, 10_000, 10_000), metrics(rounds(SPIN)), "transport", "tcp", "rateHz", "1000"));
        assertThat(advise(runs, "64", "1000", null)).contains("- did not keep the rate: tcp\n");
        runs.found(new Finding(RunCautions.SIDE_BY_SIDE, "", "WARNING", "", ""));
        assertThat(advise(runs, "64", "1000", null))
                .contains("- not known: did not keep the rate on a disturbed machine: tcp\n", "transport=memfd/futex,tcp ");
    }

    @Test
    void fiveRoundsAreTooFewAndSixAreEnough() {
        Runs five = run().cell(paced("a", 1000, 100, 100, 100, 100, 100)).cell(paced("b", 1000, 9000, 9000, 9000, 9000, 9000));
        assertThat(advise(five, "64", "1000", null)).startsWith("Not decided: too few rounds (6 needed), measured 5\n")
                .containsPattern("\\| b +\\|.* too few rounds +\\|");
        Runs six = run().cell(paced("a", 1000, 100, 110, 120, 130, 100, 100))
                .cell(paced("b", 1000, 900, 910, 920, 930, 900, 900));
        assertThat(advise(six, "64", "1000", null)).startsWith("Use a: p99 ");
    }

    /** The second is slower, and an unsteady third need not be. */
    @Test
    void everyOtherOneMustBeSlower() {
        Runs runs = run().cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, times(1.5, SPIN)))
                .cell(paced("c", 1000, 100, 9000, 120, 9000, 9000, 9000));
        assertThat(advise(runs, "64", "1000", null)).startsWith("Not decided: the rounds do not separate a, c\n")
                .containsPattern("\\| b +\\|.* at least 1\\.[0-9]+ times \\|").containsPattern("\\| c +\\|.* not separated +\\|")
                .contains("-p transport=a,c ");
    }

    @Test
    void theOnlyOneIsRecommended() {
        assertThat(advise(run().cell(paced("a", 1000, SPIN)), "64", "1000", null)).startsWith("Use a: ");
    }

    /** Also a single candidate needs six rounds. */
    @Test
    void theOnlyOneWithFiveRoundsIsNotDecided() {
        assertThat(advise(run().cell(paced("a", 1000, 300, 300, 300, 300, 300)), "64", "1000", null))
                .startsWith("Not decided: too few rounds (6 needed), measured 5\n").contains("-p transport=a \\\n");
    }

    /** A run of 5 rounds in ten hours: each round of a transport takes longer than three minutes. */
    @Test
    void aFollowUpOfMoreThanThreeMinutesIsNotOffered() {
        Runs runs = run().until("2026-01-02T13:04:05Z").options("-wi", "2", "-w", "300ms", "-i", "1", "-r", "1s")
                .cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, SPIN));
        assertThat(advise(runs, "64", "1000", null)).startsWith("Not decided: ")
                .endsWith("\nMore: --details. Three more minutes would not decide.\n");
    }

    @Test
    void noneQualifies() {
        Runs runs = paced();
        assertThat(advise(runs, "64", "1000", "0.5")).startsWith("None qualifies: every measured transport is left out\n")
                .contains("- above --max-cpu: memfd/spin, memfd/condvar, memfd/futex\n").doesNotContain("./run.sh");
        assertThat(AdviceReport.of(List.of(runs.record()), Question.parse("64", "1000", "0.5", "99"), USUAL).isDecided())
                .isFalse();
    }

    /** Two kinds of memory with one wait strategy are less different than two strategies. */
    @Test
    void theFollowUpHasEveryWaitStrategyFirst() {
        Runs runs = run().options("-wi", "2", "-w", "300ms", "-i", "1", "-r", "1s");
        for (String name : List.of("sysv/sem", "mmap/sem", "memfd/sem", "posix/sem", "pipe", "sysv/futex", "mmap/futex", "a",
                "b")) {
            runs.cell(paced(name, 1000, FUTEX));
        }
        assertThat(advise(runs, "64", "1000", null)).contains("-p transport=sysv/sem,pipe,sysv/futex,a,b,mmap/sem,");
    }

    @Test
    void theFollowUpNamesWhatItHasNoTimeFor() {
        Runs runs = run().options("-wi", "2", "-w", "300ms", "-i", "1", "-r", "1s");
        for (int i = 0; i < 20; i++) {
            runs.cell(paced("t" + i, 1000, FUTEX));
        }
        assertThat(advise(runs, "64", "1000", null)).containsPattern("To decide among these \\(no time for t\\d+, t\\d+ and \\d+"
                + " more\\), measure for about [12]:[0-5]0\\s+and\\s+ask\\s+again:");
    }

    /** A table and advice on the same cell print the same figure. */
    @Test
    void figuresAreThoseOfTables() {
        Cell cell = roundTrip("a", 64, 50_000, 51_000, 52_000, 53_000, 54_000, 900_000);
        Summary all = new Summary(1000, 1, 2, 3, 4, 77_700, 5, 6, 7);
        Cell odd = RunRecordCellBuilder.builder(cell)
                .metrics(List.of(new Metric("rtt", "x", all, cell.metrics().get(0).rounds(), null))).build();
        assertThat(advise(run().cell(odd), "64", "1000", null)).startsWith("Use a: p99 77.7 µs, ")
                .containsPattern("\\| a +\\| +77\\.7 \\|");
    }

    @Test
    void aLongListIsCutAndDetailsHaveAll() {
        Runs runs = run();
        for (int i = 0; i < 12; i++) {
            runs.cell(paced("t" + i, 1000, times(1 + i, FUTEX)));
            runs.cell(unavailable("OneWay", "no such call", "transport", "u" + i, "rateHz", "1000"));
        }
        assertThat(advise(runs, "64", "1000", null)).startsWith("Use t0: ")
                .contains("| t7 ", "- more that qualify (--details lists them): 4\n",
                        "- not measured: no such call: u0, u1, u2, u3, u4 and 7 more\n")
                .doesNotContain("| t8 ");
        assertThat(AdviceReport.of(List.of(runs.record()), Question.parse("64", "1000", null, "99"), USUAL)
                .format(AdviceFormat.MARKDOWN, true)).contains("| t11 ", "u10, u11\n").doesNotContain("more");
    }

    @Test
    void nothingNearIsRefusedWithTheCommandThatMeasuresIt() {
        for (String[] far : new String[][] {{"20", "1000", "bench.RoundTrip -p transport=memfd/futex,pipe,tcp -p size=24"},
            {"201", "1000", "OneWay -p transport=memfd/futex,pipe,tcp -p size=208 -p rateHz=1000"}}) {
            assertThatThrownBy(() -> advise(paced(), far[0], far[1], null)).isInstanceOf(BadInputException.class)
                    .hasMessage("nothing near " + far[0] + " bytes at 1000 messages a second was measured."
                            + " This measures it in about 1:30: ./run.sh desktop " + far[2] + " --rounds 6 -r 1s"
                            + " --out results/follow-up");
        }
        assertThatThrownBy(() -> advise(paced(), "64", "0.1", null)).hasMessage("nothing near 64 bytes at 0.1 messages a second"
                + " was measured. A percentile of so few messages takes more than three minutes: use --percentile 50, or a"
                + " higher --rate.");
        assertThatThrownBy(() -> advise(paced(), "64", "2100", null)).isInstanceOf(BadInputException.class);
    }

    @Test
    void theNearestIsTakenAndNamed() {
        Runs runs = run().cell(paced("a", 1000, SPIN)).cell(paced("a", 500, SPIN)).cell(paced("b", 1000, FUTEX));
        assertThat(advise(runs, "64", "800", null)).contains(
                "- Measured with 64 bytes at 1000 Hz, the nearest to the question. Nothing is interpolated.\n");
        assertThat(advise(runs, "64", "500", null)).startsWith("Use a").doesNotContain("nearest");
        // 500 is a little nearer, but says nothing of whether 700 are kept.
        assertThat(advise(runs, "64", "700", null)).contains("at 1000 Hz, the nearest");
        assertThat(advise(runs, "64", "600", null)).contains("at 500 Hz, the nearest");
        assertThat(AdviceReport.of(List.of(runs.record()), Question.parse("120", "1000", null, "99"), USUAL)
                .format(AdviceFormat.MARKDOWN, true)).contains("- Nothing shows whether these transports carry 120 bytes.\n");
    }

    /** Measured at half the rate that is asked for: only another measurement can say that the transport keeps it. */
    @Test
    void aRateThatNobodyTriedIsNotKnownToBeKept() {
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, FUTEX)), "64", "1900", null)).contains(
                "Not decided: no transport is known to qualify; a measurement is missing for a, b\n",
                "- not known: kept 1000 messages a second, and more was not tried: a, b\n",
                "    ./run.sh desktop OneWay \\\n      -p transport=a,b \\\n      -p size=64 -p rateHz=1900 --rounds 6 -r 1s"
                        + " --out results/follow-up\n    ./run.sh advise results/follow-up --size 64 --rate 1900\n");
        assertThat(advise(run().cell(paced("a", 1000, FUTEX)).cell(paced("b", 1000, SPIN)).cell(throughput("a", 2_500_000)), "64",
                "1900", null)).startsWith("Not decided: a is the fastest, but a measurement is missing for b\n");
        // Slower, so not the best, whether it keeps the rate or not.
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(paced("b", 1000, FUTEX)).cell(throughput("a", 2_500_000)), "64",
                "1900", null)).startsWith("Use a: ")
                .contains("- not known: kept 1000 messages a second, and more was not tried: b\n", "-p rateHz=1900");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)), "64", "1000", null)).doesNotContain("not known");
    }

    /** Round trips say what is kept, not what could not be: a one-way message takes half of one. */
    @Test
    void whatIsKeptMayStandInAnotherCell() {
        Cell quicker = paced("a", 2000, SPIN);
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(quicker), "64", "1100", null)).startsWith("Use a: ")
                .contains("at 1000 Hz, the nearest");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(oneByOne("a", 2500)), "64", "1900", null))
                .startsWith("Use a: ");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(oneByOne("a", 1800)), "64", "1900", null))
                .contains("- did not keep the rate: a\n");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(roundTrip("a", 64, 600_000)), "64", "1900", null))
                .contains("- not known: kept 1670 messages a second, and more was not tried: a\n");
    }

    /** A transport that a measurement excludes needs no other measurement. */
    @Test
    void oneThatCostsTooMuchIsOutWhateverElseIsNotKnown() {
        assertThat(advise(run().cell(paced("a/spin", 1000, SPIN)), "64", "1900", "50")).startsWith("None qualifies: ").contains(
                "- above --max-cpu: a/spin\n").doesNotContain("not known");
    }

    @Test
    void aRateThatWasNotSeenToBeKeptIsOut() {
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(throughput("a", 1850)), "64", "1900", null))
                .contains("- did not keep the rate: a\n");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(throughput("a", 2_500_000)), "64", "1900", null))
                .startsWith("Use a: ").containsPattern("\\| a +\\| +0.605 +\\|");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(roundTrip("a", 64, 500_000)), "64", "1900", null))
                .startsWith("Use a: ");
    }

    @Test
    void aSenderThatFellBehindDidNotKeepTheRate() {
        Cell behind = costly("OneWay", true, cost(2700, 3, 10_000, 10_000), metrics(rounds(SPIN)),
                "transport", "a", "rateHz", "1000");
        assertThat(advise(run().cell(behind), "64", "1000", null)).contains("- did not keep the rate: a\n");
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
        Cell old = costly("RoundTrip", true, null, List.of(figures("rtt", rounds(SPIN))), "transport", "a", "size", "64");
        assertThat(advise(run().cell(old), "64", "1000", null)).startsWith("Use a: p99 605 ns, CPU time not measured\n");
        assertThat(advise(run().cell(old), "64", "1000", "50")).contains("- not known: its CPU time was not measured: a\n");
    }

    /** A file of before costs said it: of paced messages the tail knows only that the sender slept. */
    @Test
    void whereNobodyWroteDownWhetherTheReceiverSleepsTheTailDoesNotDecideIt() {
        for (String[] cells : new String[][] {{"OneWay", "rateHz", "1000", "CPU time not measured"},
            {"RoundTrip", "size", "64", "0.9 % of a CPU in the fork"}}) {
            Cell sleeps = costly(cells[0], true, cost(3000, 3, 9_000, 9_000), cells[0].equals("OneWay") ? metrics(rounds(SPIN))
                    : List.of(figures("rtt", rounds(SPIN))), "transport", "a", cells[1], cells[2]);
            Cell before = RunRecordCellBuilder.builder(sleeps).cost(cost(3000, 3, 9_000, 9_000)).transports(Map.of()).build();
            assertThat(advise(run().cell(before), "64", "1000", null)).startsWith("Use a: p99 605 ns, " + cells[3]);
        }
    }

    /** It spins for a while before it sleeps, and in a closed loop it never gets that far. */
    @Test
    void aSleeperThatNeverSleptInAClosedLoopIsNotKnownAtAPace() {
        Cell hybrid = costly("RoundTrip", true, cost(20_000_000, 1, 50, 49.5), List.of(figures("rtt", rounds(SPIN))),
                "transport", "memfd/hybrid", "size", "64");
        Cell futex = roundTrip("memfd/futex", 64, FUTEX);
        assertThat(advise(run().cell(hybrid).cell(futex), "64", "500", "50%")).contains(
                "Not decided: memfd/futex is the fastest, but a measurement is missing for memfd/hybrid\n",
                "- not known: never slept in the closed loop, so its CPU time at this rate was not measured:\n  memfd/hybrid\n",
                "-p transport=memfd/futex,memfd/hybrid \\\n      -p size=64 -p rateHz=500 --rounds 6 -r 1s"
                        + " --out results/follow-up\n    ./run.sh advise results/follow-up --size 64 --rate 500 --max-cpu 50\n");
        // Where it did sleep, its CPU time per message holds.
        Cell slept = costly("RoundTrip", true, cost(40_000, 1, 9000, 8000), List.of(figures("rtt", rounds(SPIN))),
                "transport", "memfd/hybrid", "size", "64");
        assertThat(advise(run().cell(slept).cell(futex), "64", "500", "50%")).startsWith("Use memfd/hybrid: ");
    }

    @Test
    void aPercentileTakesOperationsAndAClosedLoopMayHaveThem() {
        Cell rare = costly("OneWay", true, cost(30, 3, 9, 9), metrics(Collections.nCopies(6, round(10, 30_000, 60_000))),
                "transport", "a", "rateHz", "10");
        assertThat(advise(run().cell(rare), "64", "10", null)).contains("Not decided: no transport is known to qualify; ",
                "- not known: a round has fewer than 100 operations, too few for p99: a\n",
                "-p rateHz=10 --rounds 6 -r 12s --out ");
        assertThat(advise(run().cell(rare).cell(roundTrip("a", 64, SPIN)), "64", "10", null)).contains("Use a: ",
                "- Measured in a closed loop");
        assertThat(text(List.of(run().cell(rare).record()), Question.parse("64", "10", null, "p50")))
                .startsWith("Use a: p50 ");
    }

    /** Its p99 might be the lowest. */
    @Test
    void nothingIsDecidedWhileAnotherWasNotMeasuredInFull() {
        Cell rare = costly("OneWay", true, cost(3000, 3, 9, 9), metrics(Collections.nCopies(6, round(99, 30_000, 60_000))),
                "transport", "b", "rateHz", "1000");
        assertThat(advise(run().cell(paced("a", 1000, SPIN)).cell(rare), "64", "1000", null)).contains(
                "Not decided: a is the fastest, but a measurement is missing for b\n",
                "- not known: a round has fewer than 100 operations, too few for p99: b\n");
    }

    @Test
    void whatWasMeasuredInAClosedLoopOnlyIsNamed() {
        assertThat(advise(paced().cell(roundTrip("sysv/spin", 64, SPIN))
                .cell(roundTrip("memfd/spin", 64, SPIN)), "64", "1000", null))
                .contains("- measured in a closed loop only: sysv/spin\n");
    }

    @Test
    void machinesAreAdvisedOnOneByOne() {
        RunRecord box = paced().record();
        RunRecord other = run().on(OTHER).cell(paced("pipe", 1000, SPIN)).record();
        assertThat(text(List.of(box, other), Question.parse("64", "1000", null, "99")))
                .startsWith("Use memfd/spin: ").contains("\nbox, 64 bytes at 1000 messages a second, by p99:\n", "\n\nUse pipe: ",
                        "\nother, 64 bytes at 1000 ");
        RunRecord far = run().on(OTHER).cell(paced("pipe", 10, SPIN)).record();
        AdviceReport half = AdviceReport.of(List.of(box, far), Question.parse("64", "1000", null, "99"), USUAL);
        assertThat(half.isDecided()).isFalse();
        assertThat(half.format(AdviceFormat.MARKDOWN, false)).startsWith("Use memfd/spin: ")
                .contains(
                        "\nother: nothing near 64 bytes at 1000 messages a second was measured. This measures it in about 1:30: ./run");
        assertThat(half.format(AdviceFormat.JSON, false)).contains("\"notAdvised\" : [ \"other: nothing near 64 bytes");
    }

    /** Two runs of one machine are of different minutes: only one of them is asked, the nearest. */
    @Test
    void cellsOfTwoRunsAreNotSetAgainstEachOther() {
        RunRecord near = run().cell(paced("a", 1000, FUTEX)).record();
        RunRecord nearer = run().cell(paced("b", 900, SPIN)).record();
        assertThat(text(List.of(near, nearer), Question.parse("64", "1000", null, "99"))).startsWith("Use a: ")
                .doesNotContain("| b ");
        RunRecord richer = run().cell(paced("a", 1000, FUTEX)).cell(paced("c", 1000, SPIN)).record();
        assertThat(text(List.of(near, richer), Question.parse("64", "1000", null, "99"))).startsWith("Use c: ");
    }

    /** In rounds in which the CPUs stood alike the two are alike; the far ones must not decide, nor the near ones. */
    @Test
    void aPlacementIsNotATransport() {
        List<Placement> near = at(100, 100, 100, 100, 500, 500);
        List<Placement> far = at(500, 500, 100, 100, 100, 100);
        Runs runs = run().cell(placed("a", near, 100, 101, 102, 103, 500, 505))
                .cell(placed("b", far, 503, 500, 101, 102, 103, 104));
        assertThat(advise(runs, "64", "1000", null)).startsWith("Not decided: the rounds do not separate a, b\n");
        Runs apart = run().cell(placed("a", near, 100, 101, 102, 103, 500, 505))
                .cell(placed("b", far, 900, 900, 201, 202, 203, 204));
        assertThat(advise(apart, "64", "1000", null)).startsWith("Use a: ");
    }

    /** The CPUs stood here for one and there for the other: five times is what that alone makes of a spin. */
    @Test
    void whereNoRoundsMatchADifferenceCountsBeyondWhatPlacementsMake() {
        List<Placement> near = at(100, 100, 100, 100, 100, 100);
        List<Placement> far = at(500, 500, 500, 500, 500, 500);
        assertThat(advise(run().cell(placed("a", near, 100, 101, 102, 103, 100, 101))
                .cell(placed("b", far, 500, 490, 505, 495, 500, 500)), "64", "1000", null))
                .startsWith("Not decided: ");
        assertThat(advise(run().cell(placed("a", near, 100, 101, 102, 103, 100, 101))
                .cell(placed("b", far, 50_000, 49_000, 50_500, 51_000, 50_000, 50_000)),
                "64", "1000", null)).startsWith("Use a: ").contains("at least 93 times");
    }

    @Test
    void whatTheClockCannotSeeIsNotToldApart() {
        List<Summary> nothing = Collections.nCopies(6, new Summary(5000, 0, 3, 0, 0, 0, 0, 0, 10));
        Cell empty = costly("RoundTrip", false, cost(10, 1, 1, 1), List.of(figures("rtt", nothing)),
                "transport", "a", "size", "64");
        assertThat(advise(run().cell(empty).cell(roundTrip("b", 64, SPIN)), "64", "1000", null))
                .startsWith("Not decided: the rounds do not separate a, b\n");
    }

    @Test
    void aFailedCellIsOut() {
        Cell failed = Runs.cell("x", "RoundTrip", Map.of("transport", "a", "size", "64"), Status.FAILED)
                .reason("round 2: it died\nhow").metrics(List.of(figures("rtt", rounds(SPIN)))).build();
        assertThat(advise(run().cell(failed).cell(roundTrip("b", 64, SPIN)), "64", "1000", null)).startsWith("Use b: ").contains(
                "- failed in round 2: it died: a\n");
    }

    /** If nothing differs, a choice is made no more often than the intervals promise. */
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

    /** The metric from the time stamp is wrong on purpose: only the one from the intended time counts. */
    private static List<Metric> metrics(List<Summary> rounds) {
        return List.of(figures("oneWay", rounds(1, 1, 1, 1, 1, 1)), figures("oneWayFromIntended", rounds));
    }

    /** All operations have the median of the rounds' figures. */
    private static Metric figures(String name, List<Summary> rounds) {
        Metric metric = metric(name, rounds);
        Summary all = metric.all();
        return new Metric(name, metric.histogram(), new Summary(all.operations(), all.min(), median(Figure.MEAN, rounds),
                median(Figure.P50, rounds), median(Figure.P90, rounds), median(Figure.P99, rounds), median(Figure.P999, rounds),
                all.p9999(), all.max()), rounds, null);
    }

    private static double median(Figure figure, List<Summary> rounds) {
        return MedianInterval.median(figure.of(rounds));
    }

    private static Cell roundTrip(String transport, int size, double... typical) {
        boolean blocks = !transport.endsWith("spin");
        return costly("RoundTrip", blocks, blocks ? cost(40_000, 1, 9000, 8000) : cost(20_000_000, 1, 50, 49.5),
                List.of(figures("rtt", rounds(typical))), "transport", transport, "size", Integer.toString(size));
    }

    private static Cell placed(String transport, List<Placement> placements, double... typical) {
        Cell cell = roundTrip(transport, 64, typical);
        return RunRecordCellBuilder.builder(cell).placements(placements).build();
    }

    private static Cell throughput(String transport, long perSecond) {
        return costly("Throughput", false, cost(2 * perSecond, 2, 81, 79), List.of(), "transport", transport, "size", "64",
                "window", "32");
    }

    /** In a closed loop, as fast as they are read. */
    private static Cell oneByOne(String transport, long perSecond) {
        return costly("OneWay", true, cost(2 * perSecond, 2, 9_000, 8_000), List.of(figures("oneWay", rounds(1e9 / perSecond))),
                "transport", transport, "rateHz", "0");
    }

    private static String advise(Runs runs, String size, String rate, String maxCpu) {
        return text(List.of(runs.record()), Question.parse(size, rate, maxCpu, "99"));
    }

    private static String text(List<RunRecord> runs, Question question) {
        return AdviceReport.of(runs, question, USUAL).format(AdviceFormat.MARKDOWN, false);
    }
}
