package ipc.result;

import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Mapping;
import java.util.List;

/** Records made for tests. */
final class RunRecords {
    private RunRecords() {
    }

    static RunRecord run(String machine) {
        return new RunRecord(RunRecord.FORMAT, "tool", "2026-01-02T03:04:05Z", "2026-01-02T03:05:05Z", true, "quick", "",
                List.of("quick"), List.of("--rounds", "1"), 1, 1, List.of(List.of("cell")),
                new Machine(machine, "CPU", 2, "none", "OS", "Linux", "amd64", "VM"), "CPUs 0 and 1", new Mapping("/d", "ext4"),
                List.of(), List.of(), List.of("flamegraphs/a.html"),
                List.of(new RunRecord.Finding("governor", "powersave", "WARNING", "why", "")), List.of());
    }
}
