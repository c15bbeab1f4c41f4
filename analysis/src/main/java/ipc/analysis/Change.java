package ipc.analysis;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * By how much the contender's typical round differs from the baseline's, percent of the baseline; above zero is slower.
 *
 * <p>The rounds of two runs are two samples, compared on a logarithmic scale, where a slower machine shifts every round alike.
 * The estimate is Hodges' and Lehmann's, the median of all pairwise differences; the interval goes from the k-th smallest to
 * the k-th largest of them, k from the exact distribution of Mann and Whitney's U ({@link RankSum}). It asks nothing of the
 * rounds' distribution. Assumed is that rounds are independent and that the two runs' distributions differ by a shift, if by
 * anything; where they do not differ, the interval excludes zero no more often than promised.
 *
 * <p>Source: Hodges and Lehmann, Annals of Mathematical Statistics 34 (1963), page 598; Conover, Practical Nonparametric
 * Statistics (3rd edition, 1999), section 5.4.
 *
 * @param percent the estimate
 * @param low     lower end of the interval
 * @param high    upper end
 */
record Change(double percent, double low, double high) {
    /**
     * The change from one sample to another; empty if they are too few for an interval.
     *
     * @param baseline       values above their error
     * @param contender      values above their error
     * @param baselineError  how far a value may lie from the true one; the interval holds for every possible truth
     * @param contenderError the same
     * @param confidence     of the interval
     */
    static Optional<Change> of(double[] baseline, double[] contender, DoubleUnaryOperator baselineError,
            DoubleUnaryOperator contenderError, double confidence) {
        if (baseline.length == 0 || contender.length == 0) {
            return Optional.empty();
        }
        int rank = RankSum.rank(baseline.length, contender.length, confidence);
        if (rank == 0) {
            return Optional.empty();
        }
        double[] low = differences(shifted(baseline, baselineError, 1), shifted(contender, contenderError, -1));
        double[] high = differences(shifted(baseline, baselineError, -1), shifted(contender, contenderError, 1));
        return Optional.of(new Change(percent(MedianInterval.median(differences(baseline, contender))),
                percent(low[rank - 1]), percent(high[high.length - rank])));
    }

    private static double[] shifted(double[] values, DoubleUnaryOperator error, int sign) {
        return Arrays.stream(values).map(value -> value + sign * error.applyAsDouble(value)).toArray();
    }

    // StrictMath: the same digits on every machine, so that data can be compared as text.

    /** Of the logarithms, every contender's less every baseline's, sorted. */
    private static double[] differences(double[] baseline, double[] contender) {
        double[] differences = new double[baseline.length * contender.length];
        int index = 0;
        for (double before : baseline) {
            for (double after : contender) {
                differences[index++] = StrictMath.log(after) - StrictMath.log(before);
            }
        }
        Arrays.sort(differences);
        return differences;
    }

    private static double percent(double logarithm) {
        return 100 * StrictMath.expm1(logarithm);
    }
}
