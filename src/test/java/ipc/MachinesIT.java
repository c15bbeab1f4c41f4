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
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small and unusual machines, built from this one with namespaces, control groups and environment variables. A case that this
 * machine does not allow is skipped. {@link RunIT} has a machine with one CPU, {@link UnavailableIT} machines without some
 * mechanism.
 */
class MachinesIT extends RealRuns {
    private static final String NOBODY = "65534";
    private static final List<String> ONE_CELL = List.of("quick", "RoundTrip", "-p", "transport=mmap/condvar", "-wi", "1", "-w",
            "50ms", "-i", "1", "-r", "500ms");
    private static final String ROW = "(?m)^\\| (.* - )?round trip, condvar +(\\| +- ){3,5}(\\| +[0-9.]+ ){3,5}\\|$";

    /** One row of the published table has no shared memory. */
    @Tag("once")
    @Tag("faults")
    @Test
    void withoutAnySharedMemoryAMappedFileIsMeasured() throws IOException, InterruptedException {
        assumeTrue(canRun("unshare", "-m", "-i", "true"), "no namespaces can be made here");
        List<String> command = new ArrayList<>(List.of(Harness.HOME.resolve("bench/third-row.sh").toString(), "a"));
        command.addAll(ONE_CELL);
        command.addAll(List.of("-p", "transport=sysv/condvar,posix/condvar,mmap/condvar"));
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(ROW).contains("| Snapdragon Flight Pro, Excelsior, 8096 (published) ")
                .contains("(published)");
        assertThat(Harness.unwrapped(harness.run("table", "a").out()))
                .contains("shmem: not measured: System V shared memory is switched off: shmget(IPC_PRIVATE, 4096, 0600): ENOSPC")
                .contains("kernel.shmmni = 0");
        assertThat(Harness.unwrapped(harness.run("table", "--by", "transport", "a").out()))
                .containsPattern(
                        "posix/condvar: not measured: shm_open\\(.*: ENOENT \\(2\\), .*: glibc keeps these objects in /dev/shm,"
                                + " and no tmpfs is mounted there");
    }

