package ipc.analysis.compare;

import ipc.analysis.stats.MedianInterval;
import java.util.Locale;

/** The verdicts about a change. A cell has the first of these verdicts that one of its figures has. */
public enum Verdict {
    /** The interval lies above zero, and the change exceeds the threshold. */
    SLOWER,
    /** The interval lies below zero, and the change exceeds the threshold. */
    FASTER,
    /** The interval lies within the threshold: a larger change is excluded. */
    NO_CHANGE,
    /** The interval reaches beyond the threshold, so a change that large is neither shown nor excluded. */
    NOT_DECIDED,
    /** A run has fewer than {@link MedianInterval#FEWEST_ROUNDS} rounds. */
    TOO_FEW_ROUNDS,
    /** A change need not be the code's, or one side has no figure. */
    NOT_COMPARABLE;

    /** In plain words, as in CSV and JSON. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether a difference was shown. */
    boolean isAChange() {
        return this == SLOWER || this == FASTER;
    }

    /** Whether two figures were compared. */
    boolean isAnAnswer() {
        return compareTo(TOO_FEW_ROUNDS) < 0;
    }
}
