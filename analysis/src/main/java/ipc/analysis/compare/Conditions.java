package ipc.analysis.compare;

import ipc.BadInputException;
import ipc.analysis.run.RunCautions;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Machine;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** The conditions that must be the same in two runs. Otherwise a change between them need not come from the code. */
public enum Conditions {
    /** Processor, hypervisor, kernel and architecture, how many CPUs, and which of them are used. */
    MACHINE,
    /** The JVM of forks and peers. */
    JDK,
    /** The options of profile and command line, and the file system of mapped files. */
    OPTIONS,
    /** Other processes, which must not have disturbed either run. */
    LOAD,
    /** The placement of the CPUs. It differs from round to round, and the comparison finds it cell by cell. */
    PLACEMENT;

    private static final String CPUS = "--cpus";
    /**
     * Options that change no cell: the number of rounds, the places of files and messages, the machine's name. The cells
     * themselves show their patterns ({@code -e}, {@code -p}). The mapped file's directory counts by its file system.
     */
    private static final Set<String> IMMATERIAL = Set.of("--rounds", "--machine", "--mmap-dir", "-e", "-p", "-o", "-rf", "-rff",
            "-v", "-foe");
    private static final String NOT_GIVEN = "not given";

    /**
     * The conditions of these names.
     *
     * @throws BadInputException if a name is unknown
     */
    static Set<Conditions> parse(List<String> names) {
        return names.stream().map(name -> Arrays.stream(values()).filter(condition -> condition.words().equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--across " + name + ": choose from "
                        + Arrays.stream(values()).map(Conditions::words).collect(Collectors.joining(", ")) + ".")))
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** The name on the command line. */
    public String words() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The differences, such as {@code -r 1s / -r 2s}, of each condition that is not the same. */
    static Map<Conditions, List<String>> differences(RunRecord baseline, RunRecord contender) {
        Map<Conditions, List<String>> all = new EnumMap<>(Conditions.class);
        for (Conditions condition : values()) {
            List<String> differences = condition.differing(baseline, contender);
            if (!differences.isEmpty()) {
                all.put(condition, differences);
            }
        }
        return all;
    }

    private List<String> differing(RunRecord baseline, RunRecord contender) {
        return switch (this) {
            case MACHINE -> machine(baseline, contender);
            case JDK -> differing("", baseline.machine().java(), contender.machine().java());
            case OPTIONS -> options(baseline, contender);
            case LOAD -> load(baseline, contender);
            case PLACEMENT -> List.of();
        };
    }

    private static List<String> machine(RunRecord baseline, RunRecord contender) {
        Machine before = baseline.machine();
        Machine after = contender.machine();
        List<String> differences = new ArrayList<>(differing("", before.cpuModel(), after.cpuModel()));
        differences.addAll(differing("CPUs ", before.logicalCpus(), after.logicalCpus()));
        differences.addAll(differing("virtualisation ", before.virtualisation(), after.virtualisation()));
        differences.addAll(differing("", before.kernel(), after.kernel()));
        differences.addAll(differing("", before.architecture(), after.architecture()));
        // Different --cpus options are a difference of the options, not of the machine.
        if (Objects.equals(byName(baseline).get(CPUS), byName(contender).get(CPUS))) {
            differences.addAll(differing("", baseline.cpus(), contender.cpus()));
        }
        return differences;
    }

    private static List<String> options(RunRecord baseline, RunRecord contender) {
        Map<String, String> before = byName(baseline);
        Map<String, String> after = byName(contender);
        Set<String> names = new LinkedHashSet<>(before.keySet());
        names.addAll(after.keySet());
        List<String> differences = new ArrayList<>();
        for (String name : names) {
            differences.addAll(differing("", before.getOrDefault(name, name + " " + NOT_GIVEN),
                    after.getOrDefault(name, name + " " + NOT_GIVEN)));
        }
        differences.addAll(differing("mmap on ", baseline.mapping().fileSystem(), contender.mapping().fileSystem()));
        return differences;
    }

    private static List<String> load(RunRecord baseline, RunRecord contender) {
        List<String> disturbed = new ArrayList<>();
        if (RunCautions.isDisturbed(baseline)) {
            disturbed.add("the baseline");
        }
        if (RunCautions.isDisturbed(contender)) {
            disturbed.add("the contender");
        }
        return disturbed;
    }

    private static List<String> differing(String what, Object before, Object after) {
        return Objects.equals(before, after) ? List.of() : List.of(what + before + " / " + what + after);
    }

    /** Maps each option's name to name and values as typed. In a run, every option has a value. */
    private static Map<String, String> byName(RunRecord run) {
        Map<String, String> options = new LinkedHashMap<>();
        List<String> tokens = run.options();
        for (int index = 0; index < tokens.size(); index++) {
            String name = tokens.get(index);
            if (name.startsWith("-") && index + 1 < tokens.size()) {
                String typed = name + " " + tokens.get(++index);
                if (!IMMATERIAL.contains(name)) {
                    options.merge(name, typed, (first, second) -> first + " " + second);
                }
            }
        }
        return options;
    }
}
