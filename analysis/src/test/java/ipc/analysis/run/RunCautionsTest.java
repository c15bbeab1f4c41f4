package ipc.analysis.run;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Finding;
import ipc.result.RunRecord.OsStats;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord.Tail;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a run says that its figures cannot be trusted. */
class RunCautionsTest {
    private static final long MEASURED = 1_000_000_000;

    @Test
    void aQuietRunHasNone() {
        assertThat(RunCautions.of(run(0.04, 0).record())).isEmpty();
    }

    /** Time behind our own threads makes no machine busy. */
    @Test
    void aMachineIsBusyFromFivePerCentOn() {
        assertThat(RunCautions.of(run(0.05, 0).record())).containsExactly(
                "Machine busy: other processes held the CPUs 5 % of the time (limit 5 %). Stop them and repeat.");
        assertThat(RunCautions.of(run(0.5, 0.46).record())).isEmpty();
        assertThat(RunCautions.of(run(0.5, 0.4).record())).hasSize(1).allMatch(line -> line.contains(" 10 % of the time"));
        assertThat(RunCautions.busyShare(run(0.1, 0.2).record())).isZero();
        assertThat(RunCautions.busyShare(Runs.run().roundTrip("sysv/spin", 1, 2).record())).isZero();
    }

    @Test
    void oneRoundIsTooFew() {
        assertThat(RunCautions.of(Runs.run().roundTrip("sysv/spin", 1).record()))
                .containsExactly("One round only: it cannot show how far the figures move (6 rounds needed, --rounds 6).");
        assertThat(RunCautions.of(Runs.run().roundTrip("sysv/spin", 1, 2).record())).isEmpty();
    }

    @Test
    void aQuickRunOfSixRoundsIsNoShortRound() {
        RunRecord quick = Runs.run().profile("quick").caveat("quick look: one short round.")
                .roundTrip("sysv/spin", 1, 2, 3, 4, 5, 6)
                .record();
        assertThat(RunCautions.of(quick)).isEmpty();
        assertThat(RunCautions.of(Runs.run().caveat("a note").roundTrip("sysv/spin", 1, 2).record())).containsExactly("a note");
    }

    @Test
    void aRunThatWasCutOffSaysHowFarItCame() {
        assertThat(RunCautions.of(Runs.run().rounds(6).cutOff().roundTrip("sysv/spin", 1, 2, 3).record()))
                .containsExactly("Incomplete: 3 of 6 rounds finished. The figures are those of the finished rounds.");
        assertThat(RunCautions.of(Runs.run().rounds(6).cutOff().roundTrip("sysv/spin", 1, 2).roundTrip("mmap/spin", 1).record()))
                .containsExactly("Incomplete: 1 to 2 of 6 rounds finished. The figures are those of the finished rounds.");
    }

    @Test
    void aProfilerAndAnotherMeasurementAreTold() {
        assertThat(RunCautions.of(Runs.run().options("--rounds", "6", "-prof", "async:event=cpu").roundTrip("sysv/spin", 1, 2)
                .found(new Finding(RunCautions.SIDE_BY_SIDE, "", "WARNING", "", "")).record())).containsExactly(
                        "Profiler attached (async): the figures contain its sampling. Measure without -prof.",
                        "Another measurement ran at the same time: each took CPU time from the other.");
    }

    @Test
    void eachFitsALine() {
        RunRecord all = run(0.999, 0).rounds(600).cutOff().options("-prof", "async")
                .found(new Finding(RunCautions.SIDE_BY_SIDE, "", "WARNING", "", "")).record();
        assertThat(RunCautions.of(all)).hasSize(4).allMatch(line -> line.length() <= 98);
    }

    private static Runs run(double waited, double ours) {
        OsStats stats = new OsStats(0, 0, 0, 0, 0, 0, 0, 0);
        long wait = Math.round(waited * MEASURED);
        Tail tail = new Tail(50_000, 50_000, 9, MEASURED, 9, 0, 0, false, true,
                new Causes(wait, Math.round(ours * MEASURED), 0, 0, 0, 0, 0, 0, 0, 0), MEASURED, stats, stats, 0, 0);
        return Runs.run().cell(Runs.cell("id", "RoundTrip", Map.of("transport", "sysv/spin"), Status.MEASURED)
                .metrics(List.of(Runs.metric("rtt", Runs.rounds(100, 101)))).tail(tail).build());
    }
}
