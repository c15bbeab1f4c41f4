package ipc.environment;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import oshi.SystemInfo;
import oshi.hardware.CentralProcessor;
import oshi.software.os.OperatingSystem;

/**
 * A description of this machine, from OSHI, {@code /proc} and {@code /sys}.
 *
 * @param cpuModel       model name that the processor reports
 * @param logicalCpus    online hardware threads
 * @param virtualisation name of the hypervisor, {@code virtual machine} if it has none, {@code none} on bare metal,
 *         {@code unknown} if nothing tells
 * @param os             distribution and version
 * @param kernel         kernel and version
 * @param architecture   name that the JVM uses
 * @param java           name and version of the JVM of forks and peers
 */
public record Machine(String cpuModel, int logicalCpus, String virtualisation, String os, String kernel,
        String architecture, String java) {
    private static final String UNKNOWN = "unknown";
    private static final String NONE = "none";

    /** Describes the machine that runs this program, with the JVM that runs it. */
    public static Machine describe() {
        SystemInfo system = new SystemInfo();
        CentralProcessor processor = system.getHardware().getProcessor();
        OperatingSystem os = system.getOperatingSystem();
        return new Machine(
                processor.getProcessorIdentifier().getName().replaceAll("\\s+", " ").strip(),
                processor.getLogicalProcessorCount(),
                virtualisation(Path.of("/")),
                (os.getFamily() + " " + os.getVersionInfo().getVersion()).strip(),
                System.getProperty("os.name") + " " + System.getProperty("os.version"),
                System.getProperty("os.arch"),
                System.getProperty("java.vm.name") + " " + System.getProperty("java.runtime.version"));
    }

    /** This machine with another JVM, whose text comes from {@link JavaCommand#describe}. */
    public Machine withJava(String other) {
        return new Machine(cpuModel, logicalCpus, virtualisation, os, kernel, architecture, other);
    }

    /** CPU model, CPU count, virtualisation, OS and kernel: the name of a machine that the user did not name. */
    public String name() {
        String cpus = logicalCpus == 1 ? "1 CPU" : logicalCpus + " CPUs";
        String host = virtualisation.equals(NONE) || virtualisation.equals(UNKNOWN) ? "" : ", " + virtualisation;
        return cpuModel + ", " + cpus + host + ", " + os + ", " + kernel;
    }

    static String virtualisation(Path root) {
        Optional<String> type = read(root, "sys/hypervisor/type");
        if (type.isPresent()) {
            return type.get().equals("xen") ? "Xen" : type.get();
        }
        String clocks = read(root, "sys/devices/system/clocksource/clocksource0/available_clocksource").orElse("");
        if (clocks.contains("kvm-clock")) {
            return "KVM";
        }
        if (clocks.contains("hyperv")) {
            return "Hyper-V";
        }
        String board = (read(root, "sys/class/dmi/id/sys_vendor").orElse("") + " "
                + read(root, "sys/class/dmi/id/product_name").orElse("")).toLowerCase(Locale.ROOT);
        for (String hypervisor : new String[] {"KVM", "QEMU", "VMware", "VirtualBox", "Parallels"}) {
            if (board.contains(hypervisor.toLowerCase(Locale.ROOT))) {
                return hypervisor;
            }
        }
        Optional<String> tree = read(root, "sys/firmware/devicetree/base/hypervisor/compatible");
        if (tree.isPresent()) {
            return tree.get().contains("kvm") ? "KVM" : tree.get().contains("xen") ? "Xen" : "virtual machine";
        }
        // x86 has a flag for a hypervisor. On other architectures a missing flag proves nothing.
        Optional<String> flags = read(root, "proc/cpuinfo")
                .flatMap(text -> text.lines().filter(line -> line.startsWith("flags")).findFirst());
        return flags.map(line -> line.contains(" hypervisor") ? "virtual machine" : NONE).orElse(UNKNOWN);
    }

    private static Optional<String> read(Path root, String file) {
        try {
            return Optional.of(Files.readString(root.resolve(file)).strip());
        } catch (IOException e) {
            return Optional.empty();
        }
    }
}
