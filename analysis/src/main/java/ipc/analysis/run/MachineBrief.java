package ipc.analysis.run;

import ipc.result.RunRecord.Machine;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** Short names for machines and their parts. {@code run.json} keeps the whole names. */
public final class MachineBrief {
    private static final int LONGEST_NAME = 40;
    private static final String CUT = "...";
    private static final String NONE = "none";
    private static final String UNKNOWN = "unknown";

    private MachineBrief() {
    }

    /** The machine in a few words, such as {@code AMD EPYC, 2 CPUs, KVM, Debian 12, Linux 6.18}; the user's name first. */
    public static String of(Machine machine) {
        List<String> parts = new ArrayList<>();
        if (isNamed(machine)) {
            parts.add(shorten(machine.name()));
        }
        parts.addAll(parts(machine));
        return String.join(", ", parts);
    }

    /** A name so short that it leaves room for the figures. */
    static String shorten(String name) {
        return name.codePointCount(0, name.length()) <= LONGEST_NAME ? name
                : name.substring(0, name.offsetByCodePoints(0, LONGEST_NAME - CUT.length())).strip() + CUT;
    }

    /** Whether a user has given the machine a name; the usual name is made of its parts. */
    public static boolean isNamed(Machine machine) {
        String cpu = text(machine.cpuModel());
        return cpu.isEmpty() || !machine.name().startsWith(cpu) || machine.name().equals(cpu);
    }

    /** CPU, number of CPUs, hypervisor, distribution and kernel, without those that are not known. */
    static List<String> parts(Machine machine) {
        List<String> parts = new ArrayList<>();
        parts.add(cpu(machine));
        parts.add(machine.logicalCpus() > 0 ? RunText.count(machine.logicalCpus(), "CPU") : "");
        String host = text(machine.virtualisation());
        parts.add(host.equals(NONE) || host.equals(UNKNOWN) ? "" : host);
        parts.add(system(machine));
        parts.add(kernel(machine));
        parts.removeIf(String::isBlank);
        return parts;
    }

    /** Without marks, clock rate and number of cores: {@code AMD EPYC 7763}. */
    static String cpu(Machine machine) {
        String brief = text(machine.cpuModel()).replaceAll("\\((R|TM|r|tm)\\)", "").replaceAll("@.*", "")
                .replaceAll("\\b(\\d+|Dual|Quad|Six|Eight)-Core\\b|\\b(CPU|Processor)\\b", "").replaceAll("\\s+", " ").strip();
        return brief.isEmpty() ? text(machine.cpuModel()) : brief;
    }

    /** {@code Debian GNU/Linux 12} is {@code Debian 12}. */
    static String system(Machine machine) {
        return text(machine.os()).replace("GNU/Linux ", "").replaceAll("\\s*\\([^)]*\\)", "").strip();
    }

    /** {@code Linux 6.18.44-fc-v657} is {@code Linux 6.18}. */
    static String kernel(Machine machine) {
        return text(machine.kernel()).replaceAll("^(\\S+ \\d+\\.\\d+)\\S*.*$", "$1");
    }

    private static String text(String value) {
        return Objects.toString(value, "");
    }
}
