package ipc.analysis.stats;

import java.util.Arrays;
import org.apache.commons.math3.distribution.NormalDistribution;

/**
 * The interval of a location that belongs to Wilcoxon's signed-rank test. It takes the averages of all pairs of values (Walsh
 * averages) and cuts both ends off by the test's exact critical value. It needs a distribution that is symmetric about the
 * location, but not a normal one. A few outliers have little effect. The exact coverage is at least the nominal one.
 *
 * <p>Source: Hollander, Wolfe and Chicken, Nonparametric Statistical Methods, 3rd ed. 2014, 3.1 to 3.3; Hodges and Lehmann,
 * Annals of Mathematical Statistics 34, 1963.
 */
final class SignedRank {
    /** Up to this many values the distribution is exact; beyond it, the normal one agrees to four digits. */
    private static final int MOST_EXACT = 150;

    private final double[] sorted;
    private final int count;

    /** @param values independent; not changed */
    SignedRank(double[] values) {
        sorted = values.clone();
        Arrays.sort(sorted);
        count = values.length;
    }

    /**
     * The two-sided interval.
     *
     * @param confidence such as 0.95
     * @return its two ends; null if there are too few values (fewer than 6 for 0.95)
     */
    double[] interval(double confidence) {
        long cut = cut((1 - confidence) / 2);
        return cut < 0 ? null : new double[] {walshAverage(cut), walshAverage(count * (count + 1L) / 2 - 1 - cut)};
    }

    /** The average that has this many below it, found by bisection, because there can be too many averages to store. */
    private double walshAverage(long below) {
        long low = ordered(sorted[0]);
        long high = ordered(sorted[count - 1]);
        while (low < high) {
            long middle = Math.floorDiv(low, 2) + Math.floorDiv(high, 2) + (low & high & 1);
            if (averagesUpTo(fromOrdered(middle)) > below) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return fromOrdered(low) + 0.0;
    }

    private long averagesUpTo(double most) {
        long averages = 0;
        int second = count - 1;
        for (int first = 0; first < count; first++) {
            while (second >= 0 && (sorted[first] + sorted[second]) / 2 > most) {
                second--;
            }
            averages += Math.max(0, second - first + 1);
        }
        return averages;
    }

    /** The bits of a number, in an order that is the order of the numbers. */
    private static long ordered(double number) {
        long bits = Double.doubleToLongBits(number);
        return bits ^ bits >> 63 & Long.MAX_VALUE;
    }

    private static double fromOrdered(long bits) {
        return Double.longBitsToDouble(bits ^ bits >> 63 & Long.MAX_VALUE);
    }

    /** How many averages to cut off at each end: the largest rank sum with a smaller probability, or -1. */
    private long cut(double tail) {
        if (count > MOST_EXACT) {
            double mean = count * (count + 1.0) / 4;
            double deviation = Math.sqrt(count * (count + 1.0) * (2.0 * count + 1) / 24);
            return (long) Math.floor(mean + deviation * new NormalDistribution().inverseCumulativeProbability(tail) - 0.5);
        }
        double[] probabilities = rankSumProbabilities(count);
        double below = 0;
        int cut = -1;
        while (below + probabilities[cut + 1] <= tail) {
            below += probabilities[++cut];
        }
        return cut;
    }

    /** The null distribution of the sum of positive ranks: each rank is in the sum with probability one half. */
    static double[] rankSumProbabilities(int count) {
        double[] probabilities = new double[count * (count + 1) / 2 + 1];
        probabilities[0] = 1;
        int largest = 0;
        for (int rank = 1; rank <= count; rank++) {
            largest += rank;
            for (int sum = largest; sum >= 0; sum--) {
                probabilities[sum] = (probabilities[sum] + (sum >= rank ? probabilities[sum - rank] : 0)) / 2;
            }
        }
        return probabilities;
    }
}
