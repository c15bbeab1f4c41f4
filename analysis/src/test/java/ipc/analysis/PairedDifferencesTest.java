package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ipc.BadInputException;
import ipc.analysis.PairedDifferences.Difference;
import ipc.result.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PairedDifferencesTest {
    private static final int OPERATIONS = 1000;

    @Test
    void fourBlocksAreOnePair() {
        List<Block> blocks = List.of(block(0, false, 100), block(0, true, 104), block(0, true, 106), block(0, false, 102));
        assertThat(PairedQuad.of(blocks)).containsExactly(new PairedQuad(0, 0, 4, 103));
    }

    @Test
    void aSteadyDriftFavoursNeitherSide() {
        List<Block> blocks = List.of(block(0, false, 100), block(0, true, 110), block(0, true, 120), block(0, false, 130),
                block(0, true, 140), block(0, false, 150), block(0, false, 160), block(0, true, 170));
        assertThat(PairedQuad.of(blocks)).extracting(PairedQuad::differenceNanos).containsExactly(0.0, 0.0);
    }

    @Test
    void whatIsNoPairIsRefused() {
        List<Block> three = List.of(block(0, false, 1), block(0, true, 1), block(0, true, 1));
        assertThatThrownBy(() -> PairedQuad.of(three)).isInstanceOf(BadInputException.class)
                .hasMessage("block 0 does not begin two blocks of each side in one allocation");
        List<Block> torn = List.of(block(0, false, 1), block(0, true, 1), block(0, true, 1), block(1, false, 1));
        assertThatThrownBy(() -> PairedQuad.of(torn)).isInstanceOf(BadInputException.class);
        List<Block> lopsided = List.of(block(0, false, 1), block(0, true, 1), block(0, true, 1), block(0, true, 1));
        assertThatThrownBy(() -> PairedQuad.of(lopsided)).isInstanceOf(BadInputException.class);
    }

    @Test
    void theAllocationIsTheUnit() {
        // A thousand pairs in one allocation say less than one pair each in a thousand.
        List<PairedQuad> quads = new ArrayList<>();
        for (int pair = 0; pair < 1000; pair++) {
            quads.add(new PairedQuad(0, 0, 5, 100));
        }
        Difference difference = PairedDifferences.of(quads).get(0);
        assertThat(difference.interval()).isNull();
        assertThat(difference.allocations()).isEqualTo(1);
        assertThat(difference.pairs()).isEqualTo(1000);
    }

    @Test
    void placementsAreJudgedApart() {
        List<PairedQuad> quads = new ArrayList<>();
        Random random = new Random(3);
        for (int allocation = 0; allocation < 20; allocation++) {
            boolean far = allocation >= 12;
            for (int pair = 0; pair < 50; pair++) {
                quads.add(new PairedQuad(allocation, 0, (far ? 20 : 1) + 0.1 * random.nextGaussian(),
                        (far ? 525 : 110) + random.nextGaussian()));
            }
        }
        List<Difference> differences = PairedDifferences.of(quads);
        assertThat(differences).hasSize(2);
        assertThat(differences.get(0).differenceNanos()).isCloseTo(1, within(0.1));
        assertThat(differences.get(0).share()).isEqualTo(0.6);
        assertThat(differences.get(1).differenceNanos()).isCloseTo(20, within(0.2));
        assertThat(differences.get(1).allocations()).isEqualTo(8);
    }

    @Test
    void equalityNeedsAnIntervalInsideTheMargin() {
        assertThat(PairedDifferences.of(simulated(new Random(1), 20, 0.3, 0.2)).get(0).equal()).isTrue();
        assertThat(PairedDifferences.of(simulated(new Random(1), 20, 3, 0.2)).get(0).equal()).isFalse();
        assertThat(PairedDifferences.of(simulated(new Random(1), 8, 0, 8)).get(0).equal()).isFalse();
    }

    /** The machine as it is: allocations that differ, slow waves through all of them, pairs that follow their predecessors, wild ones. */
    @Test
    void withoutADifferenceFiveIntervalsInAHundredLeaveZeroOut() {
        Random random = new Random(20261123);
        int excluding = 0;
        int runs = 1000;
        double halfWidths = 0;
        for (int run = 0; run < runs; run++) {
            Difference difference = PairedDifferences.of(simulated(random, 10, 0, run % 2 == 0 ? 0.05 : 15)).get(0);
            excluding += difference.isShown() ? 1 : 0;
            halfWidths += difference.interval()[1] - difference.interval()[0];
        }
        assertThat(excluding / (double) runs).isBetween(0.025, 0.075);
        assertThat(halfWidths).isPositive();
    }

    @Test
    void aDifferenceIsFoundWithItsSignAndSize() {
        Random random = new Random(5);
        int found = 0;
        for (int run = 0; run < 200; run++) {
            Difference difference = PairedDifferences.of(simulated(random, 10, 2, 0.3)).get(0);
            found += difference.isShown() && difference.interval()[0] > 1 && difference.interval()[1] < 3 ? 1 : 0;
        }
        assertThat(found).isGreaterThanOrEqualTo(195);
    }

    private static List<PairedQuad> simulated(Random random, int allocations, double difference, double betweenAllocations) {
        List<PairedQuad> quads = new ArrayList<>();
        for (int allocation = 0; allocation < allocations; allocation++) {
            double own = betweenAllocations * random.nextGaussian();
            double noise = 0;
            for (int pair = 0; pair < 60; pair++) {
                noise = 0.8 * noise + 0.6 * random.nextGaussian();
                double wild = random.nextInt(50) == 0 ? 1000 * (random.nextDouble() - 0.5) : 0;
                quads.add(new PairedQuad(allocation, 0, difference + own + noise + wild, 110 + 5 * Math.sin(pair / 10.0)));
            }
        }
        return quads;
    }

    private static Block block(int allocation, boolean contender, long nanos) {
        return new Block(allocation, contender, OPERATIONS, 0, nanos * OPERATIONS);
    }
}
