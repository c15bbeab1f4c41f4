package ipc.analysis.stats;

import ipc.result.RunRecord.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The 95 % interval of the typical round: of the median over all rounds that this machine could make, from those it made.
 *
 * <p>It goes from the k-th smallest to the k-th largest value, with k as large as the binomial distribution allows. The interval
 * misses the median only if fewer than k of n rounds fall on one side of it, and each does so with probability one half. This
 * holds for every distribution of the rounds. Intervals from Student's t or from a bootstrap cover less than they promise if the
 * CPUs move between placements. The method assumes that rounds are independent.
 *
 * <p>A machine that keeps its placement from one round to the next violates this assumption, and no method on its rounds can
 * correct that. A simulation shows the loss: two placements, each kept with probability 0.9, otherwise drawn anew. If the far one
 * is drawn 45 times in 100, intervals of 6, 10 and 15 rounds cover 41, 38 and 35 %. If it is drawn 10 times in 100, they cover
 * 90, 91 and 89 %. Pairs do not need the assumption.
 *
 * <p>Source: Hahn and Meeker, Statistical Intervals (1991), section 5.2; Conover, Practical Nonparametric Statistics (3rd
 * edition, 1999), section 3.2.
 */
public final class MedianInterval {
    /** The coverage of each interval. The true one is a little higher, because ranks are whole numbers. */
    public static final double CONFIDENCE = 0.95;
    /**
     * The fewest rounds for intervals and verdicts, everywhere. Six have an interval of 1 - 2 / 2^6 = 96.9 %; five reach only
     * 93.75 %.
     */
    public static final int FEWEST_ROUNDS = 6;
    /** The words for fewer rounds, everywhere. */
    public static final String TOO_FEW_ROUNDS = "too few rounds (" + FEWEST_ROUNDS + " needed)";

    private MedianInterval() {
    }

    /**
     * Estimate and interval; empty if the values are too few.
     *
     * @param error the largest distance between a value and the true one; it widens the interval at both ends
     */
    public static Optional<Interval> of(double[] values, DoubleUnaryOperator error) {
        int rank = rank(values.length);
        if (rank == 0) {
            return Optional.empty();
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double low = sorted[rank - 1];
        double high = sorted[sorted.length - rank];
        return Optional.of(new Interval(median(values), Math.max(0, low - error.applyAsDouble(low)),
                high + error.applyAsDouble(high)));
    }

    /** The median; for an even number of values, the mean of the middle two. */
    public static double median(double[] values) {
        return StatUtils.percentile(values, 50);
    }

    /** The k of the interval from the k-th smallest to the k-th largest of n values; 0 if even the widest covers too little. */
    static int rank(int n) {
        BinomialDistribution below = new BinomialDistribution(null, n, 0.5);
        int rank = 0;
        while (2 * below.cumulativeProbability(rank) <= 1 - CONFIDENCE) {
            rank++;
        }
        return rank;
    }
}
