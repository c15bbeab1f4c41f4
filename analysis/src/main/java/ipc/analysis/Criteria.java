package ipc.analysis;

import ipc.BadInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * What a comparison is asked for.
 *
 * @param figures          which of each cell's figures
 * @param thresholdPercent the largest change that is neither worse nor better
 * @param across           what may differ between the two runs
 */
public record Criteria(List<Figure> figures, double thresholdPercent, Set<Conditions> across) {
    /** Figures compared by default, as one types them. */
    public static final String DEFAULT_METRICS = "mean,p50,p99";
    /** The default threshold, as one types it. */
    public static final String DEFAULT_THRESHOLD = "5%";
    /** Of all of a cell's intervals together. */
    private static final double CONFIDENCE = 0.95;

    /**
     * As typed.
     *
     * @throws BadInputException if something is not what it must be
     */
    public static Criteria parse(List<String> metrics, String threshold, List<String> across) {
        return new Criteria(Figure.parse(metrics), percent(threshold), Conditions.parse(across));
    }

    private static double percent(String text) {
        try {
            double percent = Double.parseDouble(text.replaceFirst("\\s*%$", ""));
            if (percent >= 0 && Double.isFinite(percent)) {
                return percent;
            }
        } catch (NumberFormatException e) {
            // Said below, with what would be right.
        }
        throw new BadInputException("--threshold " + text + ": a percentage of zero or more is expected, such as "
                + DEFAULT_THRESHOLD);
    }

    /** The threshold in words. */
    String threshold() {
        return BigDecimal.valueOf(thresholdPercent).stripTrailingZeros().toPlainString() + " %";
    }

    /**
     * Of each single interval. Three figures are three chances to find a difference where there is none; so that a cell as a
     * whole errs no more often than one figure would, each gets its share of the error (Bonferroni's inequality).
     */
    double confidence() {
        return 1 - (1 - CONFIDENCE) / figures.size();
    }
}
