package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What can happen to a run besides a kill, which {@link KillIT} has, and a machine that lacks something, which {@link MissingIT}
 * has: what the user sees then, and that nothing stays behind. {@code ./run.sh test --faults} runs all of it.
 */
@Tag("faults")
@Timeout(180)
class FaultsIT {
    private static final String LAUNCHER = " -jar ";
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";
    private static final String PEER = "ipc.peer.PeerMain";
    private static final String STOPPED = " was stopped by a signal \\(SIGSTOP, or Ctrl-Z\\) for 5 s and has been ended";
    /** Two cells of a few hundred milliseconds. */
    private static final List<String> SHORT = List.of("quick", "RoundTrip", "-p", "transport=memfd/condvar,memfd/futex", "-wi",
            "1",
            "-w", "50ms", "-i", "1", "-r", "100ms", "--out", "a");

    @TempDir
    private Path work;

    private final Set<String> segmentsBefore = Harness.segments();
    private Harness harness;

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            harness.assertNothingLeft(segmentsBefore);
        } finally {
            // The next one needs the machine.
            harness.processes("").forEach(ProcessHandle::destroyForcibly);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {FORK, PEER})
    void whoeverIsStoppedIsEndedByItsOwnerWithinTenSeconds(String victim) {
        Harness.Started run = harness.start(command(with("-r", "3s")), Map.of());
        awaitPair();
        signal("STOP", pid(victim));
        long stopped = System.nanoTime();
        Harness.await("a line that says so", 20, nothing -> said(run).contains("has been ended"));
        assertThat(System.nanoTime() - stopped).isLessThan(TimeUnit.SECONDS.toNanos(10));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err()).containsPattern(" failed in round 1: the " + (victim.equals(PEER) ? "peer" : "fork")
                + " \\(process \\d+\\)" + STOPPED);
        oneCellIsThereAndOneFailed(finished);
    }

    @ParameterizedTest
    @ValueSource(strings = {"CONT", "KILL"})
    void theOthersOutliveAStoppedLauncherUntilItGoesOnOrIsKilled(String then) {
        Harness.Started run = harness.start(command(SHORT), Map.of());
        awaitPair();
        long launcher = pid(LAUNCHER);
        signal("STOP", launcher);
        Harness.sleep(6000);
        signal(then, launcher);
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(then.equals("CONT") ? 0 : 137);
        if (then.equals("CONT")) {
            assertThat(finished.out())
                    .containsPattern("warning: during round 1 of RoundTrip memfd/\\w+ 64 B all stood still for \\d s");
        }
    }

    /** As a suspended machine does, or a terminal's Ctrl-Z: nobody has heard the other's silence. */
    @Test
    void whereAllStoodStillTheRunGoesOnAndTheTableSaysSo() {
        Harness.Started run = harness.start(command(with("-r", "3s")), Map.of());
        awaitPair();
        List<Long> all = Stream.of(LAUNCHER, FORK, PEER).map(this::pid).toList();
        all.forEach(process -> signal("STOP", process));
        Harness.sleep(12_000);
        all.forEach(process -> signal("CONT", process));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        assertThat(finished.err())
                .containsPattern("warning: during round 1 of RoundTrip memfd/\\w+ 64 B all stood still for 1\\d s,"
                        + " stopped by a signal");
        assertThat(finished.out()).contains("all stood still for ");
    }

    @Test
    void sigtermEndsEverythingAndSaysWhereTheResultsAre() {
        Harness.Started run = harness.start(command(with("-r", "30s")), Map.of());
        awaitPair();
        signal("TERM", pid(LAUNCHER));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(143);
        assertThat(finished.err()).contains("interrupted; what the finished rounds measured is in ").doesNotContain("Exception");
        isNamedIncomplete();
    }

    @Test
    void aTerminalThatIsClosedEndsEverything() throws InterruptedException {
        assumeTrue(canRun("script", "--version"), "script(1) is not here");
        Harness.Started run = harness.start(List.of("script", "-qec", String.join(" ", command(with("-r", "30s"))), "/dev/null"),
                Map.of());
        awaitPair();
        run.process().destroyForcibly();
        harness.finish(run);
        Harness.await("the end of all", 5, nothing -> harness.processes("").isEmpty());
        isNamedIncomplete();
    }

    @Tag("once")
    @ParameterizedTest
    @ValueSource(strings = {"memfd/spin", "memfd/condvar"})
    void memoryThatIsTruncatedUnderneathIsExplained(String transport) throws IOException {
        Harness.Started run = harness.start(command(with("-r", "20s", "-p", "transport=" + transport)), Map.of());
        awaitPair();
        Harness.await("the region", 30, nothing -> descriptor(pid(FORK), "/memfd:ipc-roundtrip").isPresent());
        Harness.sleep(1000);
        Path region = descriptor(pid(FORK), "/memfd:ipc-roundtrip").orElseThrow();
        try (java.nio.channels.FileChannel file = java.nio.channels.FileChannel.open(region,
                java.nio.file.StandardOpenOption.WRITE)) {
            file.truncate(0);
        }
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(finished.out())
                .containsPattern("because it failed: round 1: .*memory that was mapped is gone"
                        + "( \\(SIGBUS\\)| under the C library's futex): the file behind it was truncated");
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("hs_err"))).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"truncated", "removed"})
    void aLibrarysFilesThatAreTakenAwayCostItsCellAtMost(String how) throws IOException {
        Path mapped = Files.createDirectory(work.resolve("mapped files"));
        Harness.Started run = harness.start(command(with("-r", "3s", "-p", "transport=chronicle-queue,memfd/futex", "--mmap-dir",
                mapped.toString())), Map.of());
        Harness.await("a queue's file", 60, nothing -> !queueFiles(mapped).isEmpty());
        Harness.sleep(1500);
        for (Path file : queueFiles(mapped)) {
            if (how.equals("removed")) {
                Files.deleteIfExists(file);
            } else {
                Files.write(file, new byte[0]);
            }
        }
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isLessThanOrEqualTo(1);
        if (finished.exitCode() == 1) {
            oneCellIsThereAndOneFailed(finished);
        }
        System.out.println(how + ": " + finished.out().lines().filter(line -> line.contains("because it failed")).toList());
        assertThat(mapped).isEmptyDirectory();
    }

    @Test
    void aFullTemporaryDirectoryIsRefusedInOneLine() {
        Harness.Finished run = inMountNamespace("mkdir full && mount -t tmpfs -o size=60k none full && export TMPDIR=$PWD/full",
                String.join(" ", SHORT));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).containsPattern("^ipc-roundtrip: .*No space left on device.*; name another directory by TMPDIR\n$");
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

    @Tag("once")
    @Test
    void aDiskThatFillsUpDuringARunCostsNoRoundThatWasWritten() throws IOException {
        Harness.Started run = harness.start(List.of("unshare", "-m", "sh", "-c",
                "mkdir small kept && mount -t tmpfs -o size=2m none"
                        + " small && { '" + Harness.HOME.resolve("run.sh") + "' "
                        + String.join(" ", with("--out", "small/a", "--rounds", "2",
                                "--mmap-dir", work.toString(), "-r", "500ms", "-p", "transport=memfd/futex"))
                        + "; code=$?; cp -r small/a kept; exit $code; }"),
                Map.of());
        Path result = Path.of("small/a/histograms");
        Harness.await("the first round's results", 60, nothing -> Files.isDirectory(inside(result)));
        Harness.await("the second round", 60, nothing -> Files.exists(inside(result).resolve("../run.json"))
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
        assertThat(finished.err()).containsPattern("warning: round 2 could not be written to .*: No space left on device.*; the"
                + " run goes on, and it is tried again")
                .containsPattern("the results cannot be written to .*: No space left on device"
                        + ".*; what could be written before is there, and marked as incomplete\n$")
                .doesNotContain("Exception");
        Harness.Finished table = harness.run("table", "--by", "transport", "kept/a");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("incomplete: this run was cut off").containsPattern("\\| memfd/futex +\\| \\d");
    }

    @Test
    void aReportThatCannotBeWrittenCostsNothingElse() throws IOException {
        Harness.Started run = harness.start(command(SHORT), Map.of());
        Harness.await("the result directory", 60, nothing -> Files.isDirectory(work.resolve("a")));
        Files.createDirectories(work.resolve("a/report.html/in the way"));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(finished.out()).contains("memfd/futex");
        assertThat(finished.err()).containsPattern("the report could not be written to .*/a: .*; all else is there\n$")
                .doesNotContain("Exception");
        assertThat(work.resolve("a/table.md")).hasContent(finished.out());
        assertThat(harness.run("table", "a").out()).doesNotContain("incomplete");
    }

    /** A path as the run sees it, in its own mounts. */
    private Path inside(Path path) {
        List<ProcessHandle> launchers = harness.processes(LAUNCHER);
        return launchers.isEmpty() ? work.resolve("not yet") : Path.of("/proc", Long.toString(launchers.get(0).pid()), "root")
                .resolve(work.resolve(path).toString().substring(1));
    }

    @Test
    void aReadOnlyPlaceForResultsIsRefused() {
        Harness.Finished run = inMountNamespace("mkdir ro && mount -t tmpfs -o ro none ro",
                String.join(" ", with("--out", "ro/a")));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(2);
        assertThat(run.err()).contains("ro/a cannot be made").contains("Read-only file system");
    }

    @ParameterizedTest
    @CsvSource({"24, Too many open files", "40, only 40 files may be open here (`ulimit -n`)"})
    void tooFewOpenFilesAreAFailedCellThatSaysSo(int files, String reason) {
        Harness.Finished run = harness.finish(harness.start(Stream.concat(Stream.of("prlimit", "--nofile=" + files + ":" + files),
                command(SHORT).stream()).toList(), Map.of()));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("because it failed: round 1: ").contains(reason);
    }

    @ParameterizedTest
    @CsvSource({"40, no further thread can be started; `ulimit -u`", "50, no further thread can be started; `ulimit -u`"})
    void tooFewThreadsAreAFailedCellThatSaysSo(int threads, String reason) {
        Harness.Finished run = inControlGroup("pids", "echo " + threads + " > $group/pids.max");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("because it failed: round 1: ").contains(reason);
    }

    @Test
    void whereMemoryRunsOutTheForkGoesAndTheTableSaysSo() {
        Harness.Finished run = inControlGroup("memory", "echo 130M > $group/memory.limit_in_bytes");
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("exit code 137")
                .contains("the kernel ends processes for want of memory, and did so just then");
    }

    @Test
    void aHeapThatIsTooSmallIsAFailedCellThatSaysSo() {
        Harness.Finished run = harness.finish(harness.start(command(with("-jvmArgsAppend", "-Xmx1m")), Map.of()));
        assertThat(run.exitCode()).as(run.err()).isEqualTo(1);
        assertThat(run.out()).contains("because it failed: round 1: the fork did not start: Too small maximum heap");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {
        "kernel/shmmax | 100 | sysv/futex | bytes do not fit kernel.shmmax = 100",
        "kernel/shmall | 0 | sysv/futex | System V shared memory is switched off",
        "kernel/msgmni | 0 | sysv-mq | System V message queues are switched off: kernel.msgmni = 0",
        "fs/mqueue/msgsize_max | 128 | posix-mq | 128"})
    void aLimitOfTheKernelIsNamed(String limit, int value, String transport, String reason) {
        Harness.Finished run = harness.finish(harness.start(List.of("unshare", "-i", "sh", "-c", "echo " + value + " > /proc/sys/"
                + limit + "; exec '" + Harness.HOME.resolve("run.sh") + "' "
                + String.join(" ", with("-p", "transport=memfd/futex,"
                        + transport, "-p", "size=1024"))),
                Map.of()));
        assertThat(run.exitCode()).as(run.err()).isLessThanOrEqualTo(1);
        assertThat(run.out()).contains(reason).containsPattern("memfd/futex");
    }

    @Test
    void theUsersLimitOfQueueBytesIsNamedAndThatOfLockedMemoryDoesNotMatter() {
        Harness.Finished run = harness.finish(harness.start(Stream.concat(Stream.of("prlimit", "--msgqueue=100", "--memlock=0"),
                command(with("-p", "transport=memfd/futex,posix-mq")).stream()).toList(), Map.of()));
        assertThat(run.exitCode()).as(run.err()).isLessThanOrEqualTo(1);
        assertThat(run.out()).contains("`ulimit -q` says how many bytes this user's queues may take")
                .containsPattern("\\| memfd/futex +\\| \\d");
    }

    @Tag("once")
    @Test
    void twoRunsAtOnceAreRefusedUnlessAskedFor() {
        Harness.Started first = harness.start(command(with("-r", "4s", "--out", "first", "--side-by-side", "-p",
                "transport=memfd/condvar")), Map.of());
        awaitPair();
        Harness.Finished refused = harness.finish(harness.start(command(with("--out", "second")), Map.of()));
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err())
                .isEqualTo("ipc-roundtrip: another measurement is running (it holds /tmp/jmh.lock), and two at once"
                        + " would spoil each other; wait until it ends, or say --side-by-side\n");
        assertThat(work.resolve("second")).doesNotExist();
        Harness.Finished beside = harness.finish(harness.start(command(with("--out", "third", "--side-by-side")), Map.of()));
        assertThat(beside.exitCode()).as(beside.err()).isZero();
        assertThat(beside.out()).contains("warning: another measurement was running when this one began (--side-by-side)");
        assertThat(harness.finish(first).exitCode()).isZero();
    }

    @Test
    void aRunThatIsCutOffInItsFirstMomentIsNamedIncomplete() {
        Harness.Started run = harness.start(command(SHORT), Map.of());
        Harness.await("a result directory", 60, nothing -> Files.isDirectory(work.resolve("a")));
        signal("KILL", pid(LAUNCHER));
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        isNamedIncomplete();
    }

    private void isNamedIncomplete() {
        Harness.Finished table = harness.run("table", "a");
        assertThat(table.exitCode()).as(table.err()).isZero();
        assertThat(table.out()).contains("incomplete: this run was cut off");
    }

    private static void oneCellIsThereAndOneFailed(Harness.Finished finished) {
        assertThat(finished.out().lines().filter(line -> line.contains("because it failed: round 1: "))).hasSize(1);
        assertThat(finished.out().lines().filter(line -> line.matches("\\| [\\w/-]+ +\\| \\d.*"))).hasSize(1);
    }

    private static String said(Harness.Started run) {
        try {
            return Files.readString(run.err());
        } catch (IOException e) {
            return "";
        }
    }

    /** Until there are a fork and its peer, and a moment more, in which they begin. */
    private void awaitPair() {
        Harness.await("a fork and its peer", 60,
                nothing -> !harness.processes(FORK).isEmpty() && !harness.processes(PEER).isEmpty());
        Harness.sleep(1200);
    }

    private long pid(String word) {
        return harness.processes(word).stream().filter(process -> process.info().command().orElse("").endsWith("java"))
                .findFirst().orElseThrow(() -> new AssertionError("no process " + word)).pid();
    }

    private static void signal(String name, long process) {
        try {
            assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process)).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static Optional<Path> descriptor(long process, String to) {
        try (Stream<Path> all = Files.list(Path.of("/proc", Long.toString(process), "fd"))) {
            for (Path each : all.toList()) {
                if (Files.readSymbolicLink(each).toString().startsWith(to)) {
                    return Optional.of(each);
                }
            }
        } catch (IOException e) {
            // Closed meanwhile; another look finds the others.
        }
        return Optional.empty();
    }

    private static List<Path> queueFiles(Path directory) {
        try (Stream<Path> tree = Files.walk(directory)) {
            return tree.filter(file -> file.toString().endsWith(".cq4")).toList();
        } catch (IOException | java.io.UncheckedIOException e) {
            return List.of();
        }
    }

    private static boolean canRun(String... command) throws InterruptedException {
        try {
            return new ProcessBuilder(command).start().waitFor() == 0;
        } catch (IOException e) {
            return false;
        }
    }

    private Harness.Finished inMountNamespace(String preparation, String arguments) {
        return harness.finish(harness.start(List.of("unshare", "-m", "sh", "-c", preparation + " && '"
                + Harness.HOME.resolve("run.sh") + "' " + arguments), Map.of()));
    }

    /** Of version 1, with a limit of its own, where the test may make one. */
    private Harness.Finished inControlGroup(String controller, String limit) {
        Harness.Finished run = harness.finish(harness.start(List.of("sh", "-c", "group=/sys/fs/cgroup/" + controller
                + "$(sed -n 's/.*:" + controller + "://p' /proc/self/cgroup)/ipc-roundtrip-$$; mkdir \"$group\" && " + limit
                + " || exit 99; (sh -c 'echo $PPID' > \"$group/cgroup.procs\"; exec '" + Harness.HOME.resolve("run.sh") + "' "
                + String.join(" ", SHORT) + "); code=$?; sleep 2; rmdir \"$group\"; exit $code"), Map.of()));
        assumeTrue(run.exitCode() != 99, "no control group can be made here: " + run.err());
        return run;
    }

    private static List<String> command(List<String> arguments) {
        return Stream.concat(Stream.of(Harness.HOME.resolve("run.sh").toString()), arguments.stream()).toList();
    }

    /** The short run with other values, and more options. */
    private static List<String> with(String... options) {
        List<String> all = new ArrayList<>(SHORT);
        for (int i = 0; i < options.length; i += 2) {
            String name = options[i];
            boolean isOne = !name.startsWith("--") || i + 1 < options.length && !options[i + 1].startsWith("-");
            if (!isOne) {
                all.add(name);
                i--;
                continue;
            }
            int place = name.equals("-p") && !options[i + 1].startsWith("transport=") ? -1 : all.indexOf(name);
            if (place >= 0) {
                all.set(place + 1, options[i + 1]);
            } else {
                all.add(name);
                all.add(options[i + 1]);
            }
        }
        return all;
    }
}
