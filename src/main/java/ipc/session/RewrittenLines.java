package ipc.session;

import java.io.PrintStream;
import java.util.List;

/**
 * Lines at the bottom of a terminal that are rewritten in place, with text that stays scrolling away above them. By the control
 * sequences of ECMA-48 that every terminal but a dumb one has: cursor up and down, erase a row. Nothing is switched on that
 * would have to be switched off, so that whatever ends the process leaves the terminal usable.
 *
 * <p>The cursor rests below the lines between two drawings. So an echoed ^C is erased with them, and the shell's text after a
 * killed process begins on a new line. A terminal that became narrower has wrapped the lines it showed, as most do; they are
 * counted as it shows them now.
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
     * @param text of characters one column wide
     * @param on   what switches its colour on; empty for none
     * @param off  what switches it off
     */
    record Line(String text, String on, String off) {
        int rows(int columns) {
            return Math.max(1, (text.length() + columns - 1) / columns);
        }
    }

    /**
     * Shows these lines in place of the last ones.
     *
     * @param above   text that stays, each line ended by a line break; empty for none
     * @param lines   each shorter than a row; without any, nothing is left
     * @param columns of the terminal, now
     */
    void draw(String above, List<Line> lines, int columns) {
        StringBuilder text = new StringBuilder(toTheTop(columns)).append(above);
        lines.forEach(line -> text.append(line.on()).append(line.text()).append(line.off()).append('\n'));
        // At once, so that nobody sees half of it.
        out.print(text);
        out.flush();
        shown = List.copyOf(lines);
    }

    /**
     * Erases whole rows, one by one. Tmux would keep the old length of a row whose end alone was erased. If the whole screen were
     * erased at once, tmux would move it to the scroll-back.
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
