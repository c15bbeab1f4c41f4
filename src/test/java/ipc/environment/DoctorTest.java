package ipc.environment;

import static ipc.environment.FakeMachine.find;
import static org.assertj.core.api.Assertions.assertThat;

import ipc.environment.Finding.Level;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Examines copies of whole machines. */
class DoctorTest {
    @TempDir
    private Path root;

    private FakeMachine machine;

    @BeforeEach
    void makeMachine() {
        machine = new FakeMachine(root);
    }

    private Report laptop() {
        machine.processor(1, 4, 2).kernel().governor(8, "powersave").idleState(8, 0, "POLL", 0, false)
                .idleState(8, 1, "C1", 2, false).idleState(8, 2, "C6", 133, false)
                .write("sys/devices/system/cpu/cpuidle/current_driver",
                        "intel_idle")
                .write("sys/devices/system/cpu/intel_pstate/no_turbo", "0")
                .write("sys/kernel/mm/transparent_hugepage/enabled", "[always] madvise never")
                .process(1, "systemd", 0, 500, "/sbin/init").process(2345, "Web Content", 1, 1000, "/usr/bin/browser", "--tab")
                .process(777, "java", 1, 5000, "/usr/bin/java", "-cp", "x/ipc-roundtrip.jar", "ipc.peer.PeerMain")
                .process(FakeMachine.OWN_PID, "java", 1, 10, "/usr/bin/java", "-jar", "ipc-roundtrip.jar");
        return machine.examine(() -> machine.ticks(250, 750, 0).process(2345, "Web Content", 1, 1040, "/usr/bin/browser", "--tab")
                .process(777, "java", 1, 5099, "/usr/bin/java", "-cp", "x/ipc-roundtrip.jar", "ipc.peer.PeerMain"));
    }

