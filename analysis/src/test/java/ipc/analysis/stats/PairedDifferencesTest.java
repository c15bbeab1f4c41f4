package ipc.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ipc.BadInputException;
import ipc.analysis.stats.PairedDifferences.Difference;
import ipc.result.Block;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.DoubleSupplier;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("once")
class PairedDifferencesTest {
    private static final int OPERATIONS = 1000;
    private static final double NEAR_NANOS = 110;
    private static final double FAR_NANOS = 525;

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
    void aSingleAllocationIsNoPlacementNorAreAFewPairs() {
        List<PairedQuad> quads = new ArrayList<>();
        for (int allocation = 0; allocation < 12; allocation++) {
            for (int pair = 0; pair < 50; pair++) {
                quads.add(new PairedQuad(allocation, 0, 1, allocation == 5 ? 525 : 110));
            }
        }
        assertThat(PairedDifferences.of(quads)).hasSize(1);
        for (int allocation = 12; allocation < 16; allocation++) {
            quads.add(new PairedQuad(allocation, 0, 1, 525));
        }
        assertThat(PairedDifferences.of(quads)).as("four pairs, each alone in its allocation").hasSize(1);
    }

    @Test
    void equalityNeedsAnIntervalInsideTheMargin() {
        assertThat(PairedDifferences.of(simulated(new Random(1), 20, 0.3, 0.2)).get(0).equal()).isTrue();
        assertThat(PairedDifferences.of(simulated(new Random(1), 20, -0.3, 0.2)).get(0).equal()).isTrue();
        assertThat(PairedDifferences.of(simulated(new Random(1), 20, 3, 0.2)).get(0).equal()).isFalse();
        assertThat(PairedDifferences.of(simulated(new Random(1), 20, -3, 0.2)).get(0).equal()).isFalse();
        assertThat(PairedDifferences.of(simulated(new Random(1), 8, 0, 8)).get(0).equal()).isFalse();
    }

    /** The machine as it is: allocations that differ, slow waves through all of them, pairs that follow their predecessors, wild ones. */
    @Test
    void withoutADifferenceFiveIntervalsInAHundredLeaveZeroOut() {
        Random random = new Random(20261123);
        int excluding = 0;
        int runs = 1000;
        double restless = 15;
        double halfWidths = 0;
        for (int run = 0; run < runs; run++) {
            Difference difference = PairedDifferences.of(simulated(random, 10, 0, run % 2 == 0 ? 0.05 : restless)).get(0);
            excluding += difference.isShown() ? 1 : 0;
            halfWidths += run % 2 == 0 ? 0 : (difference.interval()[1] - difference.interval()[0]) / 2;
        }
        assertThat(excluding / (double) runs).isBetween(0.025, 0.075);
        // Student's t would need 0.72 standard deviations for ten normal values.
        assertThat(halfWidths / (runs / 2)).isBetween(0.65 * restless, 0.85 * restless);
    }

    /**
     * The placement changes between allocations and within them. The code of every fork prefers one of the two slots, and the
     * transport in it is drawn for each allocation. Every line printed is a 95 % interval by itself.
     */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 6})
    void everyLineOfAMachineThatMovesLeavesZeroOutFiveTimesInAHundred(int forks) {
        Random random = new Random(forks);
        int runs = 700;
        int lines = 0;
        long excluding = 0;
        int runsWithTwo = 0;
        int runsExcluding = 0;
        for (int run = 0; run < runs; run++) {
            List<Difference> printed = PairedDifferences.of(onAMachineThatMoves(random, forks, () -> 0)).stream()
                    .filter(difference -> difference.interval() != null).toList();
            long shown = printed.stream().filter(Difference::isShown).count();
            lines += printed.size();
            excluding += shown;
            runsWithTwo += printed.size() == 2 ? 1 : 0;
            runsExcluding += shown > 0 ? 1 : 0;
        }
        assertThat(runsWithTwo).isGreaterThan(runs * 9 / 10);
        assertThat(excluding / (double) lines).isBetween(0.03, 0.07);
        // With two lines, one run in ten has an interval without zero, as the docs say.
        assertThat(runsExcluding / (double) runs).isBetween(0.06, 0.13);
    }

    /** Transports of different code: what they differ by depends on how each fork compiled them, which no allocation tells. */
    @Test
    void theIntervalIsThatOfTheForksMeasured() {
        Random random = new Random(11);
        int covered = 0;
        int runs = 300;
        for (int run = 0; run < runs; run++) {
            double[] interval = PairedDifferences.of(onAMachineThatMoves(random, 3, () -> 3 + random.nextGaussian())).get(0)
                    .interval();
            covered += interval[0] <= 3 && 3 <= interval[1] ? 1 : 0;
        }
        assertThat(covered / (double) runs).isLessThan(0.8);
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

    /** Twenty allocations in each fork, sixty pairs in each; the difference is drawn by fork. */
    private static List<PairedQuad> onAMachineThatMoves(Random random, int forks, DoubleSupplier differenceOfFork) {
        List<PairedQuad> quads = new ArrayList<>();
        boolean far = random.nextBoolean();
        for (int fork = 0; fork < forks; fork++) {
            double difference = differenceOfFork.getAsDouble();
            double preference = random.nextGaussian();
            for (int allocation = 20 * fork; allocation < 20 * (fork + 1); allocation++) {
                far ^= random.nextInt(5) == 0;
                double own = 0.5 * random.nextGaussian() + (random.nextBoolean() ? preference : -preference);
                double noise = 0;
                for (int pair = 0; pair < 60; pair++) {
                    boolean moves = random.nextInt(300) == 0;
                    noise = 0.8 * noise + 0.6 * random.nextGaussian();
                    // A move in the middle of a pair hits one of its sides harder, or both alike.
                    double hit = moves ? (random.nextInt(3) - 1) * (FAR_NANOS - NEAR_NANOS) / 2 : 0;
                    double level = moves ? (NEAR_NANOS + FAR_NANOS) / 2 : far ? FAR_NANOS : NEAR_NANOS;
                    quads.add(new PairedQuad(allocation, 0, difference + (far ? 5 : 1) * (own + noise) + hit,
                            level * (1 + 0.05 * Math.sin(pair / 10.0))));
                    far ^= moves;
                }
            }
        }
        return quads;
    }

    private static Block block(int allocation, boolean contender, long nanos) {
        return new Block(allocation, contender, OPERATIONS, 0, nanos * OPERATIONS);
    }
}
