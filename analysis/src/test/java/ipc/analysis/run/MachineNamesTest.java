package ipc.analysis.run;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.analysis.table.Grouping;
import ipc.analysis.table.TimingTable;
import ipc.analysis.table.WideTable;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Machines that share a name, and machines that left nothing. */
class MachineNamesTest {
    private static final Machine SMALL = new Machine("board", "Cortex-A53", 4, "unknown", "OS", "Linux 5", "aarch64", "VM 17");
    private static final Machine LARGE = new Machine("board", "Cortex-A72", 8, "unknown", "OS", "Linux 5", "aarch64", "VM 17");

    @Test
    void differentHardwareIsToldApartByWhatDiffers() {
        assertThat(names(on(SMALL), on(LARGE), on(SMALL), on(Runs.BOX)))
                .containsExactly("board (Cortex-A53, 4 CPUs)", "board (Cortex-A72, 8 CPUs)", "board (Cortex-A53, 4 CPUs)", "box");
        Machine virtual = new Machine("board", "Cortex-A53", 4, "KVM", "OS", "Linux 5", "aarch64", "VM 17");
        assertThat(names(on(SMALL), on(virtual))).containsExactly("board (unknown)", "board (KVM)");
    }

    @Test
    void anotherKernelIsNotAnotherMachine() {
        Machine updated = new Machine("board", "Cortex-A53", 4, "unknown", "OS 2", "Linux 6", "aarch64", "VM 25");
        assertThat(names(on(SMALL), on(updated))).containsExactly("board", "board");
        assertThat(names(on(SMALL), RunRecord.absent("board", "unreachable"))).containsExactly("board", "board");
    }

    @Test
    void aMachineWithoutARunIsARowOfDashesInEveryTable() {
        RunRecord absent = RunRecord.absent("gone", "unreachable: no route\nto host");
        RunRecord run = Runs.run().roundTrip("sysv/spin", 118, 119).roundTrip("mmap/spin", 121, 122).record();
        List<RunRecord> runs = List.of(run, absent);
        for (String table : List.of(new TimingTable(runs, false).format(), new WideTable(runs).format(),
                Grouping.TRANSPORT.format(runs, List.of()))) {
            assertThat(table).containsPattern("(?m)^\\| gone +(\\| +)?(\\| +- +)+\\|$")
                    .contains("- gone: no result: unreachable: no route\n").contains("box").doesNotContain("to host");
        }
        assertThat(new TimingTable(List.of(absent), false).format())
                .containsPattern("(?m)^\\| gone +(\\| +- ){10}\\|$").contains("\n- no result: unreachable: no route\n");
    }

    @Test
    void tablesByAnyGroupingKeepTheirRowsWhole() {
        RunRecord absent = RunRecord.absent("gone", "unreachable");
        RunRecord run = Runs.run().cell(Runs.costly("OneWay", true, Runs.cost(10, 1, 2, 3), List.of(),
                "transport", "sysv/futex", "size", "64", "rateHz", "10")).record();
        for (Grouping grouping : Grouping.values()) {
            assertThat(grouping.format(List.of(absent, run), List.of())).contains("- gone: no result: unreachable\n");
        }
    }

    @Test
    void cautionsThatHoldForAllMachinesAreSaidOnce() {
        RunRecord first = Runs.run().on(SMALL).caveat("a note").roundTrip("sysv/spin", 118, 119).record();
        RunRecord second = Runs.run().on(Runs.BOX).caveat("a note").roundTrip("sysv/spin", 118, 119).record();
        String table = new TimingTable(List.of(first, second, RunRecord.absent("gone", "unreachable")), false).format();
        assertThat(table).containsOnlyOnce("- a note\n").contains("### How it was measured: board",
                "### How it was measured: box");
        RunRecord other = Runs.run().on(Runs.BOX).roundTrip("sysv/spin", 118, 119).record();
        assertThat(new TimingTable(List.of(first, other), false).format()).contains("\n- board: a note\n");
    }

    private static RunRecord on(Machine machine) {
        return Runs.run().on(machine).record();
    }

    private static List<String> names(RunRecord... runs) {
        return MachineNames.apart(List.of(runs)).stream().map(run -> run.machine().name()).toList();
    }
}
