package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills all processes of a run at once, the ones that clean up included, and then uses {@code clean}. Another run goes on
 * beside it.
 */
@Tag("faults")
class CleanIT {
    private static final String PEER = "ipc.peer.PeerMain";
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";

    @TempDir
    private Path work;

    private Harness harness;

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @AfterEach
    void killRemainingProcesses() {
        harness.processes("").forEach(ProcessHandle::destroyForcibly);
    }

    @Tag("once")
    @Test
    void cleanShowsOrphansAndRemovesThemOnRequest() throws IOException, InterruptedException {
        Path mapped = Files.createDirectory(work.resolve("mapped files"));
        // A pair has two transports open at a time: one with a semaphore set and one with a directory.
        Harness.Started run = harness.start(List.of("setsid", "--wait", Harness.HOME.resolve("run.sh").toString(), "paired",
                "memfd/sysv-sem", "chronicle-queue", "--mmap-dir", mapped.toString(), "-r", "60s", "--out", "a"), Map.of());
        Harness.await("a pair", () -> !harness.processes(PEER).isEmpty());
        String stat = Files.readString(Path.of("/proc", Long.toString(harness.processes(FORK).get(0).pid()), "stat"));
        String group = stat.substring(stat.lastIndexOf(')') + 2).split(" ")[2];
        // The fork creates new pairs from time to time. So all processes are stopped while we look, and until they are
        // killed.
        Harness.await("a pair's semaphore set and queue", () -> {
            signal("STOP", group);
            Harness.await("all to stand still", () -> harness.processes("").stream().map(ProcessHandle::pid)
                    .allMatch(ProcessFacts::isStopped));
            boolean both = hasSetOrQueue() && !isEmpty(mapped);
            if (!both) {
                signal("CONT", group);
            }
            return both;
        });
        assertThat(clean().out()).doesNotContain(work.toString());

        signal("KILL", group);
        assertThat(harness.finish(run).exitCode()).isNotZero();
        Harness.await("the end of all", () -> harness.processes("").isEmpty());
        assertThat(mapped).isNotEmptyDirectory();

        Harness.Finished shown = clean();
        assertThat(shown.exitCode()).as(shown.err()).isZero();
        assertThat(shown.out()).containsPattern("(?m)^left by process \\d+, which has ended:$")
                .containsPattern("(?m)^  System V semaphore set \\d+ with key 0x6970[0-9a-f]{4}$")
                .containsPattern("(?m)^  directory \\Q" + mapped + "\\E/ipc-roundtrip-[0-9a-f]{32}$")
                .containsPattern("(?m)^  directory \\Q" + work + "\\E/tmp/ipc-roundtrip-\\w{10}, \\d+ kB$");
        assertThat(shown.err()).contains("nothing was removed; ./run.sh clean --yes removes it");
        assertThat(mapped).isNotEmptyDirectory();

        Harness.Finished removed = clean("--yes");
        assertThat(removed.exitCode()).as(removed.err()).isZero();
        assertThat(removed.out()).isEqualTo(shown.out());
        assertThat(mapped).isEmptyDirectory();
        harness.assertNothingLeft();
        // The command also looks through /tmp, where a crashed run of somebody else may have left something.
        assertThat(clean("--yes").out()).doesNotContain(work.toString());
        assertThat(harness.run("table", "a").out()).contains("Incomplete: ");
    }

    /**
     * The survivor is stopped before it asks the kernel to end it together with its parent. All other processes of the run
     * are killed.
     */
    @ParameterizedTest
    @ValueSource(strings = {FORK, PEER})
    void cleanEndsAProcessThatOutlivedItsRun(String survivor) {
        Harness.Started run = startRun("memfd/condvar");
        Harness.await("a first moment", () -> firstSeen(survivor).isPresent());
        String standing = Long.toString(harness.processes(survivor).get(0).pid());
        String others = harness.processes("").stream().map(process -> Long.toString(process.pid()))
                .filter(process -> !process.equals(standing)).collect(Collectors.joining(" "));
        // The shell that cleans up goes first, because it must not see the launcher end.
        kill(shells(run) + " " + others);
        harness.finish(run);
        assertThat(harness.processes(survivor)).hasSize(1);

        assertThat(clean().out()).containsPattern("(?m)^  process " + standing + "$")
                .containsPattern("(?m)^  directory \\Q" + work + "\\E/tmp/ipc-roundtrip-\\w{10}, \\d+ kB$");
        Harness.Finished removed = clean("--yes");
        assertThat(removed.exitCode()).as(removed.err()).isZero();
        harness.assertNothingLeft();
    }

