package ipc.analysis.compare;

import ipc.analysis.stats.Figure;
import ipc.BadInputException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Set;

/**
 * The request for a comparison.
 *
 * @param figures          of each cell, those to compare
 * @param thresholdPercent the largest change that counts as none, 0 or more
 * @param across           what may differ between the two runs
 */
public record Criteria(List<Figure> figures, double thresholdPercent, Set<Conditions> across) {
    /** The default figures, as typed. */
    public static final String DEFAULT_METRICS = "mean,p50,p99";
    /** The default threshold, as typed. */
    public static final String DEFAULT_THRESHOLD = "5%";
    /** The confidence of all intervals of a cell together. */
    private static final double CONFIDENCE = 0.95;

    /**
     * Parses what the user typed.
     *
     * @throws BadInputException if a value is not valid
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
            // Reported below.
        }
        throw new BadInputException("--threshold " + text + ": must be a percentage of 0 or more, such as "
                + DEFAULT_THRESHOLD + ".");
    }

    /** The threshold in words. */
    String threshold() {
        return BigDecimal.valueOf(thresholdPercent).stripTrailingZeros().toPlainString() + " %";
    }

    /**
     * The confidence of each single interval. Three figures are three chances to find a difference that does not exist. Each
     * interval therefore gets its share of the error, so that a whole cell errs as rarely as one figure (Bonferroni's inequality).
     */
    double confidence() {
        return 1 - (1 - CONFIDENCE) / figures.size();
    }
}
