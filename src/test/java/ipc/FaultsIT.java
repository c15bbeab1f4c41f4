package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Faults in the middle of a run: what the user sees, and that nothing is left behind. {@link KillIT} has kills, {@link
 * UnavailableIT} unavailable mechanisms and {@link LimitsIT} limits. {@code ./run.sh test --faults} runs all of them.
 */
@Tag("faults")
@Timeout(Harness.HANGS_SECONDS)
class FaultsIT extends FaultyRuns {
    private static final String STOOD_STILL = "- during round 1 of RoundTrip memfd/\\w+ 64 B the launcher stood still for %s s";
    /** The message if Java code, C code or the C library notices it. */
    private static final String GONE = "(Aeron: |the (fork|peer \\(process \\d+\\)) (crashed|died: exit code 1): )?memory that was mapped is gone"
            + "( \\(SIGBUS\\): the file behind it was truncated, or its disk or /dev/shm is full"
            + "| under the C library's futex: the file behind it was truncated, or the kernel refused the call for an unknown"
            + " reason)( \\(exit code \\d+(, signal \\d+)?\\))?(; the JVM's own report is \\S+)?";

    @ParameterizedTest
    @ValueSource(strings = {FORK, PEER})
    void aStoppedForkOrPeerIsEnded(String victim) {
        Harness.Started run = harness.start(command(with("-r", "3s", "--verbose")), Map.of());
        awaitMeasurement(run, 0);
        signal("STOP", pid(victim));
        Harness.await("a line that says so", () -> said(run).contains("has been ended"));
        oneCellFailed(harness.finish(run), "memfd/\\w+", "the " + (victim.equals(PEER) ? "peer" : "fork")
                + " \\(process \\d+\\) was stopped by a signal \\(SIGSTOP, or Ctrl-Z\\) for 5 s and has been ended");
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONT", "KILL"})
    void aStoppedLauncherIsContinuedOrKilled(String then) {
        Harness.Started run = harness.start(command(with("-r", "3s", "--verbose")), Map.of());
        awaitMeasurement(run, 0);
        long launcher = pid(LAUNCHER);
        signal("STOP", launcher);
        Harness.sleep(6000);
        signal(then, launcher);
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(then.equals("CONT") ? 0 : 137);
        if (then.equals("CONT")) {
            assertThat(finished.out()).containsPattern(STOOD_STILL.formatted("\\d+"));
        }
    }

    /** All processes stand still, as on a suspended machine or after Ctrl-Z. None of them has noticed a silence of the others. */
    @Test
    void aRunGoesOnAfterAllProcessesWereStopped() {
        Harness.Started run = harness.start(command(with("-r", "3s", "--verbose")), Map.of());
        awaitMeasurement(run, 0);
        List<Long> all = Stream.of(LAUNCHER, FORK, PEER).map(this::pid).toList();
        all.forEach(process -> signal("STOP", process));
        Harness.sleep(12_000);
        all.forEach(process -> signal("CONT", process));
        Harness.Finished finished = harness.finish(run);
        bothAreMeasured(finished);
        assertThat(finished.out()).containsPattern(STOOD_STILL.formatted("\\d\\d+"));
    }

    @Test
    void sigtermEndsTheRunAndNamesTheResults() {
        Harness.Started run = harness.start(command(with("-r", "30s")), Map.of());
        awaitPair();
        signal("TERM", pid(LAUNCHER));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(143);
        assertThat(finished.err()).contains("interrupted; the finished rounds are in ").doesNotContain("Exception");
        isMarkedIncomplete();
    }

    @Test
    void aTerminalThatIsClosedEndsEverything() throws InterruptedException {
        assumeTrue(canRun("script", "--version"), "script is missing");
        Harness.Started run = harness.start(List.of("script", "-qec", String.join(" ", command(with("-r", "30s"))), "/dev/null"),
                Map.of());
        awaitPair();
        run.process().destroyForcibly();
        harness.finish(run);
        Harness.await("the end of all", () -> harness.processes("").isEmpty());
        isMarkedIncomplete();
    }

    @Tag("once")
    @ParameterizedTest
    @ValueSource(strings = "memfd/spin")
    void truncatedMemoryIsExplained(String transport) throws IOException {
        truncatedFilesAndMemoryAreExplained(transport, "/memfd:ipc-roundtrip.*");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "memfd/condvar | /memfd:ipc-roundtrip.*",
        "memfd/hybrid | /memfd:ipc-roundtrip.*",
        "memfd/eventfd | /memfd:ipc-roundtrip.*",
        "posix/sem | /dev/shm/ipc-roundtrip-.*",
        "posix/condvar | /dev/shm/ipc-roundtrip-.*",
        "mmap/yield | .*/mapped files/#.*",
        "mmap-tmpfs/futex | /dev/shm/#.*",
        "agrona-ring | /dev/shm/#.*",
        "mapped-bytes | /dev/shm/#.*",
        "aeron-ipc | .*\\.logbuffer.*",
        "chronicle-queue | .*\\.cq4.*"})
    void truncatedFilesAndMemoryAreExplained(String transport, String file) throws IOException {
        Path mapped = Files.createDirectory(work.resolve("mapped files"));
        Harness.Started run = harness.start(command(with("-r", "20s", "-p", "transport=" + transport, "--mmap-dir",
                mapped.toString(), "--verbose")), Map.of());
        awaitMeasurement(run, 0);
        Harness.await("what is mapped", () -> !mapped(pid(FORK), file).isEmpty());
        int truncated = 0;
        for (Path each : mapped(pid(FORK), file)) {
            try (FileChannel channel = FileChannel.open(each, StandardOpenOption.WRITE)) {
                channel.truncate(0);
                truncated++;
            } catch (FileSystemException e) {
                // The process may have ended after the first of several files.
                assertThat(truncated).as(e.toString()).isPositive();
            }
        }
        Harness.Finished finished = harness.finish(run);
        theOnlyCellFailed(finished, transport, GONE);
        try (Stream<Path> files = Files.walk(work)) {
            List<Path> reports = files.filter(each -> each.getFileName().toString().startsWith("hs_err")).toList();
            assertThat(reports).allMatch(report -> report.startsWith(work.resolve("a/crashes")));
            assertThat(Files.readString(work.resolve("a/run.json")).contains("the JVM's own report is "))
                    .isEqualTo(!reports.isEmpty());
            assertThat(reports).allSatisfy(report -> assertThat(report).content().contains("SIGBUS"));
        }
    }

