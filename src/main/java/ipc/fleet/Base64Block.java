package ipc.fleet;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.util.Base64;

/** Decodes base64 from many lines as they arrive. It ignores other characters, which a terminal may have inserted. */
final class Base64Block {
    private static final int PIECE_CHARS = 4096;
    private static final int QUANTUM_CHARS = 4;

    private final String what;
    private final long mostBytes;
    private final OutputStream out;
    private final StringBuilder waiting = new StringBuilder();
    private long bytes;

    /**
     * @param what      name of the data, for error messages
     * @param mostBytes limit for the decoded data
     * @param out       receives the decoded data
     */
    Base64Block(String what, long mostBytes, OutputStream out) {
        this.what = what;
        this.mostBytes = mostBytes;
        this.out = out;
    }

    /**
     * Takes the next line.
     *
     * @throws IllegalArgumentException if it cannot be decoded, or exceeds the limit
     * @throws UncheckedIOException     if the decoded data cannot be written
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
     * Ends the block.
     *
     * @throws IllegalArgumentException if the rest cannot be decoded, or exceeds the limit
     * @throws UncheckedIOException     if the decoded data cannot be written
     */
    void end() {
        decode(waiting.length());
    }

    private void decode(int chars) {
        byte[] decoded = Base64.getDecoder().decode(waiting.substring(0, chars));
        waiting.delete(0, chars);
        bytes += decoded.length;
        if (bytes > mostBytes) {
            throw new IllegalArgumentException("its " + what + " is too large (more than " + mostBytes + " bytes)");
        }
        try {
            out.write(decoded);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
