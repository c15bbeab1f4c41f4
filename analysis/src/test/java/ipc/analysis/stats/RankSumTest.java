package ipc.analysis.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.commons.math3.stat.inference.MannWhitneyUTest;
import org.apache.commons.math3.util.CombinatoricsUtils;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RankSumTest {
    @ParameterizedTest
    // Printed in every table of Mann and Whitney's test, two-sided, 5 %; -1 where it prints a dash.
    @CsvSource({"3, 4, -1", "4, 4, 0", "3, 5, 0", "2, 8, 0", "5, 5, 2", "6, 6, 5", "7, 7, 8", "8, 8, 13", "8, 12, 22",
        "10, 10, 23", "9, 15, 34", "12, 12, 37", "15, 15, 64", "20, 20, 127"})
    void ranksAreTheTablesCriticalValuesPlusOne(int m, int n, int critical) {
        assertThat(RankSum.rank(m, n, 0.95)).isEqualTo(critical + 1).isEqualTo(RankSum.rank(n, m, 0.95));
    }

    @ParameterizedTest
    // Two-sided, 1 %.
    @CsvSource({"4, 4, -1", "5, 5, 0", "6, 6, 2", "10, 10, 16", "20, 20, 105"})
    void alsoAtNinetyNinePercent(int m, int n, int critical) {
        assertThat(RankSum.rank(m, n, 0.99)).isEqualTo(critical + 1);
    }

    @Test
    void theDistributionIsWhatCountingGives() {
        int m = 4;
        int n = 6;
        double[] counted = new double[m * n + 1];
        CombinatoricsUtils.combinationsIterator(m + n, n)
                .forEachRemaining(second -> counted[IntStream.range(0, n).map(i -> second[i] - i).sum()]++);
        double all = Arrays.stream(counted).sum();
        double[] probabilities = RankSum.distribution(m, n);
        assertThat(probabilities).hasSize(m * n + 1);
        for (int u = 0; u <= m * n; u++) {
            assertThat(probabilities[u]).isCloseTo(counted[u] / all, within(1e-12));
        }
    }

    /** Commons Math has the normal approximation only; at thirty of each it is close. */
    @Test
    void agreesWithAnotherImplementation() {
        double[] x = IntStream.range(0, 30).mapToDouble(i -> i).toArray();
        double[] y = IntStream.range(0, 30).mapToDouble(i -> i + 6.5).toArray();
        MannWhitneyUTest other = new MannWhitneyUTest();
        int smallerU = (int) (900 - other.mannWhitneyU(x, y));
        double exact = 2 * Arrays.stream(RankSum.distribution(30, 30), 0, smallerU + 1).sum();
        assertThat(exact).isCloseTo(other.mannWhitneyUTest(x, y), within(0.002));
    }

    @Test
    void theApproximationTakesOverWithoutAJump() {
        int exact = RankSum.rank(50, 50, 0.95);
        int approximate = RankSum.rank(51, 50, 0.95);
        int before = RankSum.rank(49, 50, 0.95);
        assertThat(approximate - exact).isBetween(exact - before - 1, exact - before + 2);
    }

    /** Compares the approximation, beyond fifty, with the exact distribution of samples of unequal size. */
    @ParameterizedTest
    @CsvSource({"51, 51", "60, 20", "51, 8", "80, 60"})
    void theApproximationIsNearTheExactRank(int m, int n) {
        double[] probabilities = RankSum.distribution(m, n);
        int exact = 0;
        for (double below = probabilities[0]; 2 * below <= 0.05; below += probabilities[exact]) {
            exact++;
        }
        assertThat(RankSum.rank(m, n, 0.95)).isBetween(exact - 1, exact + 1);
    }

    @Test
    void howManyOfEachAreEnough() {
        assertThat(RankSum.rank(3, 3, 0.95)).isZero();
        assertThat(RankSum.rank(4, 4, 0.95)).isEqualTo(1);
        assertThat(RankSum.rank(4, 4, 1 - 0.05 / 3)).isZero();
        // Six rounds are enough, however many figures are compared.
        assertThat(RankSum.rank(MedianInterval.FEWEST_ROUNDS, MedianInterval.FEWEST_ROUNDS, 1 - 0.05 / Figure.values().length))
                .isPositive();
    }
}
