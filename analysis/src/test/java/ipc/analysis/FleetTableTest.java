package ipc.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.FleetDirectory;
import ipc.result.FleetRecord;
import ipc.result.FleetRecord.Host;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Machine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which table shows a fleet. */
class FleetTableTest {
    private static final Machine ARM = new Machine("arm", "Cortex", 4, "none", "OS", "Linux", "aarch64", "VM 17");

    @TempDir
    private Path work;

    @Test
    void thatByMethodWhereEverythingHasItsPlaceThere() throws IOException {
        String table = fleet(Runs.run().roundTrip("sysv/spin", 118, 119).record(),
                Runs.run().on(ARM).roundTrip("mmap/spin", 121, 122).record());
        assertThat(table).startsWith("| machine ").containsSubsequence("| box     | round trip, spin", "| gone ",
                "| arm     | round trip, spin", "- gone: - because unreachable\n");
    }

    @Test
    void elseThatByTransport() throws IOException {
        String table = fleet(Runs.run().roundTrip("sysv/spin", 118, 119).record(),
                Runs.run().on(ARM).roundTrip("pipe", 4121, 4122).record());
        assertThat(table).startsWith("round trip, 64 bytes:").containsSubsequence("| box ", "| sysv/spin", "| arm ", "| pipe",
                "| gone ", "- gone: - because unreachable\n");
    }

    private String fleet(RunRecord box, RunRecord arm) throws IOException {
        Path fleet = Files.createDirectories(work.resolve("fleet"));
        ResultDirectory.create(fleet.resolve("box")).writeRun(Decisions.decide(box));
        ResultDirectory.create(fleet.resolve("arm")).writeRun(Decisions.decide(arm));
        FleetDirectory.write(fleet, new FleetRecord(FleetRecord.FORMAT, "tool", "t", "t", "inventory", "quick", List.of(),
                List.of(new Host("box", "box", "", null, null), new Host("gone", null, "unreachable", null, null),
                        new Host("arm", "arm", "", null, null))));
        return FleetTable.format(fleet);
    }
}
