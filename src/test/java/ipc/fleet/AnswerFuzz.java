package ipc.fleet;

import ipc.fuzz.Outcome;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Base64;

/** Fuzzes a host's answer. JSON is encoded here, because mutations of base64 rarely reach anything else. */
public final class AnswerFuzz {
    private AnswerFuzz() {
    }

    /** @param bytes an answer, encoded or decoded */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        byte[] kept = bytes.length > 0 && bytes[0] == '{' ? Base64.getEncoder().encode(bytes) : bytes;
        Outcome.of(() -> Answer.parse(new ByteArrayInputStream(kept), OutputStream.nullOutputStream()).reason());
    }
}
