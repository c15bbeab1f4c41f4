package ipc.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import org.apache.commons.math3.stat.inference.WilcoxonSignedRankTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("once")
class SignedRankTest {
    @Test
    void theNullDistributionIsTheTabulatedOne() {
        // Hollander, Wolfe and Chicken, table A.4: n = 10, P(T <= 8) = 0.024, P(T <= 10) = 0.042.
        double[] probabilities = SignedRank.rankSumProbabilities(10);
        assertThat(Arrays.stream(probabilities).sum()).isCloseTo(1, within(1e-12));
        assertThat(Arrays.stream(probabilities, 0, 9).sum()).isCloseTo(0.0244, within(5e-5));
        assertThat(Arrays.stream(probabilities, 0, 11).sum()).isCloseTo(0.0420, within(5e-5));
    }

    @Test
    void fiveValuesGiveNoIntervalSixGiveTheirRange() {
        assertThat(new SignedRank(new double[0]).interval(0.95)).isNull();
        assertThat(new SignedRank(new double[] {1, 2, 3, 4, 5}).interval(0.95)).isNull();
        assertThat(new SignedRank(new double[] {6, 1, 2, 3, 4, 5}).interval(0.95)).containsExactly(1, 6);
    }

    @Test
    void theApproximationTakesOverWithoutAJump() {
        for (int count : new int[] {151, 200}) {
            double[] values = new Random(count).doubles(count).toArray();
            double[] averages = Arrays.stream(values)
                    .flatMap(one -> Arrays.stream(values).filter(other -> other >= one).map(other -> (one + other) / 2)).sorted()
                    .toArray();
            double[] probabilities = SignedRank.rankSumProbabilities(count);
            int exact = 0;
            for (double below = probabilities[0]; below + probabilities[exact + 1] <= 0.025; below += probabilities[exact]) {
                exact++;
            }
            double[] interval = new SignedRank(values).interval(0.95);
            assertThat(interval[0]).isBetween(averages[exact - 1], averages[exact + 1]);
            assertThat(interval[1]).isBetween(averages[averages.length - exact - 2], averages[averages.length - exact]);
        }
    }

    @Test
    void anEndOfTheIntervalIsWhereTheTestBeginsToReject() {
        Random random = new Random(7);
        for (int count : new int[] {8, 12, 20, 30}) {
            double[] values = random.doubles(count).map(value -> value - 0.3).toArray();
            double[] interval = new SignedRank(values).interval(0.95);
            for (double end : interval) {
                double inside = end + 1e-9 * Math.signum(interval[0] + interval[1] - 2 * end);
                double outside = end - 1e-9 * Math.signum(interval[0] + interval[1] - 2 * end);
                assertThat(pValue(values, inside)).as("n=%d", count).isGreaterThan(0.05);
                assertThat(pValue(values, outside)).as("n=%d", count).isLessThanOrEqualTo(0.05);
            }
        }
    }

    private static double pValue(double[] values, double location) {
        return new WilcoxonSignedRankTest().wilcoxonSignedRankTest(new double[values.length],
                Arrays.stream(values).map(value -> value - location).toArray(), values.length <= 20);
    }

    @Test
    void coverageIsWhatItSaysForSymmetricValuesOfAnyShape() {
        Function<Random, Double> normal = Random::nextGaussian;
        Function<Random, Double> cauchy = random -> Math.tan(Math.PI * (random.nextDouble() - 0.5));
        Function<Random, Double> farPlacement = random -> (random.nextBoolean() ? 25 : -25) + random.nextGaussian();
        for (Function<Random, Double> shape : java.util.List.of(normal, cauchy, farPlacement)) {
            for (int count : new int[] {6, 10, 50, 200}) {
                assertThat(coverage(shape, count)).as("n=%d", count).isBetween(0.938, 0.985);
            }
        }
    }

    private static double coverage(Function<Random, Double> shape, int count) {
        Random random = new Random(42);
        int runs = count > 100 ? 1000 : 4000;
        int covered = 0;
        for (int run = 0; run < runs; run++) {
            double[] values = new double[count];
            Arrays.setAll(values, i -> shape.apply(random));
            double[] interval = new SignedRank(values).interval(0.95);
            covered += interval[0] <= 0 && 0 <= interval[1] ? 1 : 0;
        }
        return (double) covered / runs;
    }
}
