package ipc.analysis.stats;

import static ipc.analysis.Runs.at;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ipc.analysis.Runs;
import ipc.result.RunRecord.Placement;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlacementMatchTest {
    @Test
    void roundsOfOnePlacementAreAllUsed() {
        PlacementMatch match = PlacementMatch.of(at(110, 112, 108), at(111, 109)).orElseThrow();
        assertThat(match.baseline()).containsExactly(0, 1, 2);
        assertThat(match.contender()).containsExactly(0, 1);
        assertThat(match.probeNanos()).isCloseTo(110.6, within(1.0));
    }

    @Test
    void neighbouringPlacementsAreToldApart() {
        PlacementMatch match = PlacementMatch.of(at(69, 90, 118, 155, 119), at(118, 155, 120, 155, 90)).orElseThrow();
        assertThat(match.baseline()).containsExactly(2, 4);
        assertThat(match.contender()).containsExactly(0, 2);
    }

    @Test
    void placementsDoNotRunIntoEachOtherThroughThoseBetween() {
        PlacementMatch match = PlacementMatch.of(at(100, 110, 120, 130, 140, 150),
                at(100, 110, 120, 130, 140, 150)).orElseThrow();
        assertThat(match.baseline()).hasSize(3);
    }

    @Test
    void aRoundInWhichTheCpusMovedIsLeftOut() {
        List<Placement> moved = List.of(new Placement(110, 525), new Placement(110, 111), new Placement(525, 110));
        assertThat(PlacementMatch.of(moved, at(110, 110)).orElseThrow().baseline()).containsExactly(1);
    }

    @Test
    void thePlacementIsTakenThatDecidesMostSharply() {
        PlacementMatch match = PlacementMatch.of(at(110, 110, 110, 525, 525, 525), at(110, 525, 525, 525)).orElseThrow();
        assertThat(match.baseline()).containsExactly(3, 4, 5);
        assertThat(match.probeNanos()).isGreaterThan(500);
    }

    @Test
    void withoutACommonPlacementThereIsNoMatch() {
        assertThat(PlacementMatch.of(at(110, 111), at(525, 526))).isEmpty();
        assertThat(PlacementMatch.home(at(110, 111, 525))).isEqualTo(new PlacementMatch.Home(2, (110 * 1.01 + 111) / 2));
        assertThat(PlacementMatch.home(List.of(new Placement(110, 525))).rounds()).isZero();
    }

    @Test
    void knownMeansEveryRoundOfIt() {
        assertThat(PlacementMatch.isKnown(Runs.measured("RoundTrip", "sysv/spin", at(110, 110), 100, 100))).isTrue();
        assertThat(PlacementMatch.isKnown(Runs.measured("RoundTrip", "sysv/spin", at(110), 100, 100))).isFalse();
        assertThat(PlacementMatch.isKnown(Runs.measured("RoundTrip", "sysv/spin", List.of(), 100, 100))).isFalse();
        assertThat(PlacementMatch.isKnown(Runs.measured("RoundTrip", "sysv/spin", at(110, 0), 100, 100))).isFalse();
    }
}
