package ipc.analysis.run;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.analysis.Runs;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Machine;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Short names of machines and runs. */
class RunLabelsTest {
    private static final Machine EPYC = machine("AMD EPYC", 2, "Debian GNU/Linux 12", "Linux 6.18.44-fc-v657");
    private static final Machine NEWER = machine("AMD EPYC", 2, "Debian GNU/Linux 13", "Linux 6.18.44-fc-v657");
    private static final Machine CORE = machine("Intel(R) Core(TM) i7-8700K CPU @ 3.70GHz", 12,
            "Ubuntu 24.04.1 LTS (Noble Numbat)",
            "Linux 6.8.0-45-generic");

    @Test
    void aMachineIsNamedInBrief() {
        assertThat(MachineBrief.of(EPYC)).isEqualTo("AMD EPYC, 2 CPUs, KVM, Debian 12, Linux 6.18");
        assertThat(MachineBrief.of(CORE)).isEqualTo("Intel Core i7-8700K, 12 CPUs, KVM, Ubuntu 24.04.1 LTS, Linux 6.8");
        assertThat(MachineBrief.cpu(machine("AMD EPYC 7763 64-Core Processor", 1, "", ""))).isEqualTo("AMD EPYC 7763");
        assertThat(MachineBrief.of(Runs.BOX)).isEqualTo("box, CPU, 2 CPUs, KVM, OS, Linux");
        assertThat(MachineBrief.of(new Machine("x".repeat(60), "CPU", 1, "none", "OS", "Linux 5.1", "arm", "VM")))
                .isEqualTo("x".repeat(37) + "..., CPU, 1 CPU, OS, Linux 5.1");
    }

    @Test
    void machinesHaveAsManyPartsAsTellThemApart() {
        assertThat(labels(run(EPYC), run(CORE), run(Runs.BOX))).containsExactly("AMD EPYC", "Intel Core i7-8700K", "box");
        assertThat(labels(run(EPYC), run(NEWER))).containsExactly("AMD EPYC, Debian 12", "AMD EPYC, Debian 13");
        assertThat(RunLabels.withSystem(List.of(run(EPYC)))).containsExactly("AMD EPYC, Debian 12");
    }

    @Test
    void runsOfOneMachineAreToldApartByTime() {
        assertThat(labels(at("2026-01-02T03:04:05Z"), at("2026-01-03T03:04:05Z"))).containsExactly("2026-01-02", "2026-01-03");
        assertThat(labels(at("2026-01-02T03:04:05Z"), at("2026-01-02T03:05:05Z")))
                .containsExactly("2026-01-02 03:04", "2026-01-02 03:05");
        assertThat(labels(at("2026-01-02T03:04:05Z"), at("2026-01-02T03:04:06Z")))
                .containsExactly("2026-01-02 03:04:05", "2026-01-02 03:04:06");
        assertThat(labels(at("2026-01-02T03:04:05Z"), at("2026-01-02T03:04:05Z"))).containsExactly("2026-01-02 #1",
                "2026-01-02 #2");
        RunLabels labels = RunLabels.of(List.of(run(EPYC), at("2026-01-03T03:04:05Z"), run(Runs.BOX)));
        assertThat(labels.labels()).containsExactly("AMD EPYC, 2026-01-02", "AMD EPYC, 2026-01-03", "box");
        assertThat(labels.heading()).isEqualTo("machine");
    }

    private static List<String> labels(RunRecord... runs) {
        return RunLabels.of(List.of(runs)).labels();
    }

    private static RunRecord at(String time) {
        return Runs.run().on(EPYC).from(time).record();
    }

    private static RunRecord run(Machine machine) {
        return Runs.run().on(machine).record();
    }

    private static Machine machine(String cpu, int cpus, String os, String kernel) {
        return new Machine(cpu + ", " + cpus + " CPUs, KVM, " + os + ", " + kernel, cpu, cpus, "KVM", os, kernel, "amd64", "VM");
    }
}
