package ipc.osstats;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.RunRecord;
import org.junit.jupiter.api.Test;

/** The arithmetic of the bounds. */
class TailExplainerTest {
    private static final long MILLI = 1_000_000;

    private final Reading before = new Reading();
    private final Reading after = new Reading();
    private final TailSums sums = new TailSums();

    /** Both sides have been running for a second, and nothing else has happened. */
    TailExplainerTest() {
        after.fork.nanos = 1000 * MILLI;
        after.fork.cpuNanos = 1000 * MILLI;
        after.peer.nanos = 1000 * MILLI;
        after.peer.cpuNanos = 1000 * MILLI;
    }

    private void explain(boolean blocks, long nanos) {
        new TailExplainer(blocks).explain(nanos, before, after, sums);
    }

    @Test
    void whereNothingMovedNothingIsExplained() {
        explain(false, 3 * MILLI);
        assertThat(sums.unexplainedNanos).isEqualTo(3 * MILLI);
        assertThat(sums.causes()).isEqualTo(new RunRecord.Causes(0, 0, 0, 0, 0, 0, 0, 0, 0, 3 * MILLI));
    }

    @Test
    void theRunQueueOfBothSidesAndWhoWasAheadInIt() {
        waited(after.fork, 2 * MILLI);
        waited(after.peer, 3 * MILLI);
        after.fork.compilerNanos = 4 * MILLI;
        after.peer.vmNanos = MILLI / 2;
        after.peer.otherNanos = 10 * MILLI;
        after.launcherNanos = 1;
        explain(false, 6 * MILLI);
        assertThat(sums.runQueueNanos).isEqualTo(5 * MILLI);
        assertThat(sums.compilerNanos).isEqualTo(4 * MILLI);
        assertThat(sums.vmNanos).isEqualTo(MILLI / 2);
        assertThat(sums.othersNanos).as("no more than the wait").isEqualTo(5 * MILLI);
        assertThat(sums.launcherNanos).isEqualTo(1);
        assertThat(sums.safepointsNanos).isEqualTo(MILLI / 2);
        assertThat(sums.unexplainedNanos).isEqualTo(MILLI / 2);
    }

    @Test
    void noCauseExplainsMoreThanTheOperationTook() {
        waited(after.fork, 20 * MILLI);
        after.peer.majorFaults = 1;
        explain(false, MILLI);
        assertThat(sums.runQueueNanos).isEqualTo(MILLI);
        assertThat(sums.faultsNanos).isEqualTo(MILLI);
        assertThat(sums.unexplainedNanos).isZero();
    }

    @Test
    void timeOffTheCpuOfAThreadThatNeverSleptWasStolen() {
        after.fork.cpuNanos -= 2 * MILLI;
        after.fork.involuntarySwitches = 5;
        explain(false, 3 * MILLI);
        assertThat(sums.stolenNanos).isEqualTo(2 * MILLI);
        assertThat(sums.asleepNanos).isZero();
        assertThat(sums.unexplainedNanos).isEqualTo(MILLI);
    }

    @Test
    void withAVoluntarySwitchItSlept() {
        after.peer.cpuNanos -= 100 * MILLI;
        after.peer.voluntarySwitches = 1;
        explain(false, 101 * MILLI);
        assertThat(sums.asleepNanos).isEqualTo(100 * MILLI);
        assertThat(sums.stolenNanos).isZero();
        assertThat(sums.faultsNanos).isZero();
        assertThat(sums.unexplainedNanos).isEqualTo(MILLI);
    }

    @Test
    void aStealTickMayBeTheWholeOperation() {
        after.stealTicks = 1;
        explain(false, 7 * MILLI);
        assertThat(sums.stolenNanos).isEqualTo(7 * MILLI);
        assertThat(sums.unexplainedNanos).isZero();
    }

    @Test
    void whoSleepsByDesignHasNoAccountOfTimeOffTheCpu() {
        after.fork.cpuNanos -= 900 * MILLI;
        after.fork.voluntarySwitches = 1000;
        after.peer.cpuNanos -= 900 * MILLI;
        explain(true, MILLI);
        assertThat(sums.asleepNanos).isZero();
        assertThat(sums.stolenNanos).isZero();
        assertThat(sums.unexplainedNanos).isEqualTo(MILLI);
    }

    @Test
    void aReadingInWhichTheClocksDisagreeExplainsNothing() {
        after.fork.cpuNanos += 5;
        after.peer.compilerNanos = -3;
        explain(false, MILLI);
        assertThat(sums.unexplainedNanos).isEqualTo(MILLI);
        assertThat(sums.compilerNanos).isZero();
    }

    @Test
    void mergingAddsAndKeepsTheExtremes() {
        RunRecord.Tail one = tail(50, 3, 900, 2, true);
        RunRecord.Tail other = tail(100, 4, 800, RunRecord.Tail.STEAL_UNKNOWN, false);
        RunRecord.Tail sum = new TailResult(one).getIterationAggregator()
                .aggregate(java.util.List.of(new TailResult(one), new TailResult(other))).tail();
        assertThat(sum).isEqualTo(new RunRecord.Tail(50, 100, 7, 14, 900, 16, 18, true, false,
                new RunRecord.Causes(2, 4, 6, 8, 10, 12, 14, 16, 18, 20), 22, new RunRecord.OsStats(2, 4, 6, 8, 10, 12, 14, 16),
                new RunRecord.OsStats(16, 14, 12, 10, 8, 6, 4, 2), 24, RunRecord.Tail.STEAL_UNKNOWN));
        assertThat(one.plus(one).stealTicks()).isEqualTo(4);
    }

    private static RunRecord.Tail tail(long threshold, long operations, long longest, long stealTicks, boolean known) {
        return new RunRecord.Tail(threshold, threshold, operations, 7, longest, 8, 9, known, known,
                new RunRecord.Causes(1, 2, 3, 4, 5, 6, 7, 8, 9, 10), 11, new RunRecord.OsStats(1, 2, 3, 4, 5, 6, 7, 8),
                new RunRecord.OsStats(8, 7, 6, 5, 4, 3, 2, 1), 12, stealTicks);
    }

    /** Moves this much time of a side from the CPU to the run queue. */
    private static void waited(Reading.Side side, long nanos) {
        side.waitNanos = nanos;
        side.cpuNanos -= nanos;
    }
}
