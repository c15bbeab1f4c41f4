package ipc.result;

import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Mapping;
import java.util.List;

/** Records made for tests. */
final class RunRecords {
    private RunRecords() {
    }

    static RunRecord run(String machine) {
        return RunRecordBuilder.builder().format(RunRecord.FORMAT).tool("tool").started("2026-01-02T03:04:05Z")
                .finished("2026-01-02T03:05:05Z").complete(true).profile("quick").profileNote("").commandLine(List.of("quick"))
                .options(List.of("--rounds", "1")).seed(1).rounds(1).order(List.of(List.of("cell")))
                .machine(new Machine(machine, "CPU", 2, "none", "OS", "Linux", "amd64", "VM")).cpus("CPUs 0 and 1")
                .mapping(new Mapping("/d", "ext4")).cells(List.of()).warnings(List.of())
                .flameGraphs(List.of("flamegraphs/a.html"))
                .environment(List.of(new RunRecord.Finding("governor", "powersave", "WARNING", "why", ""))).build();
    }
}
