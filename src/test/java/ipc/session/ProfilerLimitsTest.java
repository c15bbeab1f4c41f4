package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests messages for machines that forbid something, with a profiler that refuses it and copies of the kernel's files. */
class ProfilerLimitsTest {
    @TempDir
    private Path root;

    @BeforeEach
    void makeFolders() throws IOException {
        Files.createDirectories(root.resolve("proc/sys/kernel"));
        Files.createDirectories(root.resolve("sys/bus/event_source/devices/software"));
    }

    @Test
    void aMachineThatAllowsEverythingIsNotSpokenOf() {
        assertThat(limits(Set.of())).isEmpty();
    }

    @Test
    void aKernelThatRefusesPerfEventsIsToldByTheSysctl() throws IOException {
        Files.writeString(root.resolve("proc/sys/kernel/perf_event_paranoid"), "2\n");
        assertThat(limits(Set.of("cpu-clock", "cycles"))).containsExactly("no kernel frames and no hardware events, because perf"
                + " events are refused (no cpu-clock);"
                + " sysctl kernel.perf_event_paranoid=1 kernel.kptr_restrict=0, as root, allows them");
    }

    @Test
    void aKernelThatHidesItselfIsNotMistakenForOneThatIsIdle() {
        ProfilerLimits limits = new ProfilerLimits(command -> {
            if (command.startsWith("start,event=cpu-clock,")) {
                Files.writeString(root.resolve("log"),
                        "[WARN] Kernel symbols are hidden. Try\n  sysctl this\n[WARN] b\n[WARN] b\n");
            }
            return "";
        }, root.resolve("log"), root);
        assertThat(limits.list()).containsExactly("no kernel frames, and with event=cpu-clock no samples while the kernel runs"
                + " (Kernel symbols are hidden. Try sysctl this b)");
    }

    @Test
    void aContainerThatRefusesThemIsToldByItsOptions() throws IOException {
        Files.writeString(root.resolve("proc/sys/kernel/perf_event_paranoid"), "1\n");
        assertThat(limits(Set.of("cpu-clock", "cycles"))).singleElement().asString()
                .endsWith("docker run --security-opt seccomp=unconfined --cap-add PERFMON does not");
    }

    @Test
    void aKernelWithoutPerfEventsNeedsAnother() {
        assertThat(limits(Set.of("cpu-clock", "cycles"))).singleElement().asString()
                .endsWith("one built with CONFIG_PERF_EVENTS does");
    }

    @Test
    void aVirtualMachineWithoutCountersIsToldByTheHypervisorsOption() {
        assertThat(limits(Set.of("cycles"))).containsExactly("no hardware events, such as cycles or cache-misses (no cycles);"
                + " this machine shows no performance counters; a hypervisor passes them on if told so, QEMU by -cpu host,pmu=on");
    }

    @Test
    void aProcessorThatHasOtherCountersIsNotBlamedOnTheHypervisor() throws IOException {
        Files.createDirectory(root.resolve("sys/bus/event_source/devices/armv8_pmuv3_0"));
        ProfilerLimits limits = new ProfilerLimits(refusing(Set.of("LLC-load-misses")), root.resolve("log"), root);
        assertThat(limits.allowing("LLC-load-misses")).contains("has performance counters, but not this one");
    }

    @Test
    void onlyPerfEventsAreTheKernelsAffair() {
        assertThat(List.of("wall", "alloc", "lock", "ctimer", "java.lang.String.indexOf"))
                .noneMatch(ProfilerLimits::takesPerfEvents);
        assertThat(List.of("cycles", "cache-misses", "cpu-clock", "page-faults")).allMatch(ProfilerLimits::takesPerfEvents);
    }

    private List<String> limits(Set<String> refused) {
        return new ProfilerLimits(refusing(refused), root.resolve("log"), root).list();
    }

    private static ProfilerLimits.Profiler refusing(Set<String> refused) {
        return command -> {
            for (String event : refused) {
                if (command.startsWith("start,event=" + event + ",")) {
                    throw new IllegalStateException("no " + event);
                }
            }
            return "";
        };
    }
}