    @Test
    void aLaptopAsItIsPrinted() throws IOException {
        try (InputStream golden = DoctorTest.class.getResourceAsStream("laptop.txt")) {
            assertThat(laptop().text(100, false)).isEqualTo(new String(golden.readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {80, 100, 120})
    void noLineIsWiderThanTheTerminal(int columns) {
        Report report = laptop();
        for (boolean all : new boolean[] {true, false}) {
            assertThat(report.text(columns, all).lines())
                    .allMatch(line -> line.length() <= columns);
        }
    }

    @Test
    void allFindingsAreShownIfThatIsAskedFor() {
        Report report = laptop();
        String flat = report.text(80, true).replaceAll("\\s+", " ");
        assertThat(report.findings()).allMatch(finding -> flat.contains(" " + finding.subject() + " " + finding.value() + " Why: "
                + finding.why() + "."));
    }

    @Test
    void aLargeServerIsSummarised() {
        machine.processor(2, 64, 2).kernel().governor(256, "performance").write("sys/devices/system/cpu/isolated", "60-63")
                .write("sys/devices/system/node/node0/cpulist", "0-63,128-191")
                .write("sys/devices/system/node/node1/cpulist", "64-127,192-255")
                .write("proc/self/status", "Uid:\t0\t0\t0\t0\nCapEff:\t000001ffffffffff\nCpus_allowed_list:\t0-59,64-255");
        Report report = machine.examine();
        assertThat(find(report, "cores").value()).isEqualTo("128 cores in 2 sockets");
        assertThat(find(report, "SMT siblings").value())
                .isEqualTo("128 cores with several threads: CPUs 0,128 and 1,129 and 126 more;"
                        + " --cpus auto does not use two of one core");
        assertThat(find(report, "caches").value())
                .isEqualTo("128 x L1d 48 KiB for 2 CPUs, 128 x L1i 32 KiB for 2 CPUs,"
                        + " 128 x L2 2 MiB for 2 CPUs, 2 x L3 32 MiB for 128 CPUs");
        assertThat(find(report, "NUMA")).returns(Level.WARNING, Finding::level)
                .returns("2 nodes: CPUs 0-63,128-191; 64-127,192-255; automatic balancing on", Finding::value)
                .returns("sysctl kernel.numa_balancing=0", Finding::remedy);
        assertThat(find(report, "governor")).returns(Level.OK, Finding::level)
                .returns("performance on CPUs 0-255, driver intel_pstate", Finding::value);
        assertThat(find(report, "isolated CPUs")).returns("60-63, but this process may use none of them", Finding::value)
                .returns("taskset -c 0-255 ./run.sh PROFILE --cpus 60,63", Finding::remedy);
        assertThat(find(report, "perf_event_paranoid").value()).isEqualTo("2, but this user is exempt");
        assertThat(report.findings()).allMatch(finding -> finding.value().length() < 200);
    }

    @Test
    void aVirtualMachineIsToldNothingThatOnlyItsHostCouldDo() {
        machine.processor(1, 2, 1).kernel().virtual("KVM").ticks(100, 880, 20)
                .write("sys/devices/system/cpu/cpuidle/current_driver", "none");
        Report report = machine.examine(() -> machine.ticks(110, 1060, 30));
        for (String subject : List.of("governor", "boost", "C-states")) {
            assertThat(find(report, subject).value()).startsWith("not available in this virtual machine");
            assertThat(find(report, subject)).returns(Level.OK, Finding::level).returns("", Finding::remedy);
        }
        assertThat(find(report, "virtualisation")).returns(Level.WARNING, Finding::level).returns("KVM", Finding::value)
                .returns("", Finding::remedy);
        assertThat(find(report, "steal")).returns(Level.WARNING, Finding::level)
                .returns("2.5 % of all CPU time since boot, 5 % in the last 1 s", Finding::value).returns("", Finding::remedy);
        assertThat(find(report, "allowed CPUs")).returns(Level.WARNING, Finding::level).returns("", Finding::remedy);
    }

    @Test
    void aGuestThatHaltsAtOnceCanPoll() {
        machine.processor(1, 4, 1).kernel().virtual("KVM").idleState(4, 0, "POLL", 0, false)
                .idleState(4, 1, "haltpoll idle", 1, false)
                .write("sys/devices/system/cpu/cpuidle/current_driver", "haltpoll")
                .write("sys/module/haltpoll/parameters/guest_halt_poll_ns", "0");
        assertThat(find(machine.examine(), "C-states")).returns(Level.WARNING, Finding::level)
                .returns("echo 200000 | tee /sys/module/haltpoll/parameters/guest_halt_poll_ns", Finding::remedy);
        machine.write("sys/module/haltpoll/parameters/guest_halt_poll_ns", "200000");
        assertThat(find(machine.examine(), "C-states").level()).isEqualTo(Level.OK);
    }

    @Test
    void aContainerWithAQuotaAndOneCpu() {
        machine.processor(1, 8, 1).kernel().write("proc/self/status", "Uid:\t0\t0\nCpus_allowed_list:\t3")
                .write("proc/self/cgroup", "4:memory:/docker/abc\n3:cpu,cpuacct:/docker/abc\n0::/system.slice")
                .write("proc/self/mountinfo",
                        "30 28 0:26 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro,nosuid - cgroup cgroup rw,cpu,cpuacct")
                .write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_quota_us", "50000")
                .write("sys/fs/cgroup/cpu,cpuacct/cpu.cfs_period_us", "100000")
                .write("sys/fs/cgroup/cpu,cpuacct/cpu.stat", "nr_periods 10\nnr_throttled 7\nthrottled_time 5");
        Report report = machine.examine();
        assertThat(find(report, "CPU quota")).returns(Level.WARNING, Finding::level)
                .returns("0.5 CPUs: 50 ms in each 100 ms, control group / (version 1), used up in 7 periods;"
                        + " groups above /docker/abc are not mounted here", Finding::value)
                .returns("start the container without a CPU limit (docker run without --cpus)", Finding::remedy);
        assertThat(find(report, "allowed CPUs")).returns("3 of 0-7", Finding::value)
                .returns("taskset -c 0-7 ./run.sh PROFILE", Finding::remedy);
        assertThat(find(report, "fork and peer")).returns(Level.WARNING, Finding::level)
                .returns("one CPU allowed (3): both processes share it", Finding::value);
    }

    @Test
    void whatCannotBeReadIsUnknownAndNotGuessed() {
        Report report = machine.virtual("unknown").model("").cpus("none").examine();
        List<String> ofThisJvm = List.of("fork and peer", "JDK", "JVM flags");
        assertThat(report.findings()).filteredOn(finding -> !ofThisJvm.contains(finding.subject()))
                .allMatch(finding -> finding.level() == Level.UNKNOWN).allMatch(finding -> finding.value().startsWith("unknown"));
        assertThat(report.findings()).hasSize(Subject.values().length);
        assertThat(report.text(100, true)).contains("\nUnknown\n").doesNotContain("Exception");
    }

    @Test
    void filesOfAnUnknownShapeAreUnknownToo() {
        machine.processor(1, 4, 1).kernel().governor(4, "performance").idleState(4, 0, "C1", 1, false);
        for (String file : List.of("proc/loadavg", "proc/stat", "proc/self/status", "proc/self/cgroup", "proc/self/mountinfo",
                "proc/self/limits", "proc/sys/kernel/shmmax", "proc/sys/kernel/perf_event_paranoid",
                "proc/sys/vm/dirty_writeback_centisecs",
                "sys/devices/system/cpu/isolated", "sys/devices/system/cpu/nohz_full",
                "sys/devices/system/cpu/cpu0/cpuidle/state0/latency",
                "sys/kernel/mm/transparent_hugepage/enabled", "proc/77/stat")) {
            machine.write(file, "a b - : [ ( 1-x,,");
        }
        // Malformed CPU numbers would already fail the choice of CPUs.
        machine.write("proc/self/status", "Cpus_allowed_list: 0-3");
        Report report = machine.cpus("none").examine();
        for (String subject : List.of("load", "steal", "CPU quota", "memlock", "System V limits", "perf_event_paranoid",
                "writeback",
                "isolated CPUs", "nohz CPUs", "C-states", "huge pages", "message queues")) {
            assertThat(find(report, subject).level()).as(subject).isEqualTo(Level.UNKNOWN);
        }
        assertThat(report.findings()).hasSize(Subject.values().length);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '\0', textBlock = """
            sys/devices/system/clocksource/clocksource0/current_clocksource ; hpet ; clock source ; WARNING ; echo tsc | tee
            sys/devices/system/clocksource/clocksource0/current_clocksource ; kvm-clock ; clock source ; OK ;
            proc/sys/kernel/perf_event_paranoid ; 3 ; perf_event_paranoid ; WARNING ; sysctl kernel.perf_event_paranoid=1
            proc/sys/kernel/perf_event_paranoid ; -1 ; perf_event_paranoid ; OK ;
            proc/sys/kernel/kptr_restrict ; 1 ; kptr_restrict ; WARNING ; sysctl kernel.kptr_restrict=0
            proc/sys/kernel/shmmni ; 0 ; System V limits ; WARNING ; sysctl kernel.shmmax=
            proc/sys/kernel/shmmax ; 4096 ; System V limits ; WARNING ; sysctl kernel.shmmax=
            sys/kernel/mm/transparent_hugepage/shmem_enabled ; [force] never ; shmem huge pages ; WARNING ; echo never | tee
            sys/kernel/mm/transparent_hugepage/shmem_enabled ; [within_size] never ; shmem huge pages ; OK ;
            proc/sys/vm/dirty_writeback_centisecs ; 0 ; writeback ; WARNING ; sysctl vm.dirty_writeback_centisecs=500
            proc/loadavg ; 3.60 1.00 0.50 2/300 77 ; load ; WARNING ; uptime
            proc/loadavg ; 1.90 1.00 0.50 2/300 77 ; load ; OK ;
            sys/devices/system/cpu/isolated ; 2-3 ; isolated CPUs ; OK ;
            sys/devices/system/cpu/nohz_full ; 2-3 ; nohz CPUs ; OK ;
            sys/devices/system/cpu/cpufreq/boost ; 1 ; boost ; WARNING ; echo 0 | tee /sys/devices/system/cpu/cpufreq/boost
            sys/devices/system/cpu/cpufreq/boost ; 0 ; boost ; OK ;
            sys/devices/system/cpu/cpufreq/boost ; x ; boost ; UNKNOWN ;
            sys/devices/system/cpu/cpufreq/policy0/boost ; 1 ; boost ; WARNING ; echo 0 | tee /sys/devices/system/cpu/cpufreq/pol
            sys/devices/system/cpu/cpufreq/policy0/boost ; 0 ; boost ; OK ;
            sys/devices/system/cpu/cpufreq/policy0/scaling_driver ; cppc_cpufreq ; boost ; UNKNOWN ;
            proc/self/limits ; Max msgqueue size         0    0   bytes ; message queues ; WARNING ; ulimit -q 819200
            """)
    void oneSettingAndWhatIsSaidOfIt(String file, String text, String subject, Level level, String remedy) {
        machine.processor(1, 4, 1).kernel().write(file, text);
        Finding finding = find(machine.examine(), subject);
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.remedy()).startsWith(remedy == null ? "" : remedy);
    }

    @Test
    void aDriverWithoutABoostFileMayBoostAllTheSame() {
        machine.processor(1, 4, 1).kernel().governor(4, "performance")
                .write("sys/devices/system/cpu/cpu0/cpufreq/scaling_driver", "amd-pstate-epp");
        assertThat(find(machine.examine(), "boost")).returns(Level.UNKNOWN, Finding::level)
                .returns("unknown: driver amd-pstate-epp does not tell", Finding::value);
    }

    @Test
    void withoutADriverThereIsNothingThatCouldBeSet() {
        // The folder exists but is empty.
        machine.processor(1, 4, 1).kernel().folder("sys/devices/system/cpu/cpufreq");
        assertThat(find(machine.examine(), "boost")).returns(Level.OK, Finding::level)
                .returns("not available on this machine", Finding::value);
    }

    @Test
    void onePolicyThatBoostsIsEnoughForAWarning() {
        machine.processor(1, 4, 1).kernel().write("sys/devices/system/cpu/cpufreq/boost", "1")
                .write("sys/devices/system/cpu/cpufreq/policy0/boost", "0")
                .write("sys/devices/system/cpu/cpufreq/policy1/boost", "1");
        assertThat(find(machine.examine(), "boost")).returns(Level.WARNING, Finding::level)
                .returns("echo 0 | tee /sys/devices/system/cpu/cpufreq/boost", Finding::remedy);
        machine.write("sys/devices/system/cpu/cpufreq/policy1/boost", "0");
        assertThat(find(machine.examine(), "boost").level()).isEqualTo(Level.OK);
    }

    @ParameterizedTest
    @CsvSource({"ext4,OK", "xfs,OK", "overlay,OK", "tmpfs,WARNING", "nfs4,WARNING", "fuse.sshfs,WARNING", "9p,WARNING"})
    void fileSystems(String type, Level level) {
        Finding finding = find(machine.processor(1, 4, 1).kernel().mmapOn(type, "src").examine(), "mmap directory");
        assertThat(finding.level()).isEqualTo(level);
        assertThat(finding.value()).startsWith("/home/me on " + type + " (src), 128 GiB free");
    }

    @Test
    void aMissingDevShmIsSaid() throws IOException {
        machine.processor(1, 4, 1).kernel();
        java.nio.file.Files.delete(root.resolve("dev/shm"));
        assertThat(find(machine.examine(), "/dev/shm")).returns(Level.WARNING, Finding::level)
                .returns("unavailable", Finding::value);
    }

    @Test
    void optionsThatSpoilAMeasurementAreNamedAndPropertiesAreNot() {
        machine.processor(1, 4, 1).kernel().forkOptions("-Xint", "-Dsecret=1");
        assertThat(find(machine.examine(), "JVM flags")).returns(Level.WARNING, Finding::level)
                .returns("fork and peer -Xint; launcher -XX:TieredStopAtLevel=1", Finding::value)
                .returns("omit -Xint", Finding::remedy);
        machine.forkOptions().variable("JAVA_TOOL_OPTIONS", " -Dsecret=1 -Xmx1g");
        assertThat(find(machine.examine(), "JVM flags")).returns(Level.WARNING, Finding::level)
                .returns("JAVA_TOOL_OPTIONS (-Xmx1g) is read by every JVM; fork and peer none; launcher -XX:TieredStopAtLevel=1",
                        Finding::value)
                .returns("unset JAVA_TOOL_OPTIONS", Finding::remedy);
    }

    @Test
    void twoThreadsOfOneCoreAreAWarningWhereTheyWereNamed() {
        machine.processor(1, 4, 2).kernel().cpus("0,4");
        assertThat(find(machine.examine(), "fork and peer")).returns(Level.WARNING, Finding::level)
                .returns("CPUs 0 and 4, two hardware threads of one core", Finding::value)
                .returns("./run.sh PROFILE --cpus auto", Finding::remedy);
    }

    @Test
    void thisMachineIsExaminedWithoutAnError() {
        CpuChoice cpus = CpuChoice.resolve("auto", CpuTopology.ofThisMachine());
        Report report = Doctor.begin().examine(new Setup(Machine.describe(), cpus, root, List.of()), 0);
        assertThat(report.findings()).hasSize(Subject.values().length);
        assertThat(find(report, "kernel").value()).isEqualTo("Linux " + System.getProperty("os.version")
                + find(report, "kernel").value().replaceFirst("^[^,]*", ""));
        assertThat(find(report, "System V limits").value()).doesNotContain("shmmni 4;");
    }
}
