package ipc;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.utils.ScreenTerminal;

/** A terminal whose screen a test can read. */
public final class EmulatedTerminal {
    private final ScreenTerminal screen;

    /** Creates an empty screen. */
    public EmulatedTerminal(int columns, int rows) {
        screen = new ScreenTerminal(columns, rows);
    }

    /** Writes the output of a program. A line break also returns to the first column, as in a terminal driver. */
    public void write(String text) {
        screen.write(text.replace("\n", "\r\n"));
    }

    /** A stream that writes to this terminal. */
    public PrintStream stream() {
        return new PrintStream(new OutputStream() {
            private final java.io.ByteArrayOutputStream bytes = new java.io.ByteArrayOutputStream();

            @Override
            public void write(int b) {
                bytes.write(b);
            }

            @Override
            public void flush() {
                EmulatedTerminal.this.write(bytes.toString(StandardCharsets.UTF_8));
                bytes.reset();
            }
        }, false, StandardCharsets.UTF_8);
    }

    /** The rows of the screen, without trailing blanks and without empty rows at the bottom. */
    public List<String> rows() {
        long[] cells = new long[screen.getColumns() * screen.getRows()];
        screen.dump(cells, new int[2]);
        List<String> rows = new ArrayList<>();
        for (int row = 0; row < screen.getRows(); row++) {
            StringBuilder text = new StringBuilder();
            for (int column = 0; column < screen.getColumns(); column++) {
                text.appendCodePoint(ScreenTerminal.cellCodePoint(cells[row * screen.getColumns() + column]));
            }
            rows.add(text.toString().stripTrailing());
        }
        while (!rows.isEmpty() && rows.get(rows.size() - 1).isEmpty()) {
            rows.remove(rows.size() - 1);
        }
        return rows;
    }
}
