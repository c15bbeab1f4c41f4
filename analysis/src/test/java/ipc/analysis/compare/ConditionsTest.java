package ipc.analysis.compare;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.result.RunRecord.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

class ConditionsTest {
    @Test
    void whatChangesNoCellIsNoDifference() {
        assertThat(Conditions.differences(
                Runs.run().options("--rounds", "5", "--cpus", "auto", "--machine", "a", "--mmap-dir", "/a", "RoundTrip", "-p",
                        "size=8", "-rff", "x", "-jvmArgsAppend", "-Xmx1g").record(),
                Runs.run().options("--rounds", "9", "--cpus", "auto", "RoundTrip", "OneWay", "-v", "EXTRA", "-jvmArgsAppend",
                        "-Xmx1g").on(new Machine("another name", "CPU", 2, "KVM", "newer OS", "Linux", "amd64", "VM 17"))
                        .record()))
                .isEmpty();
    }

    @Test
    void optionsAreNamedWithBothValues() {
        assertThat(Conditions.differences(
                Runs.run().options("--cpus", "auto", "-r", "1s", "-prof", "gc", "-prof", "async").record(),
                Runs.run().options("--cpus", "auto", "-r", "2s", "-i", "3").mapped("tmpfs").record()).get(Conditions.OPTIONS))
                .containsExactly("-r 1s / -r 2s", "-prof gc -prof async / -prof not given", "-i not given / -i 3",
                        "mmap on ext4 / mmap on tmpfs");
    }

    @Test
    void machineAndJdkAreTwoThings() {
        Machine other = new Machine("box", "Other", 4, "none", "OS", "Linux 7", "aarch64", "VM 25");
        var differences = Conditions.differences(Runs.run().record(), Runs.run().on(other).record());
        assertThat(differences).containsOnlyKeys(Conditions.MACHINE, Conditions.JDK);
        assertThat(differences.get(Conditions.MACHINE)).containsExactly("CPU / Other", "CPUs 2 / CPUs 4",
                "virtualisation KVM / virtualisation none", "Linux / Linux 7", "amd64 / aarch64");
        assertThat(differences.get(Conditions.JDK)).containsExactly("VM 17 / VM 25");
    }

    @Test
    void otherCpusAreTheMachinesUnlessAskedFor() {
        assertThat(Conditions.differences(Runs.run().record(), Runs.run().pinned("CPUs 0 and 2").record()))
                .containsOnlyKeys(Conditions.MACHINE);
        assertThat(Conditions.differences(Runs.run().record(),
                Runs.run().pinned("not pinned").options("--cpus", "none", "-r", "1s").record()))
                .isEqualTo(java.util.Map.of(Conditions.OPTIONS, List.of("--cpus auto / --cpus none")));
    }
}
