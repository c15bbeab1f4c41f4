package ipc;

import java.util.ArrayList;
import java.util.List;

/** Breaks text into lines at spaces. A word is never split: one that is longer than a line gets a line of its own. */
public final class TextWrap {
    /** The width of what is not shown on a terminal. */
    public static final int COLUMNS_OF_A_PIPE = 100;
    /** A narrower terminal wraps by itself. */
    public static final int FEWEST_COLUMNS = 80;
    /** Longer lines are hard to read. */
    public static final int MOST_COLUMNS = 120;

    private TextWrap() {
    }

    /**
     * Breaks a text.
     *
     * @param width of the lines, in characters
     * @return at least one line
     */
    public static List<String> lines(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ")) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * A label and a text beside it. Further lines of the text stand below its first line.
     *
     * @param label     what stands before the text, with its indentation; if it is too long for its place, the text begins below it
     * @param textStart the column in which the text begins
     * @param width     of the whole, in characters
     * @return lines, each ended by a line break
     */
    public static String labelled(String label, int textStart, String text, int width) {
        StringBuilder out = new StringBuilder();
        String before = label;
        if (label.length() >= textStart) {
            String indent = label.substring(0, label.length() - label.stripLeading().length());
            lines(label.strip(), width - indent.length()).forEach(line -> out.append(indent).append(line).append('\n'));
            before = "";
        }
        for (String line : lines(text, width - textStart)) {
            out.append(before).append(" ".repeat(textStart - before.length())).append(line).append('\n');
            before = "";
        }
        return out.toString();
    }
}
