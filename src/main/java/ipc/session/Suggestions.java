package ipc.session;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/** The nearest known word to one that is not known. */
public final class Suggestions {
    private static final int FARTHEST = 3;

    private Suggestions() {
    }

    /**
     * A line to print below an error; empty if nothing is near.
     *
     * @param prefix stands before the word, {@code -} for example
     */
    public static String line(String word, Collection<String> known, String prefix) {
        return nearest(word, known).map(near -> "did you mean " + prefix + near + "?").orElse(null);
    }

    /** The known word with the fewest edits between it and the given one, if they are few for its length. */
    static Optional<String> nearest(String word, Collection<String> known) {
        return known.stream()
                .filter(candidate -> distance(word, candidate) <= Math.min(FARTHEST, Math.max(1, candidate.length() / 2)))
                .min(Comparator.comparingInt(candidate -> distance(word, candidate)));
    }

    /** Levenshtein's distance. */
    static int distance(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int substitution = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(substitution, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
