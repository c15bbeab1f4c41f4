package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Tests the doctor on this machine as it is, in namespaces and with a CPU quota as in a container, and as an unprivileged
 * user. Cases that this machine does not allow are skipped.
 */
@Tag("once")
class DoctorIT {
    /** The subjects in the order of the catalogue. Each is a line of the table. */
    private static final List<String> SUBJECTS = List.of("CPU", "cores", "SMT siblings", "caches", "NUMA", "fork and peer",
            "governor", "boost", "C-states", "isolated CPUs", "nohz CPUs", "virtualisation", "steal", "CPU quota", "allowed CPUs",
            "kernel", "mitigations", "clock source", "perf_event_paranoid", "kptr_restrict", "huge pages", "shmem huge pages",
            "/dev/shm", "System V limits", "message queues", "memlock", "mmap directory", "writeback", "load", "busy processes",
            "other measurements", "stale peers", "JDK", "JVM flags");
    private static final Path FIRST_VERSION = Path.of("/sys/fs/cgroup/cpu");
    private static final Path SECOND_VERSION = Path.of("/sys/fs/cgroup");

    @TempDir
    private Path work;

    private Harness harness;
    private Path group;

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @AfterEach
    void nothingIsLeft() throws IOException {
        try {
            // Segments are not checked, because the doctor creates none.
            Harness.await("every process and temporary file is gone", () -> harness.processes("").isEmpty()
                    && directoriesIn(work.resolve("tmp")).isEmpty());
        } finally {
            if (group != null) {
                Harness.await("the control group is empty", () -> processesOf(group).isEmpty());
                Files.delete(group);
            }
        }
    }

    private static String processesOf(Path group) {
        try {
            return Files.readString(group.resolve("cgroup.procs"));
        } catch (IOException e) {
            return "";
        }
    }

    @Test
    void thisMachineAsItIs() throws IOException {
        String table = wellDone(harness.run("doctor", "--all"));
        assertThat(value(table, "kernel")).startsWith("Linux " + System.getProperty("os.version"));
        // Files.readString reads only one byte of such a file.
        String segments = String.join("", Files.readAllLines(Path.of("/proc/sys/kernel/shmmni")));
        assertThat(value(table, "System V limits")).contains("shmmni " + segments + ";");
        String writeback = String.join("", Files.readAllLines(Path.of("/proc/sys/vm/dirty_ratio")));
        assertThat(value(table, "writeback")).endsWith("blocks writers at " + writeback + " % of memory");
        assertThat(value(table, "mmap directory")).startsWith(work + " on " + Files.getFileStore(work).type() + " ");
        assertThat(table).contains("Nothing was changed.");
    }

