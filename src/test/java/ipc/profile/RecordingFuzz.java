package ipc.profile;

import ipc.fuzz.Outcome;
import ipc.fuzz.Scratch;
import java.nio.file.Files;
import java.nio.file.Path;

/** A recording of a process, which may have been killed over it. */
public final class RecordingFuzz {
    private static final Path RECORDING = Scratch.directory().resolve("fork.jfr");

    private RecordingFuzz() {
    }

    /** @param bytes the file */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Files.write(RECORDING, bytes);
        Outcome.of(() -> {
            MergedStacks stacks = new MergedStacks();
            stacks.addRecording(Side.FORK, RECORDING, "ctimer", false, false);
            stacks.collapsed(true);
            return "";
        });
    }
}