    /** Whether the test's own run has a System V semaphore set or queue at the moment. */
    private boolean hasSetOrQueue() {
        return harness.lasting().made().stream().anyMatch(object -> object.matches("(SEMAPHORES|QUEUE):.*"));
    }

    private Harness.Started startRun(String transport) {
        return harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip", "-p",
                "transport=" + transport, "-r", "60s", "--side-by-side", "--out", "a"), Map.of());
    }

    /** Stops a process as soon as it appears. */
    private Optional<ProcessHandle> firstSeen(String word) {
        Optional<ProcessHandle> seen = harness.processes(word).stream().findFirst();
        seen.ifPresent(process -> kill("STOP", Long.toString(process.pid())));
        return seen;
    }

    /** Process id of the shell that cleans up. It has the same command line as its parent, {@code run.sh}. */
    private static String shells(Harness.Started run) {
        return children(run.process().toHandle(), "run.sh");
    }

    /** Process id of the shell that removes the System V objects of this process after its end. */
    private static String cleaner(ProcessHandle process) {
        return children(process, "ipcrm");
    }

    private static String children(ProcessHandle process, String word) {
        String found = process.children().filter(child -> String.join(" ", ProcessFacts.commandLine(child.pid())).contains(word))
                .map(child -> Long.toString(child.pid())).collect(Collectors.joining(" "));
        assertThat(found).matches("\\d+");
        return found;
    }

    /** The cleaner is killed too, so only the lines in the cleanup ledger tell what exists. */
    @ParameterizedTest
    @ValueSource(strings = {"memfd/sysv-sem", "sysv-mq"})
    void runShRemovesObjectsIfTheCleanerIsKilled(String transport) {
        Harness.Started run = startRun(transport);
        Harness.await("a set or a queue", () -> !harness.processes(PEER).isEmpty()
                && hasSetOrQueue());
        ProcessHandle fork = harness.processes(FORK).get(0);
        kill(cleaner(fork) + " " + fork.pid() + " " + harness.processes(PEER).get(0).pid() + " " + run.process().pid());
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        assertThat(hasSetOrQueue()).isTrue();
        Harness.await("the removal", () -> !hasSetOrQueue());
        harness.awaitCleanUp();
        harness.assertNothingLeft();
    }

    /** A shell cannot remove a POSIX queue if the queue file system is not mounted. */
    @Test
    void aPosixQueueThatRunShCannotRemoveIsLeftToClean() throws IOException {
        Harness.Started run = startRun("memfd/condvar");
        Harness.await("a pair", () -> !harness.processes(PEER).isEmpty());
        Path directory;
        try (Stream<Path> all = Files.list(work.resolve("tmp"))) {
            directory = all.findFirst().orElseThrow();
        }
        Files.createSymbolicLink(directory.resolve("elsewhere/1-1"), Path.of("mq:/ipc-roundtrip-" + "0".repeat(32)));
        Optional<ProcessHandle> keeper = ProcessHandle.of(Long.parseLong(shells(run)));
        kill(Long.toString(run.process().pid()));
        harness.finish(run);
        // The line's writer is process 1, which lives, so the line stays in any case.
        Harness.await("the end of the shell", () -> keeper.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(directory).isDirectoryContaining("glob:**/owner").isDirectoryContaining("glob:**/gone");
        assertThat(clean("--yes").err()).contains("removed");
        harness.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"y", "n"})
    void cleanAsksBeforeItRemoves(String answer) throws IOException {
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/script")), "script is missing");
        Path left = directory(work.resolve("tmp"), "dead", ended());
        // The input stays open until the question has been answered.
        Harness.Finished run = harness.finish(harness.start(List.of("sh", "-c", "{ echo " + answer
                + "; until [ -e answered ]; do sleep 0.1; done; } | { script -qec '" + Harness.HOME.resolve("run.sh")
                + " clean' /dev/null; code=$?; touch answered; exit $code; }"), Map.of()));
        assertThat(run.exitCode()).as(run.out()).isZero();
        assertThat(run.out()).contains("directory " + left, "ipc-roundtrip: remove it? [y/N] ");
        if (answer.equals("y")) {
            assertThat(run.out()).contains("ipc-roundtrip: removed");
            assertThat(left).doesNotExist();
        } else {
            assertThat(run.out()).contains("nothing was removed");
            assertThat(left).isDirectory();
        }
    }

    private static void signal(String name, String group) {
        kill(name, "-" + group);
    }

    private static void kill(String processes) {
        kill("KILL", processes);
    }

    private static void kill(String name, String processes) {
        try {
            assertThat(new ProcessBuilder(("kill -" + name + " -- " + processes).split(" ")).start().waitFor()).isZero();
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Tag("once")
    @Test
    void directoriesWithoutAnOwnerHereAreLeftAlone() throws IOException {
        Path temporary = work.resolve("tmp");
        Path unmarked = directory(temporary, "unmarked", "");
        Path nonsense = directory(temporary, "nonsense", "process x\n");
        Path elsewhere = directory(temporary, "elsewhere", "process 1\nstarted 1\nboot another\npids pid:[1]\n");
        String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id"));
        Path container = directory(temporary, "container", "process 999999\nstarted 1\nboot " + boot + "pids pid:[1]\n");
        Path open = directory(temporary, "open", "process 999999\nstarted 1\nboot " + boot + "pids "
                + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + "\n");
        Files.setPosixFilePermissions(open, java.nio.file.attribute.PosixFilePermissions.fromString("rwxrwxrwx"));
        Files.createSymbolicLink(temporary.resolve("ipc-roundtrip-link"), unmarked);
        Harness.Finished run = clean("--yes");
        assertThat(run.exitCode()).as(run.err()).isZero();
        // The command also looks through /tmp, where a crashed run of somebody else may have left something.
        assertThat(run.out()).doesNotContain(work.toString());
        assertThat(run.err())
                .contains("left alone: " + unmarked + ": it has no mark of a run", "left alone: " + nonsense + ": it has no mark")
                .contains("left alone: " + elsewhere + ": its run began before this machine was started, or on another one")
                .contains("left alone: " + container + ": its processes cannot be seen from here")
                .doesNotContain(open.toString());
        for (Path each : List.of(unmarked, nonsense, elsewhere, container, open)) {
            assertThat(each).isDirectory();
        }
    }

    @Tag("once")
    @Test
    void aMissingDirectoryIsReportedInOneLine() {
        Harness.Finished run = clean("--yes", work.resolve("no").toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).isEqualTo("ipc-roundtrip: " + work.resolve("no")
                + ": there is no such directory. Name one that was TMPDIR when they ran.\n");
    }

    @Tag("once")
    @Test
    void directoriesOfAnotherUserAreLeftAlone() throws IOException {
        assumeTrue(ProcessHandle.current().info().user().orElse("").equals("root"), "only root can give a directory away");
        Path others = directory(work.resolve("tmp"), "others", ended());
        Files.setAttribute(others, "unix:uid", 65534);
        Harness.Finished run = clean("--yes");
        assertThat(run.out() + run.err()).doesNotContain(others.toString());
        assertThat(others.resolve("owner")).exists();
    }

    /** The owner file of a process that has ended, on this machine and in this container. */
    private static String ended() throws IOException {
        return "process 999999\nstarted 1\nboot " + Files.readString(Path.of("/proc/sys/kernel/random/boot_id")) + "pids "
                + Files.readSymbolicLink(Path.of("/proc/self/ns/pid")) + "\n";
    }

    private static Path directory(Path temporary, String name, String owner) throws IOException {
        Path directory = Files.createTempDirectory(temporary, "ipc-roundtrip-" + name);
        if (!owner.isEmpty()) {
            Files.writeString(directory.resolve("owner"), owner);
        }
        return directory;
    }

    private Harness.Finished clean(String... options) {
        return harness.finish(harness.start(Stream.concat(Stream.of(Harness.HOME.resolve("run.sh").toString(), "clean"),
                Stream.of(options)).toList(), Map.of()));
    }

    private static boolean isEmpty(Path directory) {
        try (Stream<Path> files = Files.list(directory)) {
            return files.findAny().isEmpty();
        } catch (IOException e) {
            return true;
        }
    }
}
