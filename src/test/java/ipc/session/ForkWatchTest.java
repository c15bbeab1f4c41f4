package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ForkWatchTest {
    private static final long SECOND = 1_000_000_000L;

    private final ForkWatch.Standstill standstill = new ForkWatch.Standstill(SECOND, 2 * SECOND);

    @Test
    void aLookThatIsALittleLateIsNoStandstill() {
        at(0, 100);
        at(1, 101);
        at(3.9, 103.9);
        at(4, 104);
        assertThat(standstill.inWords()).isEmpty();
    }

    @Test
    void whatIsMuchLaterStoodStill() {
        at(0, 100);
        at(1, 101);
        at(14, 114);
        at(15, 115);
        assertThat(standstill.inWords())
                .hasValueSatisfying(words -> assertThat(words).startsWith("the launcher stood still for 12 s"));
    }

    /** The one clock stands still meanwhile, the other goes on. */
    @Test
    void aSuspendedMachineIsSeenByItsOtherClock() {
        at(0, 100);
        at(1, 101);
        at(2, 3702);
        at(3, 3703);
        assertThat(standstill.inWords()).contains("the machine was suspended for 3600 s");
    }

    @Test
    void withoutTheOtherClockNothingIsMadeUp() {
        at(0, 0);
        at(1, 0);
        at(2, 5000);
        assertThat(standstill.inWords()).isEmpty();
    }

    private void at(double seconds, double sinceBoot) {
        standstill.look((long) (seconds * SECOND), (long) (sinceBoot * SECOND));
    }
}