    @Test
    void anotherDirectoryForMappedFiles() {
        Harness.Finished run = harness.run("doctor", "--all", "--mmap-dir", "/dev/shm");
        assertThat(value(wellDone(run), "mmap directory")).startsWith("/dev/shm on tmpfs").endsWith(", which is memory");
        Harness.Finished refused = harness.run("doctor", "--mmap-dir", "/nope");
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).isEqualTo(
                "ipc-roundtrip: --mmap-dir /nope: there is no such directory. Name an existing one on a disk.\n");
    }

    @Test
    void aQuotaOfAParentControlGroupIsFound() throws IOException {
        group = groupWithHalfASecondEverySecond();
        String table = wellDone(inShell("echo $$ > '" + group + "/cgroup.procs' && exec " + doctor()));
        assertThat(value(table, "CPU quota")).startsWith("0.5 CPUs: 50 ms in each 100 ms, control group /")
                .contains(group.getFileName().toString());
        assertThat(table).contains("| tee " + group + "/cpu.");
    }

    @Test
    void namespacesAsAContainerHasThem() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("unshare", "-C", "-m", "-p", "-f", "--mount-proc", "true").start().waitFor() == 0,
                "namespaces are not allowed here");
        group = groupWithHalfASecondEverySecond();
        boolean first = group.startsWith(FIRST_VERSION);
        // A mount inside the cgroup namespace shows our group as the root.
        String mount = first ? "umount " + FIRST_VERSION + " && mount -t cgroup -o cpu none " + FIRST_VERSION
                : "umount " + SECOND_VERSION + " && mount -t cgroup2 none " + SECOND_VERSION;
        // The namespace ends with its first process, so this process waits for the clean-up of run.sh.
        String table = wellDone(inShell("echo $$ > '" + group + "/cgroup.procs' && exec unshare -C -m -p -f --mount-proc sh -c \""
                + mount
                + " && " + doctor() + " && while ls -A '" + work.resolve("tmp") + "' | grep -q .; do sleep 0.1; done\""));
        assertThat(value(table, "CPU quota")).startsWith("0.5 CPUs: 50 ms in each 100 ms, control group / ")
                .endsWith("groups above this namespace cannot be seen");
        assertThat(value(table, "stale peers")).isEqualTo("unknown: a namespace hides processes outside of it");
    }

    @Test
    void aNamespaceWithoutItsOwnMountsLeavesTheQuotaUnknown() throws IOException {
        group = groupWithHalfASecondEverySecond();
        Harness.Finished run = inShell("echo $$ > '" + group + "/cgroup.procs' && exec unshare -C " + doctor());
        assumeTrue(run.exitCode() == 0 || !run.err().contains("unshare:"), "namespaces of control groups are not allowed here");
        assertThat(value(wellDone(run), "CPU quota")).isEqualTo("unknown");
    }

    @Test
    void withoutSysTheOtherFactsAreStillReported() throws IOException, InterruptedException {
        assumeTrue(new ProcessBuilder("unshare", "-m", "true").start().waitFor() == 0,
                "mounts of one's own are not allowed here");
        String table = wellDone(inShell("exec unshare -m sh -c \"mount -t tmpfs none /sys && exec " + doctor() + "\""));
        for (String subject : List.of("cores", "SMT siblings", "caches", "NUMA", "governor", "boost", "C-states", "isolated CPUs",
                "nohz CPUs",
                "clock source", "mitigations", "huge pages", "shmem huge pages")) {
            assertThat(value(table, subject)).as(subject).isEqualTo("unknown");
        }
        assertThat(value(table, "kernel")).startsWith("Linux ");
    }

    @Test
    void anUnprivilegedUserToo() throws IOException {
        assumeTrue(System.getProperty("user.name").equals("root"), "only root can become somebody else");
        // JUnit's directories are closed to other users.
        Path open = Files.createTempDirectory(Path.of("/tmp"), "ipc-doctor");
        try {
            Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rwxrwxrwx"));
            Files.copy(Harness.HOME.resolve("run.sh"), open.resolve("run.sh"));
            Files.copy(Harness.JAR, open.resolve("ipc-roundtrip.jar"));
            Files.setPosixFilePermissions(open.resolve("run.sh"), PosixFilePermissions.fromString("rwxr-xr-x"));
            Files.setPosixFilePermissions(open.resolve("ipc-roundtrip.jar"), PosixFilePermissions.fromString("rw-r--r--"));
            String user = "setpriv --reuid=65534 --regid=65534 --clear-groups ";
            String setting = "cd '" + open + "' && export TMPDIR='" + open + "' && exec ";
            String table = wellDone(inShell(setting + user + "./run.sh doctor --all"));
            assertThat(value(table, "perf_event_paranoid")).doesNotContain("exempt");
            assertThat(value(table, "mmap directory")).startsWith(open.toString());

            Harness.Finished hidden = inShell(setting + "unshare -m sh -c \"mount -t proc -o hidepid=2 none /proc && exec " + user
                    + "./run.sh doctor --all\"");
            assumeTrue(hidden.exitCode() == 0 || !hidden.err().contains("mount:"), "mounts of one's own are not allowed here");
            // In a container the namespace is named first.
            assertThat(value(wellDone(hidden), "stale peers")).isIn("unknown: /proc hides processes of other users (hidepid)",
                    "unknown: a namespace hides processes outside of it");
        } finally {
            // The clean-up of run.sh may still be running.
            Harness.await("the temporary directories are gone", () -> directoriesIn(open).isEmpty());
            Files.deleteIfExists(open.resolve("run.sh"));
            Files.deleteIfExists(open.resolve("ipc-roundtrip.jar"));
            Files.delete(open);
        }
    }

    private static List<Path> directoriesIn(Path folder) {
        try (var entries = Files.list(folder)) {
            return entries.filter(Files::isDirectory).toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    @Test
    void aStalePeerIsReportedWithTheCommandThatEndsIt() {
        // Standard input is open for both directions, so it never ends and the peer waits for orders forever.
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        String pid = inShell("mkfifo orders; '" + java + "' -XX:-UsePerfData -Djava.io.tmpdir='" + work.resolve("tmp") + "' -cp '"
                + Harness.JAR
                + "' ipc.peer.PeerMain <> orders >/dev/null 2>&1 & echo $!").out().strip();
        ProcessHandle peer = ProcessHandle.of(Long.parseLong(pid)).orElseThrow();
        try {
            Harness.await("the peer has started", () -> !harness.processes("ipc.peer.PeerMain").isEmpty());
            String table = wellDone(harness.run("doctor", "--all"));
            assertThat(value(table, "stale peers")).contains(pid).endsWith("without an owner");
            assertThat(table).containsPattern("Change: kill .*\\b" + pid + "\\b");
        } finally {
            peer.destroyForcibly();
        }
    }

    @Test
    void aRunRecordsAllFactsAndPrintsTheRelevantOnes() throws IOException {
        Harness.Finished run = harness.run("quick", "RoundTrip", "-p", "transport=sysv/condvar", "-wi", "1", "-w", "50ms", "-i",
                "1", "-r", "500ms",
                "--out", "a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode record = new ObjectMapper().readTree(work.resolve("a/run.json").toFile());
        List<String> subjects = new ArrayList<>();
        long warnings = 0;
        for (JsonNode finding : record.get("environment")) {
            subjects.add(finding.get("subject").asText());
            assertThat(finding.get("value").asText()).isNotBlank();
            assertThat(finding.get("why").asText()).isNotBlank();
            assertThat(finding.get("level").asText()).isIn("OK", "WARNING", "UNKNOWN");
            warnings += finding.get("level").asText().equals("WARNING") ? 1 : 0;
        }
        assertThat(subjects).isEqualTo(SUBJECTS);
        List<String> said = run.err().lines().filter(line -> line.startsWith("ipc-roundtrip: doctor: ")).toList();
        assertThat(said).hasSizeLessThanOrEqualTo(warnings == 0 ? 0 : 1)
                .allMatch(line -> line.matches("ipc-roundtrip: doctor: \\d+ warnings?: .*; see ./run.sh doctor"))
                .noneMatch(line -> line.contains(" mmap directory"));
    }

    @Test
    void theDoctorExaminesTheUsersJvmAndOptions() throws IOException {
        // A script that pretends to be a JVM of another name.
        Path java = Files.writeString(work.resolve("java"), "#!/bin/sh\ncase \"$*\" in\n*-XshowSettings*)"
                + " printf '    java.runtime.version = 99\\n    java.vm.name = Acme VM\\n' ;;\n*) exec '"
                + Path.of(System.getProperty("java.home"), "bin", "java") + "' -XX:-UsePerfData \"$@\" ;;\nesac\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        Harness.Finished run = harness.run("quick", "RoundTrip", "-p", "transport=sysv/condvar", "-wi", "1", "-w", "50ms", "-i",
                "1", "-r", "500ms", "-jvm", java.toString(), "-jvmArgs", "-Xint", "--out", "a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode record = new ObjectMapper().readTree(work.resolve("a/run.json").toFile());
        assertThat(record.at("/machine/java").asText()).isEqualTo("Acme VM 99");
        assertThat(finding(record, "JDK").get("value").asText()).startsWith("Acme VM 99, ");
        assertThat(finding(record, "JVM flags").get("value").asText()).contains("-Xint");
        assertThat(finding(record, "JVM flags").get("level").asText()).isEqualTo("WARNING");
    }

    private static JsonNode finding(JsonNode record, String subject) {
        for (JsonNode finding : record.get("environment")) {
            if (finding.get("subject").asText().equals(subject)) {
                return finding;
            }
        }
        throw new AssertionError("run.json has no finding about " + subject);
    }

    /** Checks that the doctor did not fail and that every line is there. */
    private static String wellDone(Harness.Finished run) {
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        assertThat(run.out()).doesNotContain("Exception", "\tat ");
        for (String subject : SUBJECTS) {
            assertThat(value(run.out(), subject)).as(subject).isNotBlank();
        }
        return run.out();
    }

    /** The value of a subject, joined from the lines that it was broken into. */
    private static String value(String text, String subject) {
        List<String> value = new ArrayList<>();
        boolean here = false;
        for (String line : text.lines().toList()) {
            if (line.startsWith("  " + subject + "  ")) {
                here = true;
                value.add(line.substring(2 + subject.length()).strip());
            } else if (here && (!line.startsWith("    ") || line.matches(" +(Why|Change): .*"))) {
                here = false;
            } else if (here) {
                value.add(line.strip());
            }
        }
        return String.join(" ", value);
    }

    private Harness.Finished inShell(String line) {
        return harness.finish(harness.start(List.of("sh", "-c", line), Map.of()));
    }

    private static String doctor() {
        return "'" + Harness.HOME.resolve("run.sh") + "' doctor --all";
    }

    /** A control group with half a CPU. The test is skipped if this machine does not allow one. */
    private static Path groupWithHalfASecondEverySecond() throws IOException {
        Optional<Path> made = make(FIRST_VERSION, "cpu.cfs_quota_us", "50000")
                .or(() -> make(SECOND_VERSION, "cpu.max", "50000 100000"));
        assumeTrue(made.isPresent(), "control groups cannot be made here");
        return made.get();
    }

    private static Optional<Path> make(Path above, String file, String limit) {
        Path group = above.resolve("ipc-doctor-test-" + ProcessHandle.current().pid());
        try {
            Files.createDirectory(group);
            if (Files.isWritable(group.resolve(file))) {
                Files.writeString(group.resolve(file), limit);
                return Optional.of(group);
            }
            Files.delete(group);
        } catch (IOException e) {
            if (Files.exists(group)) {
                group.toFile().delete();
            }
        }
        return Optional.empty();
    }
}
