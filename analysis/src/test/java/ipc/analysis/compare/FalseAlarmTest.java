package ipc.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.result.RunRecord.Placement;
import ipc.result.Summary;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.math3.random.RandomGenerator;
import org.apache.commons.math3.random.Well19937c;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Simulates a virtual machine. Its CPUs stay in a placement for some rounds and then move, each time to a slightly different
 * level, which the reference probe hardly shows. Percentiles come in steps of 10 ns, and the tail scatters. Runs of the same code
 * must hardly ever be called slower; slower code always.
 */
@Tag("once")
class FalseAlarmTest {
    private static final double[] PLACEMENTS = {100, 100, 100, 500};
    private static final int COMPARISONS = 3000;

    @ParameterizedTest
    // The last column is the scatter within one placement. The larger one exceeds the threshold.
    @CsvSource({"6, 0.015", "10, 0.015", "15, 0.015", "6, 0.15", "10, 0.15", "15, 0.15"})
    void theSameCodeIsHardlyEverCalledSlower(int rounds, double scatter) {
        RandomGenerator random = new Well19937c(rounds);
        int slower = 0;
        int answers = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            Comparison comparison = compare(rounds, new Machine(random, 0.9, scatter), 1);
            slower += comparison.anySlower() ? 1 : 0;
            answers += comparison.anyAnswer() ? 1 : 0;
        }
        assertThat(answers).isGreaterThan(COMPARISONS / 20);
        assertThat((double) slower / answers).isLessThan(0.02);
    }

    @ParameterizedTest
    @ValueSource(ints = {6, 10, 15})
    void aTenthSlowerIsCalledSlowerEveryTime(int rounds) {
        RandomGenerator random = new Well19937c(100 + rounds);
        for (int i = 0; i < COMPARISONS; i++) {
            assertThat(compare(rounds, new Machine(random, 1, 0.015), 1.1).anySlower()).isTrue();
        }
    }

    /** Without matched placements this machine causes false alarms, so the simulation is a real check. */
    @Test
    void withoutReferenceProbesThereAreFalseAlarms() {
        RandomGenerator random = new Well19937c(7);
        int slower = 0;
        for (int i = 0; i < COMPARISONS; i++) {
            List<Summary> before = new Machine(random, 0.8, 0.015).rounds(10, 1, new ArrayList<>());
            List<Summary> after = new Machine(random, 0.8, 0.015).rounds(10, 1, new ArrayList<>());
            slower += compare(before, List.of(), after, List.of()).anySlower() ? 1 : 0;
        }
        assertThat((double) slower / COMPARISONS).isGreaterThan(0.05);
    }

    private static Comparison compare(int rounds, Machine machine, double factor) {
        List<Placement> beforePlacements = new ArrayList<>();
        List<Placement> afterPlacements = new ArrayList<>();
        List<Summary> before = machine.rounds(rounds, 1, beforePlacements);
        List<Summary> after = machine.rounds(rounds, factor, afterPlacements);
        return compare(before, beforePlacements, after, afterPlacements);
    }

    private static Comparison compare(List<Summary> before, List<Placement> beforePlacements, List<Summary> after,
            List<Placement> afterPlacements) {
        return new Comparison(side("a", before, beforePlacements), side("b", after, afterPlacements),
                Criteria.parse(List.of("mean", "p50", "p99"), "5%", List.of()));
    }

    private static Comparison.Side side(String label, List<Summary> rounds, List<Placement> placements) {
        return new Comparison.Side(label, Runs.run().cell(Runs.measured("RoundTrip", "sysv/spin", placements, rounds)).record());
    }

    /** It has a placement, and keeps it from one round to the next with some probability. */
    private static final class Machine {
        private final RandomGenerator random;
        private final double stays;
        private final double scatter;
        private double placement;
        private double level;

        Machine(RandomGenerator random, double stays, double scatter) {
            this.random = random;
            this.stays = stays;
            this.scatter = scatter;
            move();
        }

        private void move() {
            placement = PLACEMENTS[random.nextInt(PLACEMENTS.length)];
            level = scattered(placement, 0.02);
        }

        private double scattered(double value, double by) {
            return value * Math.exp(by * random.nextGaussian());
        }

        List<Summary> rounds(int rounds, double factor, List<Placement> placements) {
            List<Summary> summaries = new ArrayList<>();
            for (int i = 0; i < rounds; i++) {
                if (random.nextDouble() > stays) {
                    move();
                }
                double typical = scattered(factor * level, scatter);
                summaries.add(Runs.round(1_000_000, typical, scattered(1.5 * typical, 0.15)));
                placements.add(new Placement(scattered(0.75 * placement, 0.04), scattered(0.75 * placement, 0.04)));
            }
            return summaries;
        }
    }
}
