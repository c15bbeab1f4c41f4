package ipc.fleet;

import java.io.Writer;

/** Takes a text apart into its lines, stripped; a very long one is several. */
abstract class LineSplitter extends Writer {
    private static final int LONGEST_CHARS = 10_000;

    private final StringBuilder line = new StringBuilder();

    /** The next one. */
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
        // A line that is not at its end waits for it.
    }

    @Override
    public void close() {
        end();
    }
}
