package ipc.analysis.stats;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.DoubleUnaryOperator;

/**
 * The difference between the contender's typical round and the baseline's, in percent of the baseline; above zero is slower.
 *
 * <p>The rounds of two runs are two samples. They are compared on a logarithmic scale, on which a slower machine shifts every
 * round by the same amount. The estimate is that of Hodges and Lehmann: the median of all pairwise differences. The interval goes
 * from the k-th smallest to the k-th largest of them; k comes from the exact distribution of Mann and Whitney's U
 * ({@link RankSum}). The method holds for every distribution of the rounds. It assumes that rounds are independent, and that the
 * distributions of the two runs differ by a shift at most.
 *
 * <p>Source: Hodges and Lehmann, Annals of Mathematical Statistics 34 (1963), page 598; Conover, Practical Nonparametric
 * Statistics (3rd edition, 1999), section 5.4.
 *
 * @param percent the estimate
 * @param low     lower end of the interval
 * @param high    upper end
 */
public record Change(double percent, double low, double high) {
    /**
     * The change from one sample to another; empty if there are too few values for an interval.
     *
     * @param baseline       values above their error
     * @param contender      values above their error
     * @param baselineError  the largest distance between a value and the true one; the interval allows for it
     * @param contenderError the same for the contender
     * @param confidence     of the interval
     */
    public static Optional<Change> of(double[] baseline, double[] contender, DoubleUnaryOperator baselineError,
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

    // StrictMath gives the same digits on every machine, so that data can be compared as text.

    /** The differences of the logarithms, every contender's minus every baseline's, sorted. */
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
