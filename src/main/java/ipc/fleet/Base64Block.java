package ipc.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Base64 on many lines, decoded as they come. Whatever a terminal put between its characters is left out. */
final class Base64Block {
    private static final int PIECE_CHARS = 4096;
    private static final int QUANTUM_CHARS = 4;

    private final String what;
    private final long mostBytes;
    private final OutputStream out;
    private final StringBuilder waiting = new StringBuilder();
    private long bytes;

    /**
     * @param what      it is, for whoever is told that it is too much
     * @param mostBytes of what is decoded
     * @param out       gets them
     */
    Base64Block(String what, long mostBytes, OutputStream out) {
        this.what = what;
        this.mostBytes = mostBytes;
        this.out = out;
    }

    /**
     * The next line.
     *
     * @throws IllegalArgumentException if it cannot be decoded, or is too much
     * @throws UncheckedIOException     if what is decoded cannot be written
     */
    void add(String line) {
        for (int i = 0; i < line.length(); i++) {
            char each = line.charAt(i);
            if (each >= 'A' && each <= 'Z' || each >= 'a' && each <= 'z' || each >= '0' && each <= '9' || each == '+'
                    || each == '/'
                    || each == '=') {
                waiting.append(each);
            }
        }
        if (waiting.length() >= PIECE_CHARS) {
            decode(waiting.length() / QUANTUM_CHARS * QUANTUM_CHARS);
        }
    }

    /**
     * No more lines come.
     *
     * @throws IllegalArgumentException if it cannot be decoded, or is too much
     * @throws UncheckedIOException     if what is decoded cannot be written
     */
    void end() {
        decode(waiting.length());
    }

    private void decode(int chars) {
        byte[] decoded = Base64.getDecoder().decode(waiting.substring(0, chars));
        waiting.delete(0, chars);
        bytes += decoded.length;
        if (bytes > mostBytes) {
            throw new IllegalArgumentException("its " + what + " is larger than any (more than " + mostBytes + " bytes)");
        }
        try {
            out.write(decoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
