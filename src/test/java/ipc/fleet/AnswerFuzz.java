package ipc.fleet;

import ipc.fuzz.Outcome;
import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.util.Base64;

/** A host's answer; encoded here if it is JSON, for mutating base64 mutates little else. */
public final class AnswerFuzz {
    private AnswerFuzz() {
    }

    /** @param bytes what was kept of it, as it is or decoded */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        byte[] kept = bytes.length > 0 && bytes[0] == '{' ? Base64.getEncoder().encode(bytes) : bytes;
        Outcome.of(() -> Answer.parse(new ByteArrayInputStream(kept), OutputStream.nullOutputStream()).reason());
    }
}
