package ipc.analysis;

import ipc.result.RunRecord.Interval;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;
import org.apache.commons.math3.distribution.BinomialDistribution;
import org.apache.commons.math3.stat.StatUtils;

/**
 * The 95 % interval of the typical round: of the median over all rounds this machine could have made, from those it made.
 *
 * <p>From the k-th smallest to the k-th largest value, k as large as the binomial distribution allows: the interval misses the
 * median only if fewer than k of n rounds fall on one side of it, and each does so with probability one half. That holds
 * whatever the rounds' distribution, so also for a machine whose CPUs stand now near, now far, where intervals from Student's
 * t or from a bootstrap promise more than they keep. Assumed is that the rounds are independent of each other.
 *
 * <p>A machine that stays where it stands from one round to the next breaks that, and nothing in its rounds can mend it: if all
 * of them met one placement, they know of no other. Simulated, with two placements, of which nine rounds of ten keep that of the
 * round before and the tenth draws one: where the far one is drawn 45 times in 100, intervals of 6, 10 and 15 rounds cover 41, 38
 * and 35 %; where it is drawn 10 times in 100, 90, 91 and 89 %. Pairs do without that assumption.
 *
 * <p>Source: Hahn and Meeker, Statistical Intervals (1991), section 5.2; Conover, Practical Nonparametric Statistics (3rd
 * edition, 1999), section 3.2.
 */
final class MedianInterval {
    /** Of each interval; the true coverage is this or a little more, since ranks are whole numbers. */
    static final double CONFIDENCE = 0.95;
    /** The smallest number of rounds that has an interval: 1 - 2 / 2^6 = 96.9 %, while five reach only 93.75 %. */
    static final int FEWEST_ROUNDS = 6;

    private MedianInterval() {
    }

    /**
     * Estimate and interval; empty if the values are too few.
     *
     * @param error how far a value may lie from the true one; the interval is so much wider at both ends
     */
    static Optional<Interval> of(double[] values, DoubleUnaryOperator error) {
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

    /** The median; of an even number of values the mean of the middle two. */
    static double median(double[] values) {
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
