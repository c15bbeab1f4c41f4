package ipc.cli;

import ipc.TextWrap;
import ipc.session.TerminalColumns;

/** The width to which help, {@code list} and {@code doctor} are laid out. */
final class Screen {
    private Screen() {
    }

    /** The columns of the terminal behind standard output, within limits; those of a pipe if there is no terminal. */
    static int columns() {
        return TerminalColumns.ofStandardOutput()
                .map(columns -> Math.min(TextWrap.MOST_COLUMNS, Math.max(TextWrap.FEWEST_COLUMNS, columns)))
                .orElse(TextWrap.COLUMNS_OF_A_PIPE);
    }
}
