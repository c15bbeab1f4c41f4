package ipc.analysis.run;

import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Tells machines with the same name and different hardware apart: users name boards, and images are copied with their names. Each
 * gets its differences behind its name. Machines with the same hardware keep one name.
 */
public final class MachineNames {
    /** The parts of the hardware, in words. */
    private static final List<Function<Machine, String>> HARDWARE = List.of(
            machine -> Objects.toString(machine.cpuModel(), ""),
            machine -> RunText.count(machine.logicalCpus(), "CPU"),
            machine -> "none".equals(machine.virtualisation()) ? "no hypervisor" : Objects.toString(machine.virtualisation(), ""),
            machine -> Objects.toString(machine.architecture(), ""));

    private MachineNames() {
    }

    /** The runs in the same order; machines that share a name and differ in hardware have longer names. */
    public static List<RunRecord> apart(List<RunRecord> runs) {
        Map<String, Set<List<String>>> machines = runs.stream().filter(run -> run.absence().isEmpty()).map(RunRecord::machine)
                .collect(Collectors.groupingBy(Machine::name,
                        Collectors.mapping(MachineNames::hardware, Collectors.toCollection(LinkedHashSet::new))));
        return runs.stream().map(run -> {
            Set<List<String>> alike = machines.getOrDefault(run.machine().name(), Set.of());
            return alike.size() < 2 || run.absence().isPresent() ? run
                    : run.onMachine(run.machine().name() + " (" + difference(hardware(run.machine()), alike) + ")");
        }).toList();
    }

    private static List<String> hardware(Machine machine) {
        return HARDWARE.stream().map(part -> part.apply(machine)).toList();
    }

    /** Those parts of the hardware in which not all that are called so are the same. */
    private static String difference(List<String> hardware, Set<List<String>> alike) {
        List<String> parts = new ArrayList<>();
        for (int part = 0; part < hardware.size(); part++) {
            int index = part;
            if (alike.stream().map(other -> other.get(index)).distinct().count() > 1) {
                parts.add(hardware.get(part).isEmpty() ? "unknown" : hardware.get(part));
            }
        }
        return String.join(", ", parts);
    }
}
