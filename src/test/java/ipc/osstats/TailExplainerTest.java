package ipc.osstats;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** The arithmetic of the bounds. */
class TailExplainerTest {
    private static final long MILLI = 1_000_000;

    private final Reading before = new Reading();
    private final Reading after = new Reading();
    private final Tail tail = new Tail();

    /** Both sides have been running for a second, and nothing else has happened. */
    TailExplainerTest() {
        after.fork.nanos = 1000 * MILLI;
        after.fork.cpuNanos = 1000 * MILLI;
        after.peer.nanos = 1000 * MILLI;
        after.peer.cpuNanos = 1000 * MILLI;
    }

    private Tail explain(boolean blocks, long nanos) {
        new TailExplainer(blocks).explain(nanos, before, after, tail);
        return tail;
    }

    @Test
    void whereNothingMovedNothingIsExplained() {
        explain(false, 3 * MILLI);
        assertThat(tail.get(Quantity.UNEXPLAINED)).isEqualTo(3 * MILLI);
        for (Quantity cause : new Quantity[] {Quantity.RUN_QUEUE, Quantity.FAULTS, Quantity.SAFEPOINTS, Quantity.STOLEN,
            Quantity.ASLEEP}) {
            assertThat(tail.get(cause)).as(cause.name()).isZero();
        }
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
        assertThat(tail.get(Quantity.RUN_QUEUE)).isEqualTo(5 * MILLI);
        assertThat(tail.get(Quantity.BEHIND_COMPILER)).isEqualTo(4 * MILLI);
        assertThat(tail.get(Quantity.BEHIND_VM)).isEqualTo(MILLI / 2);
        assertThat(tail.get(Quantity.BEHIND_OTHERS)).as("no more than the wait").isEqualTo(5 * MILLI);
        assertThat(tail.get(Quantity.BEHIND_LAUNCHER)).isEqualTo(1);
        assertThat(tail.get(Quantity.SAFEPOINTS)).isEqualTo(MILLI / 2);
        assertThat(tail.get(Quantity.UNEXPLAINED)).isEqualTo(MILLI / 2);
    }

    @Test
    void noCauseExplainsMoreThanTheOperationTook() {
        waited(after.fork, 20 * MILLI);
        after.peer.majorFaults = 1;
        explain(false, MILLI);
        assertThat(tail.get(Quantity.RUN_QUEUE)).isEqualTo(MILLI);
        assertThat(tail.get(Quantity.FAULTS)).isEqualTo(MILLI);
        assertThat(tail.get(Quantity.UNEXPLAINED)).isZero();
    }

    @Test
    void timeOffTheCpuOfAThreadThatNeverSleptWasStolen() {
        after.fork.cpuNanos -= 2 * MILLI;
        after.fork.involuntarySwitches = 5;
        explain(false, 3 * MILLI);
        assertThat(tail.get(Quantity.STOLEN)).isEqualTo(2 * MILLI);
        assertThat(tail.get(Quantity.ASLEEP)).isZero();
        assertThat(tail.get(Quantity.UNEXPLAINED)).isEqualTo(MILLI);
    }

    @Test
    void withAVoluntarySwitchItSlept() {
        after.peer.cpuNanos -= 100 * MILLI;
        after.peer.voluntarySwitches = 1;
        explain(false, 101 * MILLI);
        assertThat(tail.get(Quantity.ASLEEP)).isEqualTo(100 * MILLI);
        assertThat(tail.get(Quantity.STOLEN)).isZero();
        assertThat(tail.get(Quantity.FAULTS)).isZero();
        assertThat(tail.get(Quantity.UNEXPLAINED)).isEqualTo(MILLI);
    }

    @Test
    void aStealTickMayBeTheWholeOperation() {
        after.stealTicks = 1;
        explain(false, 7 * MILLI);
        assertThat(tail.get(Quantity.STOLEN)).isEqualTo(7 * MILLI);
        assertThat(tail.get(Quantity.UNEXPLAINED)).isZero();
    }

    @Test
    void whoSleepsByDesignHasNoAccountOfTimeOffTheCpu() {
        after.fork.cpuNanos -= 900 * MILLI;
        after.fork.voluntarySwitches = 1000;
        after.peer.cpuNanos -= 900 * MILLI;
        explain(true, MILLI);
        assertThat(tail.get(Quantity.ASLEEP)).isZero();
        assertThat(tail.get(Quantity.STOLEN)).isZero();
        assertThat(tail.get(Quantity.UNEXPLAINED)).isEqualTo(MILLI);
    }

    @Test
    void aReadingInWhichTheClocksDisagreeExplainsNothing() {
        after.fork.cpuNanos += 5;
        after.peer.compilerNanos = -3;
        explain(false, MILLI);
        assertThat(tail.get(Quantity.UNEXPLAINED)).isEqualTo(MILLI);
        assertThat(tail.get(Quantity.BEHIND_COMPILER)).isZero();
    }

    @Test
    void mergingAddsAndKeepsTheExtremes() {
        Tail other = new Tail();
        tail.set(Quantity.LEAST_THRESHOLD, 50);
        tail.set(Quantity.GREATEST_THRESHOLD, 50);
        tail.set(Quantity.OPERATIONS, 3);
        tail.set(Quantity.LONGEST, 900);
        other.set(Quantity.LEAST_THRESHOLD, 100);
        other.set(Quantity.GREATEST_THRESHOLD, 100);
        other.set(Quantity.OPERATIONS, 4);
        other.set(Quantity.LONGEST, 800);
        Tail sum = new TailResult(tail).getIterationAggregator()
                .aggregate(java.util.List.of(new TailResult(tail), new TailResult(other))).tail();
        assertThat(sum.get(Quantity.LEAST_THRESHOLD)).isEqualTo(50);
        assertThat(sum.get(Quantity.GREATEST_THRESHOLD)).isEqualTo(100);
        assertThat(sum.get(Quantity.OPERATIONS)).isEqualTo(7);
        assertThat(sum.get(Quantity.LONGEST)).isEqualTo(900);
    }

    /** Moves this much time of a side from the CPU to the run queue. */
    private static void waited(Reading.Side side, long nanos) {
        side.waitNanos = nanos;
        side.cpuNanos -= nanos;
    }
}
