package ipc.fleet;

import java.io.Writer;

/** Splits a text into stripped lines. A very long line is split into several. */
abstract class LineSplitter extends Writer {
    private static final int LONGEST_CHARS = 10_000;

    private final StringBuilder line = new StringBuilder();

    /** Takes the next line. */
    abstract void line(String line);

    @Override
    public final void write(char[] chars, int offset, int length) {
        for (int i = offset; i < offset + length; i++) {
            if (chars[i] == '\n' || chars[i] == '\r') {
                end();
            } else {
                line.append(chars[i]);
                if (line.length() == LONGEST_CHARS) {
                    end();
                }
            }
        }
    }

    private void end() {
        line(line.toString().strip());
        line.setLength(0);
    }

    @Override
    public final void flush() {
        // An incomplete line waits for its end.
    }

    @Override
    public void close() {
        end();
    }
}
