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
    private static final String KEEPER = "ipc-roundtrip-keeper";
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
        String keeper = keeper(run);
        String others = harness.processes("").stream().map(process -> Long.toString(process.pid()))
                .filter(process -> !process.equals(standing) && !process.equals(keeper)).collect(Collectors.joining(" "));
        // The keeper goes first, because it must not see the launcher end.
        kill(keeper + " " + others);
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

    /** Process id of the shell that cleans up if the launcher is killed. */
    private static String keeper(Harness.Started run) {
        String found = run.process().children().filter(child -> ProcessFacts.commandLine(child.pid()).contains(KEEPER))
                .map(child -> Long.toString(child.pid())).collect(Collectors.joining(" "));
        assertThat(found).matches("\\d+");
        return found;
    }

    @ParameterizedTest
    @ValueSource(strings = {"memfd/sysv-sem", "sysv-mq"})
    void theKeeperRemovesWhatAllOthersLeft(String transport) {
        Harness.Started run = startRun(transport);
        Harness.await("a set or a queue", () -> !harness.processes(PEER).isEmpty()
                && hasSetOrQueue());
        kill(harness.processes(FORK).get(0).pid() + " " + harness.processes(PEER).get(0).pid() + " " + run.process().pid());
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        Harness.await("the removal", () -> !hasSetOrQueue());
        harness.awaitCleanUp();
        harness.assertNothingLeft();
    }

    @ParameterizedTest
    @ValueSource(strings = {"KILL", "STOP", "QUIT"})
    void aRunGoesOnWithoutItsKeeper(String signal) {
        Harness.Started run = harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip", "-p",
                "transport=memfd/sysv-sem", "-r", "2s", "--out", "a"), Map.of());
        Harness.await("a peer", () -> !harness.processes(PEER).isEmpty());
        kill(signal, keeper(run));
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        harness.assertNothingLeft();
    }

    @Test
    void aKilledKeeperIsReplaced() {
        Harness.Started run = startRun("memfd/sysv-sem");
        Harness.await("a peer", () -> !harness.processes(PEER).isEmpty());
        String first = keeper(run);
        kill(first);
        Harness.await("another keeper", () -> run.process().children().anyMatch(child -> ProcessFacts.commandLine(child.pid())
                .contains(KEEPER) && !first.equals(Long.toString(child.pid()))));
        kill(Long.toString(run.process().pid()));
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        harness.assertNothingLeft();
    }

    /** The kernel ends all processes of a container with its first one, the keeper included. */
    @Test
    void aRunInAContainerIsLeftAloneWhileItLivesAndRemovedAfterIt() throws IOException, InterruptedException {
        List<String> container = List.of("unshare", "-p", "-f", "--kill-child", "--mount-proc");
        assumeTrue(new ProcessBuilder(Stream.concat(container.stream(), Stream.of("true")).toList()).start().waitFor() == 0,
                "no container can be made here");
        Harness.Finished list = harness.finish(harness.start(Stream.concat(container.stream(),
                Stream.of("bash", "-c", "'" + Harness.HOME.resolve("run.sh") + "' list; true")).toList(), Map.of()));
        assertThat(list.out()).contains("sysv/spin");
        harness.assertNothingLeft();

        Harness.Started run = harness.start(Stream.concat(container.stream(), Stream.of(Harness.HOME.resolve("run.sh").toString(),
                "quick", "RoundTrip", "-p", "transport=memfd/condvar", "-r", "60s", "--out", "a")).toList(), Map.of());
        Harness.await("a peer", () -> !harness.processes(PEER).isEmpty());
        assertThat(clean("--yes").out()).doesNotContain(work.toString());
        assertThat(harness.processes(PEER)).isNotEmpty();
        run.process().destroyForcibly();
        Harness.await("the end of all", () -> harness.processes("").isEmpty());
        Harness.Finished removed = clean("--yes");
        assertThat(removed.out()).containsPattern("(?m)^  directory \\Q" + work + "\\E/tmp/ipc-roundtrip-\\w{10}, \\d+ kB$");
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
                .doesNotContain(open.toString());
        for (Path each : List.of(unmarked, nonsense, elsewhere, open)) {
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
