package ipc.session;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines at the bottom of a terminal that are rewritten in place. Text that stays scrolls away above them. The class uses three
 * control sequences of ECMA-48: cursor up, cursor down, and erase a row. It changes no mode of the terminal, so the terminal stays
 * usable even if the process is killed.
 *
 * <p>The cursor rests below the lines between two drawings. So an echoed ^C is erased with them, and the shell's text after a
 * killed process begins on a new line. An echoed {@code ^C} is therefore erased with them, and a shell's message about a killed
 * process has a line of its own. A terminal that became narrower has wrapped its lines; they are counted as wrapped.
 */
final class RewrittenLines {
    private static final String CONTROL = "\u001b[";
    private static final String ERASE_ROW = CONTROL + "2K";
    private static final String DOWN = CONTROL + "B";

    private final PrintStream out;
    private List<Line> shown = List.of();

    RewrittenLines(PrintStream out) {
        this.out = out;
    }

    /**
     * One line.
     *
     * @param text with characters that are one column wide
     * @param on   the sequence that switches its colour on, or empty
     * @param off  the sequence that switches it off, or empty
     */
    record Line(String text, String on, String off) {
        int rows(int columns) {
            return Math.max(1, (text.length() + columns - 1) / columns);
        }
    }

    /**
     * Replaces the lines.
     *
     * @param above   text that stays, each line ended by a line break; empty for none
     * @param lines   each shorter than a row; may be empty
     * @param columns the terminal's present width
     */
    void draw(String above, List<Line> lines, int columns) {
        StringBuilder text = new StringBuilder(toTheTop(columns)).append(above);
        lines.forEach(line -> text.append(line.on()).append(line.text()).append(line.off()).append('\n'));
        // In one write, so that no half-drawn view is seen.
        out.print(text);
        out.flush();
        shown = List.copyOf(lines);
    }

    /**
     * Erases whole rows, one by one. Tmux would keep the old length of a row whose end alone was erased. If the whole screen were
     * erased at once, tmux would move it to the scroll-back. If only the rest of a row is erased, tmux still takes the row for as
     * long as before. If the whole screen is erased, tmux keeps it in its history.
     */
    private String toTheTop(int columns) {
        if (shown.isEmpty()) {
            return "";
        }
        int rows = shown.stream().mapToInt(line -> line.rows(columns)).sum();
        String up = CONTROL + rows + "A";
        return "\r" + up + (ERASE_ROW + DOWN).repeat(rows) + ERASE_ROW + up;
    }
}
