package ipc.peer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/** Splits another process's output into lines, in bounded memory. A line longer than {@link #LONGEST_BYTES} bytes is cut off. */
final class Lines {
    static final int LONGEST_BYTES = 4096;

    private final byte[] line = new byte[LONGEST_BYTES];
    private final Consumer<String> each;
    private int length;

    private Lines(Consumer<String> each) {
        this.each = each;
    }

    /** Starts a daemon thread that reads to the end of the stream and passes each line on. */
    static Thread read(String name, InputStream in, Consumer<String> each) {
        Thread reader = new Thread(() -> new Lines(each).readAll(in), name);
        reader.setDaemon(true);
        reader.start();
        return reader;
    }

    private void readAll(InputStream in) {
        byte[] some = new byte[LONGEST_BYTES];
        try (in) {
            for (int count = in.read(some); count >= 0; count = in.read(some)) {
                for (int i = 0; i < count; i++) {
                    take(some[i]);
                }
            }
            if (length > 0) {
                pass();
            }
        } catch (IOException e) {
            each.accept("(its output could not be read: " + e.getMessage() + ")");
        }
    }

    private void take(byte next) {
        if (next == '\n') {
            pass();
        } else if (length < LONGEST_BYTES) {
            line[length++] = next;
        }
    }

    private void pass() {
        each.accept(new String(line, 0, length, StandardCharsets.UTF_8));
        length = 0;
    }
}
