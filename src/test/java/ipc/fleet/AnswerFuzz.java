package ipc.fleet;

import ipc.fuzz.Outcome;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;

/**
 * Fuzzes a host's answer: Ansible's words, a zero byte, and the host's output. Both are encoded here, because mutations of base64
 * rarely reach anything else.
 */
public final class AnswerFuzz {
    private AnswerFuzz() {
    }

    /** @param bytes words and output; words alone if there is no zero byte */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        int zero = 0;
        while (zero < bytes.length && bytes[zero] != 0) {
            zero++;
        }
        byte[] words = Arrays.copyOf(bytes, zero);
        byte[] output = Arrays.copyOfRange(bytes, Math.min(zero + 1, bytes.length), bytes.length);
        Path archive = Files.createTempFile("answer", ".tar.gz");
        try {
            Outcome.of(() -> Answer.read(encoded(words), encoded(output), archive).reason());
        } finally {
            Files.deleteIfExists(archive);
        }
    }

    private static InputStream encoded(byte[] bytes) {
        return new ByteArrayInputStream(Base64.getEncoder().encode(bytes));
    }
}