    /** A library keeps using files after their names are removed. */
    @Test
    void aQueueWhoseFilesAreRemovedIsStillMeasured() throws IOException {
        Path mapped = Files.createDirectory(work.resolve("mapped files"));
        Harness.Started run = harness.start(command(with("-r", "3s", "-p", "transport=chronicle-queue,memfd/futex", "--mmap-dir",
                mapped.toString(), "--verbose")), Map.of());
        Harness.await("a queue's files", () -> queueFiles(mapped).size() == 2);
        awaitMeasurement(run, warmedUp(run));
        for (Path file : queueFiles(mapped)) {
            Files.delete(file);
        }
        bothAreMeasured(harness.finish(run));
        assertThat(mapped).isEmptyDirectory();
    }

    @Test
    void aRunWhoseJarVanishesPrintsWhatItHas() throws IOException {
        Path folder = Files.createDirectories(work.resolve("only the jar"));
        Path runSh = Files.copy(Harness.HOME.resolve("run.sh"), folder.resolve("run.sh"));
        Path jar = Files.copy(Harness.JAR, folder.resolve("ipc-roundtrip.jar"));
        Harness.Started run = harness
                .start(List.of(runSh.toString(), "quick", "RoundTrip", "-p", "transport=pipe,fifo", "-wi", "1",
                        "-w", "50ms", "-r", "3s", "--verbose", "--out", "a"), Map.of());
        awaitMeasurement(run, 0);
        Files.delete(jar);
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).isEqualTo(1);
        assertThat(finished.err()).contains(" failed in round 1: the program's own files were removed or replaced during the run")
                .doesNotContain("Exception");
        assertThat(finished.out()).containsPattern("(?m)^\\| (pipe|fifo) +(\\| +[0-9.]+ ){8}\\|$");
    }

    @Test
    void aFullTemporaryDirectoryIsRefusedInOneLine() {
        Harness.Finished run = inMountNamespace("mkdir full && mount -t tmpfs -o size=60k none full && export TMPDIR=$PWD/full",
                String.join(" ", SHORT));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err())
                .containsPattern("^ipc-roundtrip: .*No space left on device.*; name another directory by TMPDIR\\.?\n$");
    }

    @Test
    void aFullResultDirectoryIsRefusedBeforeAnythingIsMeasured() {
        Harness.Finished run = inMountNamespace("mkdir full && mount -t tmpfs -o size=8k none full",
                String.join(" ", with("--out", "full/a")) + " || { code=$?; ls full; exit $code; }");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).startsWith("ipc-roundtrip: the results cannot be written to ").contains("No space left on device")
                .hasLineCount(1);
        assertThat(run.out()).isEmpty();
    }

    @Test
    void aDiskThatFillsUpKeepsTheRoundsWrittenBefore() throws IOException {
        Harness.Started run = harness.start(List.of("unshare", "-m", "sh", "-c",
                "mkdir small kept && mount -t tmpfs -o size=2m none"
                        + " small && { '" + Harness.HOME.resolve("run.sh") + "' "
                        + String.join(" ", with("--out", "small/a", "--rounds", "2",
                                "--mmap-dir", work.toString(), "-r", "500ms", "-p", "transport=memfd/futex"))
                        + "; code=$?; cp -r small/a kept; exit $code; }"),
                Map.of());
        Path result = Path.of("small/a/histograms");
        Harness.await("the first round's results", () -> Files.isDirectory(inside(result)));
        Harness.await("the second round", () -> Files.exists(inside(result).resolve("../run.json"))
                && !harness.processes(FORK).isEmpty());
        try (java.io.OutputStream filler = Files.newOutputStream(inside(Path.of("small/filler")))) {
            byte[] block = new byte[4096];
            while (true) {
                filler.write(block);
            }
        } catch (IOException e) {
            assertThat(e).hasMessageContaining("No space left");
        }
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err()).containsPattern("warning: round 2 could not be written to .*: No space left on device. The"
                + " run goes on and tries again")
                .containsPattern("the results cannot be written to .*: No space left on device"
                        + "\\. The rounds written before are there, marked as incomplete\\.?\n$")
                .doesNotContain("Exception");
        Harness.Finished table = harness.run("table", "--by", "transport", "kept/a");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("\n- Incomplete: ").containsPattern("\\| memfd/futex +\\| \\d");
    }

    @Test
    void everythingElseIsWrittenIfTheReportCannotBe() throws IOException {
        Harness.Started run = harness.start(command(SHORT), Map.of());
        Harness.await("the result directory", () -> Files.isDirectory(work.resolve("a")));
        Files.createDirectories(work.resolve("a/report.html/in the way"));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(finished.out()).contains("memfd/futex");
        assertThat(finished.err()).containsPattern("the report could not be written to .*/a: .*; all else is there\n$")
                .doesNotContain("Exception");
        assertThat(work.resolve("a/table.md")).content().contains("memfd/futex");
        assertThat(harness.run("table", "a").out()).doesNotContain("Incomplete");
    }

    /** A path in the mount namespace of the run. */
    private Path inside(Path path) {
        List<ProcessHandle> launchers = harness.processes(LAUNCHER);
        return launchers.isEmpty() ? work.resolve("not yet") : Path.of("/proc", Long.toString(launchers.get(0).pid()), "root")
                .resolve(work.resolve(path).toString().substring(1));
    }

    @Test
    void aReadOnlyDirectoryForResultsIsRefused() {
        Harness.Finished run = inMountNamespace("mkdir ro && mount -t tmpfs -o ro none ro",
                String.join(" ", with("--out", "ro/a")));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("ro/a cannot be made").contains("Read-only file system");
    }

    @Test
    void twoRunsAtOnceAreRefusedUnlessAskedFor() {
        Harness.Started first = harness.start(command(with("-r", "4s", "--out", "first", "--side-by-side", "-p",
                "transport=memfd/condvar")), Map.of());
        awaitPair();
        Harness.Finished refused = harness.finish(harness.start(command(with("--out", "second")), Map.of()));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("ipc-roundtrip: another measurement is running (it holds " + harness.lock()
                        + "). Add --wait to begin when it has ended, or --side-by-side to begin now.\n");
        assertThat(work.resolve("second")).doesNotExist();
        // A wrong option is reported as such although another measurement is running.
        for (List<String> wrong : List.of(List.of("--out", "first"), List.of("--mmap-dir", "/nope"),
                List.of("-prof", "nosuch"))) {
            Harness.Finished bad = harness.finish(harness.start(command(with(wrong.toArray(String[]::new))), Map.of()));
            assertThat(bad.exitCode()).isEqualTo(2);
            assertThat(bad.err()).startsWith("ipc-roundtrip: ").contains(wrong.get(1)).doesNotContain("another measurement");
        }
        Harness.Finished beside = harness.finish(harness.start(command(with("--out", "third", "--side-by-side")), Map.of()));
        assertThat(beside.exitCode()).as(beside.err()).isZero();
        assertThat(beside.out()).contains("\n- Another measurement ran at the same time: ");
        assertThat(harness.finish(first).exitCode()).isZero();
    }

    @Test
    void aRunThatWaitsBeginsWhenTheOtherHasEnded() {
        Harness.Started first = harness.start(command(with("--out", "first")), Map.of());
        awaitPair();
        Harness.Finished waited = harness.finish(harness.start(command(with("--out", "second", "--wait")), Map.of()));
        assertThat(waited.exitCode()).as(waited.err()).isZero();
        assertThat(waited.err())
                .startsWith("ipc-roundtrip: another measurement is running. This one begins when it has ended (--wait)");
        assertThat(waited.out()).doesNotContain("Another measurement");
        assertThat(harness.finish(first).exitCode()).isZero();
    }

    @Test
    void aRunThatIsKilledAtItsStartIsMarkedIncomplete() {
        Harness.Started run = harness.start(command(SHORT), Map.of());
        Harness.await("a result directory", () -> Files.isDirectory(work.resolve("a")));
        signal("KILL", pid(LAUNCHER));
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        isMarkedIncomplete();
    }

    @Tag("once")
    @Test
    void aRunThatIsKilledInItsSecondCellKeepsTheFirst() throws IOException {
        Harness.Started run = harness.start(command(with("-r", "2s")), Map.of());
        Path histograms = work.resolve("a/histograms");
        Harness.await("the second cell",
                () -> histograms.toFile().list() != null && histograms.toFile().list().length == 1
                        && !harness.processes(PEER).isEmpty());
        signal("KILL", pid(LAUNCHER));
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        isMarkedIncomplete();
        String measured = histograms.toFile().list()[0];
        assertThat(table().lines().filter(line -> line.matches("\\| [\\w/-]+ +\\| +\\d.*"))).hasSize(1).first().asString()
                .startsWith(measured.contains("condvar") ? "| memfd/condvar " : "| memfd/futex ");
    }

    /** Files that a process has open, or has mapped and closed, and whose path matches. */
    private static List<Path> mapped(long process, String where) {
        List<Path> found = new ArrayList<>();
        for (String folder : List.of("fd", "map_files")) {
            try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process), folder))) {
                for (Path each : all.toList()) {
                    if (Files.readSymbolicLink(each).toString().matches(where)) {
                        found.add(each);
                    }
                }
            } catch (IOException e) {
                // A file was closed in the meantime. The next look finds the others.
            }
        }
        return found;
    }

    private static List<Path> queueFiles(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(file -> file.toString().endsWith(".cq4")).toList();
        } catch (IOException | UncheckedIOException e) {
            return List.of();
        }
    }

    private Harness.Finished inMountNamespace(String preparation, String arguments) {
        return harness.finish(harness.start(List.of("unshare", "-m", "sh", "-c", preparation + " && '"
                + Harness.HOME.resolve("run.sh") + "' " + arguments), Map.of()));
    }
}
