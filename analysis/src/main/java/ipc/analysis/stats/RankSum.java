package ipc.analysis.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The null distribution of the Mann-Whitney statistic U. U counts the pairs, of m times n, in which the second sample's value is
 * above the first's. The null hypothesis is that both samples come from one distribution.
 *
 * <p>The recursion is from Mann and Whitney, Annals of Mathematical Statistics 18 (1947), page 50. The interval's ranks and their
 * approximation are from Hollander, Wolfe and Chicken, Nonparametric Statistical Methods (3rd edition, 2014), section 4.3.
 */
public final class RankSum {
    /** Up to here the distribution is exact; beyond it the normal approximation gives the same ranks to within one. */
    private static final int LARGEST_EXACT = 50;

    private RankSum() {
    }

    /**
     * The k of the interval from the k-th smallest to the k-th largest of the m times n pairwise differences.
     *
     * @param m          size of one sample, positive
     * @param n          size of the other, positive
     * @param confidence below 1
     * @return 0 if even the widest interval covers less than {@code confidence}
     */
    public static int rank(int m, int n, double confidence) {
        double alpha = 1 - confidence;
        if (Math.max(m, n) > LARGEST_EXACT) {
            double deviation = Math.sqrt((double) m * n * (m + n + 1) / 12);
            return Math.max(0, (int) ((double) m * n / 2 + deviation * new NormalDistribution(null, 0, 1)
                    .inverseCumulativeProbability(alpha / 2)));
        }
        double[] probabilities = distribution(m, n);
        int rank = 0;
        for (double below = probabilities[0]; 2 * below <= alpha; below += probabilities[rank]) {
            rank++;
        }
        return rank;
    }

    /**
     * P(U = 0), P(U = 1), … P(U = m n). The largest of all values is the second sample's with probability n / (m + n), and then
     * above all m values of the first.
     */
    static double[] distribution(int m, int n) {
        double[][] before = new double[n + 1][];
        Arrays.setAll(before, j -> new double[] {1});
        for (int i = 1; i <= m; i++) {
            double[][] now = new double[n + 1][];
            now[0] = new double[] {1};
            for (int j = 1; j <= n; j++) {
                now[j] = new double[i * j + 1];
                for (int u = 0; u <= i * j; u++) {
                    double secondLargest = u >= i ? now[j - 1][u - i] : 0;
                    double firstLargest = u < before[j].length ? before[j][u] : 0;
                    now[j][u] = (j * secondLargest + i * firstLargest) / (i + j);
                }
            }
            before = now;
        }
        return before[n];
    }
}