    /** Only a directory for temporary files is writable, and the umask removes even the user's own permissions. */
    @Tag("once")
    @Tag("faults")
    @Test
    void anUnprivilegedUserMeasuresOnAReadOnlyMachineWithATemporaryDirectory() throws IOException, InterruptedException {
        assumeTrue(canRun("unshare", "-m", "setpriv", "--reuid", NOBODY, "--regid", NOBODY, "--clear-groups",
                "test", "-x", System.getProperty("java.home") + "/bin/java"), "nobody may not run this Java");
        Files.setPosixFilePermissions(work, PosixFilePermissions.fromString("rwxr-xr-x"));
        Path program = program(work.resolve("program"));
        String readOnly = "mkdir -p only && mount -t tmpfs -o mode=1777 none only"
                + " && for each in / \"$(findmnt -nro TARGET --target .)\"; do mount -o remount,bind,ro \"$each\"; done"
                + " && umask 777"
                + " && nobody() { setpriv --reuid " + NOBODY + " --regid " + NOBODY + " --clear-groups -- \"$@\"; } && ";
        String cell = quoted(ONE_CELL);
        Harness.Finished run = inMountNamespace(readOnly + "cd only && TMPDIR=$PWD nobody '" + program + "' " + cell
                + " && rm -r results && for each in $(seq 600); do [ -z \"$(ls -A)\" ] && exit; sleep 0.1; done; ls -A >&2");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(ROW).contains("- mapped files lie on tmpfs");
        assertThat(run.out()).endsWith(" (report.html has charts, table.md has all notes)\n");
        // Other directories cannot hold results or temporary files.
        Harness.Finished refused = inMountNamespace(readOnly + "TMPDIR=$PWD/only nobody '" + program + "' " + cell);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .containsPattern("ipc-roundtrip: the result directory \\S*results/\\S+ cannot be made \\(.*Read-only"
                        + " file system \\(\\S+\\)\\); name one that you can write to\\.\n$");
        refused = inMountNamespace(readOnly + "nobody '" + program + "' " + cell);
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).matches("ipc-roundtrip: .*Read-only file system.*; name another directory by TMPDIR\\.?\n");
    }

    /**
     * A locale in which Java would read paths as ASCII, print a decimal comma and change I to another letter, in a time zone
     * with another date.
     */
    @Tag("once")
    @Tag("faults")
    @Test
    void pathsAndFiguresAreTheSameInEveryLocaleAndTimeZone() throws IOException {
        Path folder = Files.createDirectories(work.resolve("ein Verzeichnis – проект 計る"));
        Path program = program(folder.resolve("mit Jar"));
        Path temporary = Files.createDirectory(folder.resolve("à part"));
        Path out = folder.resolve("Ergebnis é");
        List<String> command = new ArrayList<>(List.of(program.toString()));
        command.addAll(ONE_CELL);
        command.addAll(List.of("--machine", "Gerät Ⅷ", "--out", out.toString()));
        Harness.Finished run = harness.finish(harness.start(command, Map.of("LC_ALL", "C", "LANGUAGE", "tr", "TZ",
                "Pacific/Kiritimati", "TMPDIR", temporary.toString(), "JDK_JAVA_OPTIONS",
                "-Duser.language=tr -Duser.country=TR")));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(ROW).startsWith("quick: Gerät Ⅷ, ").contains("| round trip, condvar ",
                out.getFileName().toString());
        assertThat(Files.readString(out.resolve("table.md"))).startsWith("quick: Gerät Ⅷ, ").contains("| round trip, condvar ");
        JsonNode record = new ObjectMapper().readTree(out.resolve("run.json").toFile());
        assertThat(java.time.Instant.parse(record.get("started").asText()))
                .isBetween(java.time.Instant.now().minusSeconds(600), java.time.Instant.now());
        Harness.await("temporary files are gone", () -> temporary.toFile().list().length == 0);
    }

    @Tag("once")
    @Tag("faults")
    @Test
    void namesWithInvalidBytesAreRefusedInOneLine() {
        for (String line : List.of("mkdir \"$bad\" && TMPDIR=$PWD/$bad $run list", "$run list \"$bad\"",
                "mkdir -p \"$bad\" && cd \"$bad\" && $run list")) {
            Harness.Finished run = harness.finish(harness.start(List.of("sh", "-c", "bad=$(printf 'x\\377y') run='"
                    + Harness.HOME.resolve("run.sh") + "'; " + line.replace("$run", "\"$run\"")), Map.of()));
            assertThat(run.exitCode()).as(line).isEqualTo(2);
            assertThat(run.err()).matches("ipc-roundtrip: \\$'\\S*x\\\\377y' has bytes that are no characters here;"
                    + " use another name\n");
        }
    }

    @Tag("once")
    @Tag("faults")
    @Test
    void aRunIsRefusedIfForksCannotReport() throws InterruptedException {
        assumeTrue(canRun("unshare", "-n", "true"), "no network namespace can be made here");
        List<String> command = new ArrayList<>(List.of("unshare", "-n", Harness.HOME.resolve("run.sh").toString()));
        command.addAll(ONE_CELL);
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("ipc-roundtrip: JMH's forks report over the loopback interface, and 127.0.0.1 cannot be"
                + " reached (Network is unreachable); `ip address show lo` shows it, `ip link set lo up` switches it on.\n");
        assertThat(work.resolve("results")).doesNotExist();
    }

    /** The kernel ends all other processes of a container together with its first one. */
    @Tag("faults")
    @Test
    void theFirstProcessOfAContainerLeavesNothing() throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(firstProcess("400ms"));
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(ROW);
        assertThat(work.resolve("tmp")).isEmptyDirectory();
        command.add("-nonsense");
        assertThat(harness.finish(harness.start(command, Map.of())).exitCode()).isEqualTo(2);
        assertThat(work.resolve("tmp")).isEmptyDirectory();
    }

    @Tag("faults")
    @ParameterizedTest
    @CsvSource({"INT, 130", "TERM, 143", "HUP, 129"})
    void theFirstProcessOfAContainerHandsSignalsOn(String signal, int exitCode) throws InterruptedException {
        Harness.Started run = harness.start(firstProcess("60s"), Map.of());
        Harness.await("a peer", () -> !harness.processes("ipc.peer.PeerMain").isEmpty());
        long first = run.process().children().findFirst().orElseThrow().pid();
        assertThat(canRun("kill", "-" + signal, Long.toString(first))).isTrue();
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(exitCode);
        assertThat(finished.err()).contains("interrupted; ");
        assertThat(work.resolve("tmp")).isEmptyDirectory();
    }

    private static List<String> firstProcess(String time) throws InterruptedException {
        assumeTrue(canRun("unshare", "-pf", "--mount-proc", "true"), "no process namespace can be made here");
        // The tests may ignore Ctrl-C, and a process that they start would inherit that.
        return List.of("unshare", "-pf", "--mount-proc", "env", "--default-signal=INT,HUP",
                Harness.HOME.resolve("run.sh").toString(),
                "quick", "RoundTrip", "-p", "transport=mmap/condvar", "-wi", "1", "-w", "50ms", "-i", "1", "-r", time);
    }

    @Tag("once")
    @Tag("faults")
    @Test
    void aTemporaryDirectoryMountedNoexecIsRefused() throws InterruptedException {
        assumeTrue(canRun("unshare", "-m", "true"), "no namespace can be made here");
        Harness.Finished run = inMountNamespace("mkdir no && mount -t tmpfs -o noexec none no && TMPDIR=$PWD/no '"
                + Harness.HOME.resolve("run.sh") + "' " + quoted(ONE_CELL) + " --out a");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).matches("ipc-roundtrip: this program cannot run here: a native library cannot be used where it was"
                + " unpacked, as on a file system mounted noexec \\(.*\\); name another directory by TMPDIR\\.?\n");
    }

    @Tag("faults")
    @Test
    void halfACpuIsMeasuredWithAWarning() {
        Harness.Finished run = inControlGroup(ControlGroup.CPU, "50000", ONE_CELL);
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).containsPattern(ROW);
        assertThat(run.err()).contains("CPU quota");
    }

    @Tag("faults")
    @Test
    void aQuarterOfAGigabyteIsEnoughForAllThreeProcesses() {
        Harness.Finished run = inControlGroup(ControlGroup.MEMORY, "256M", List.of("quick", "--out", "a"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).doesNotContain(": failed: ")
                .containsPattern("(?m)^\\| round trip, spin +(\\| +[0-9.]+ ){10}\\|$");
    }

    /** Runs on every JDK, because each one may warn of something else. Runs and lists are tested there too. */
    @Tag("faults-always")
    @ParameterizedTest
    @ValueSource(strings = {"help", "doctor", "table ARCHIVE", "compare ARCHIVE ARCHIVE"})
    void noCommandMakesTheJvmWarn(String command) {
        String archive = Harness.HOME.resolve("src/test/resources/ipc/all.tar.gz").toString();
        Harness.Finished run = harness.run(command.replace("ARCHIVE", archive).split(" "));
        // The archive has too few rounds for compare and advise.
        assertThat(run.exitCode()).as(run.err()).isEqualTo(command.matches("(compare|advise) .*") ? 1 : 0);
        assertThat(run.err()).doesNotContain("WARNING", "VM warning");
    }

    @Tag("faults")
    @ParameterizedTest
    @ValueSource(strings = {"table --wide ARCHIVE ARCHIVE", "table --format html ARCHIVE", "report ARCHIVE --out page.html",
        "advise ARCHIVE --size 64 --rate 500", "completion", "clean", "pack packed", "--version", "quick -lp",
        "paired sysv/spin-ffm mmap/futex-ffm -p size=8 --rounds 1 -wi 1 -w 50ms -r 500ms",
        "baselines ThreadHandOff -p wait=spin --rounds 1 -wi 1 -w 50ms -r 500ms"})
    void noOtherCommandMakesTheJvmWarn(String command) {
        noCommandMakesTheJvmWarn(command);
    }

    private static String quoted(List<String> words) {
        return "'" + String.join("' '", words) + "'";
    }

    private static boolean canRun(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD).start()
                    .waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Harness.Finished inMountNamespace(String script) {
        return harness.finish(harness.start(List.of("unshare", "-m", "sh", "-c", script), Map.of("JAVA_HOME",
                System.getProperty("java.home"))));
    }
}
