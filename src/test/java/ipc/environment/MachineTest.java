package ipc.environment;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
    @TempDir
    private Path root;

    @Test
    void namesTheHypervisorByItsClock() throws IOException {
        write("sys/devices/system/clocksource/clocksource0/available_clocksource", "kvm-clock tsc acpi_pm\n");
        assertThat(Machine.virtualisation(root)).isEqualTo("KVM");
    }

    @Test
    void namesTheHypervisorByItsBoard() throws IOException {
        write("sys/class/dmi/id/sys_vendor", "VMware, Inc.\n");
        assertThat(Machine.virtualisation(root)).isEqualTo("VMware");
    }

    @Test
    void bareMetalHasNone() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme de\n");
        assertThat(Machine.virtualisation(root)).isEqualTo("none");
    }

    @Test
    void aHypervisorThatDoesNotSayItsNameIsAVirtualMachine() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nflags\t\t: fpu vme hypervisor lahf_lm\n");
        assertThat(Machine.virtualisation(root)).isEqualTo("virtual machine");
    }

    @Test
    void armSaysNothingUnlessTheDeviceTreeDoes() throws IOException {
        write("proc/cpuinfo", "processor\t: 0\nFeatures\t: fp asimd\n");
        assertThat(Machine.virtualisation(root)).isEqualTo("unknown");
        write("sys/firmware/devicetree/base/hypervisor/compatible", "linux,kvm\0");
        assertThat(Machine.virtualisation(root)).isEqualTo("KVM");
    }

    @Test
    void whatCannotBeReadIsUnknown() {
        assertThat(Machine.virtualisation(root)).isEqualTo("unknown");
    }

    @Test
    void thisMachineHasAName() {
        Machine machine = Machine.describe();
        assertThat(machine.logicalCpus()).isPositive();
        assertThat(machine.name()).contains(machine.cpuModel(), "CPU", "Linux");
    }

    @Test
    void theNameLeavesOutAVirtualisationThereIsNot() {
        assertThat(new Machine("CPU X", 1, "none", "OS 1", "Linux 6", "amd64", "VM").name())
                .isEqualTo("CPU X, 1 CPU, OS 1, Linux 6");
        assertThat(new Machine("CPU X", 2, "unknown", "OS 1", "Linux 6", "arm", "VM").name())
                .isEqualTo("CPU X, 2 CPUs, OS 1, Linux 6");
        assertThat(new Machine("CPU X", 2, "KVM", "OS 1", "Linux 6", "amd64", "VM").name())
                .isEqualTo("CPU X, 2 CPUs, KVM, OS 1, Linux 6");
    }

    private void write(String file, String text) throws IOException {
        Files.createDirectories(root.resolve(file).getParent());
        Files.writeString(root.resolve(file), text);
    }
}
