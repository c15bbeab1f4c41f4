package ipc.analysis;

import ipc.analysis.table.RunOutput;
import ipc.fuzz.Outcome;
import ipc.fuzz.Scratch;
import ipc.result.ResultDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** {@code fleet.json} beside the results of two hosts, {@code a} and {@code b}. */
public final class FleetJsonFuzz {
    private static final Path FLEET = fleet();

    private FleetJsonFuzz() {
    }

    /** @param bytes the file */
    public static void fuzzerTestOneInput(byte[] bytes) throws Exception {
        Files.write(FLEET.resolve("fleet.json"), bytes);
        Outcome.of(() -> RunOutput.ofFleet(FLEET));
        Reports.tables(FLEET);
        Reports.report(FLEET);
    }

    private static Path fleet() {
        Path fleet = Scratch.directory();
        for (String host : new String[] {"a", "b"}) {
            try {
                ResultDirectory.create(fleet.resolve(host)).writeRun(Runs.run().roundTrip("sysv/spin", 120, 121).record());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return fleet;
    }
}
