package ipc.peer;

import java.io.BufferedReader;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.OptionalInt;

/**
 * The first lines that a fork writes to the peer's standard input: lines of {@code key value}, then {@code go}. The peer answers
 * with a line on its standard output: {@link #ANSWER}, then {@code ready VERSION SECRET}. The answer proves that it comes from
 * the started process and that the versions agree.
 *
 * @param secret random, new for every peer. It is never on a command line, which other users can read
 * @param cpu    where to pin the peer's thread; empty leaves it to the scheduler
 */
record Handshake(String secret, OptionalInt cpu) {
    /** To be raised whenever a peer of one build could misunderstand a fork of another. */
    static final int PROTOCOL_VERSION = 6;

    /** Prefix of every line of a peer's standard output that answers the fork. */
    static final String ANSWER = "ipc-peer: ";

    private static final int SECRET_BYTES = 16;
    private static final String END = "go";

    static String newSecret() {
        byte[] random = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(random);
        return HexFormat.of().formatHex(random);
    }

    String toLines() {
        return "version " + PROTOCOL_VERSION + "\n"
                + "secret " + secret + "\n"
                + (cpu.isPresent() ? "cpu " + cpu.getAsInt() + "\n" : "")
                + END + "\n";
    }

    String readyLine() {
        return "ready " + PROTOCOL_VERSION + " " + secret;
    }

    /**
     * Reads the lines that {@link #toLines} wrote.
     *
     * @throws IllegalArgumentException if a line is malformed, a key is missing, or the version differs
     */
    static Handshake read(BufferedReader in) throws IOException {
        Map<String, String> values = new HashMap<>();
        for (String line = in.readLine(); !END.equals(line); line = in.readLine()) {
            int space = line == null ? -1 : line.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("the handshake has \"" + line + "\" where \"key value\" was expected");
            }
            values.put(line.substring(0, space), line.substring(space + 1));
        }
        String version = require(values, "version");
        if (!version.equals(Integer.toString(PROTOCOL_VERSION))) {
            throw new IllegalArgumentException("the fork uses protocol version " + version + ", this peer "
                    + PROTOCOL_VERSION + ": they come from different builds");
        }
        String cpu = values.get("cpu");
        return new Handshake(require(values, "secret"),
                cpu == null ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(cpu)));
    }

    private static String require(Map<String, String> values, String key) {
        String value = values.get(key);
        if (value == null) {
            throw new IllegalArgumentException("the handshake has no \"" + key + "\"");
        }
        return value;
    }
}
