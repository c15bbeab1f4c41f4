package ipc.analysis;

import java.util.Locale;

/** What can be said about a change, the gravest first. */
public enum Verdict {
    /** The interval lies above zero, and the change above the threshold. */
    WORSE,
    /** The interval lies below zero, and the change is larger than the threshold. */
    BETTER,
    /** Neither. That none was shown does not mean that there is none: the interval says how large one could be. */
    NO_DIFFERENCE_SHOWN,
    /** No interval of the promised confidence exists. */
    TOO_FEW_ROUNDS,
    /** Whatever changed, it need not be the code. */
    NOT_COMPARABLE;

    /** In plain words. */
    public String words() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** Whether two things were compared. */
    boolean isAnAnswer() {
        return compareTo(TOO_FEW_ROUNDS) < 0;
    }
}
