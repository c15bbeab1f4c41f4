package ipc.analysis;

import ipc.fuzz.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;

/** A stranger's {@code run.json}. */
public final class RunJsonFuzz {
    private static final Path RESULT = Scratch.directory();

    private RunJsonFuzz() {
    }

    /** @param bytes the file */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Files.write(RESULT.resolve("run.json"), bytes);
        Reports.all(RESULT);
    }
}
