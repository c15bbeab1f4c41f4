package ipc.fleet;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The output of {@code on-host.sh}: either {@code ipc-roundtrip: refused REASON}, or a {@code .tar.gz} in base64 between the lines
 * {@code ipc-roundtrip: answer} and {@code ipc-roundtrip: end}. The connection may add lines before, after and between.
 *
 * @param refusal the host's reason for having no answer; empty if it gives none
 * @param whole   whether the answer is complete
 * @param last    the last line that is neither empty nor ssh's closing message; empty if there is none
 */
record HostOutput(String refusal, boolean whole, String last) {
    private static final String MARK = "ipc-roundtrip: ";
    private static final String REFUSED = MARK + "refused ";
    /** A longer line is cut, because a host could send one that fills the memory. */
    private static final int LONGEST_CHARS = 10_000;

    /**
     * Reads the output.
     *
     * @param archive receives the answer; empty if there is none
     * @throws ipc.BadInputException if the answer is not base64
     * @throws IOException           if the output cannot be read, or the archive cannot be written
     */
    static HostOutput read(InputStream output, Path archive) throws IOException {
        Path encoded = archive.resolveSibling(archive.getFileName() + ".base64");
        String refusal = "";
        String last = "";
        boolean inside = false;
        boolean whole = false;
        try (Reader in = new BufferedReader(new InputStreamReader(output, StandardCharsets.UTF_8));
                OutputStream out = Files.newOutputStream(encoded)) {
            for (String line = line(in); line != null; line = line(in)) {
                String text = line.strip();
                if (text.equals(MARK + "answer")) {
                    inside = true;
                } else if (text.equals(MARK + "end")) {
                    whole |= inside;
                    inside = false;
                } else if (text.startsWith(REFUSED)) {
                    refusal = text.substring(REFUSED.length());
                } else if (inside) {
                    out.write(text.getBytes(StandardCharsets.UTF_8));
                }
                last = text.isEmpty() || text.startsWith("Shared connection to ") ? last : text;
            }
        }
        try (InputStream in = UntrustedInput.base64(Files.newInputStream(encoded));
                OutputStream out = Files.newOutputStream(archive)) {
            in.transferTo(out);
        } finally {
            Files.delete(encoded);
        }
        return new HostOutput(refusal, whole, last);
    }

    /** The next line without its end; null at the end of the text. */
    private static String line(Reader in) throws IOException {
        StringBuilder line = new StringBuilder();
        int next = in.read();
        if (next < 0) {
            return null;
        }
        for (; next >= 0 && next != '\n'; next = in.read()) {
            if (line.length() < LONGEST_CHARS) {
                line.append((char) next);
            }
        }
        return line.toString();
    }
}
