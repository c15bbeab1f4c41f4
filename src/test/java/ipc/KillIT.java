package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Kills processes of a run at random moments and checks that nothing is left behind. {@code ./run.sh test -Dit.test=KillIT
 * -Dipc.kills=10} kills ten times instead of once.
 */
@Tag("faults")
class KillIT {
    private static final int KILLS = Integer.getInteger("ipc.kills", 1);
    private static final int LONGEST_PAUSE_MILLIS = 5000;
    private static final String CELLS = "sysv/spin,mmap/spin,sysv/condvar,mmap/condvar";
    /** Transports with objects that do not end with their last user: queues, names, semaphore sets, files of libraries. */
    private static final String LASTING = "sysv-mq,posix-mq,fifo,memfd/sysv-sem,aeron-ipc,chronicle-queue,chronicle-queue-tmpfs";
    /** Short enough for three kills while so many cells of two seconds run. */
    private static final int PAUSE_MILLIS_OF_LASTING = 3500;
    private static final String LAUNCHER = " -jar ";
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";
    private static final String PEER = "ipc.peer.PeerMain";

    @TempDir
    private Path work;

    private final Random random = new Random();
    private Harness harness;

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @Tag("once")
    @ParameterizedTest
    @ValueSource(strings = {FORK, PEER})
    void aKilledForkOrPeerFailsOnlyItsOwnCell(String victim) throws IOException {
        for (int kill = 0; kill < KILLS; kill++) {
            Harness.Started run = quick("r" + kill);
            killAtARandomMoment(run, victim, LONGEST_PAUSE_MILLIS);
            Harness.Finished finished = harness.finish(run);
            long failedCells = finished.err().lines().filter(line -> line.contains(" failed in round 1: ")).count();
            // A process that is killed while it exits has done its work already.
            assertThat(failedCells).as(finished.err()).isLessThanOrEqualTo(1);
            assertThat(finished.exitCode()).as(finished.err()).isEqualTo((int) failedCells);
            if (failedCells == 1) {
                assertThat(finished.err()).containsPattern(victim.equals(PEER)
                        ? "the peer \\(process \\d+\\) died: exit code 137, signal 9\nits command: .*PeerMain"
                        : "the fork died: exit code 137, signal 9\n");
                assertThat(finished.out()).contains(": failed: round 1: ");
            }
            List<String> statuses = new ObjectMapper().readTree(work.resolve("r" + kill + "/run.json").toFile())
                    .findValuesAsText("status");
            assertThat(statuses).hasSize(4);
            assertThat(statuses.stream().filter("MEASURED"::equals)).hasSize(4 - (int) failedCells);
            harness.assertNothingLeft();
            System.out.println("killed " + victim + ": " + finished.err().lines().filter(line -> line.contains("failed in"))
                    .findFirst().orElse("it was leaving"));
        }
    }

    @Tag("once")
    @Test
    void aKilledLauncherTakesEverythingWithIt() {
        for (int kill = 0; kill < KILLS; kill++) {
            Harness.Started run = quick("l" + kill);
            boolean killed = killAtARandomMoment(run, LAUNCHER, LONGEST_PAUSE_MILLIS);
            // A kill in the launcher's last moment may come too late to change its exit code.
            assertThat(harness.finish(run).exitCode()).isIn(killed ? List.of(137, 0) : List.of(0));
            harness.assertNothingLeft();
        }
    }

    /** Kills a fork, then a peer, and in the end the launcher of one run, each in the middle of a cell. */
    @Test
    void queuesFifosSetsAndLibrariesLeaveNothingAfterKills() throws IOException {
        Path directory = Files.createDirectory(work.resolve("mapped files"));
        for (int kill = 0; kill < KILLS; kill++) {
            Harness.Started run = harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip",
                    "--out", "q" + kill, "--mmap-dir", directory.toString(), "-r", "2s", "-p", "transport=" + LASTING), Map.of());
            for (String victim : List.of(FORK, PEER, LAUNCHER)) {
                assertThat(killAtARandomMoment(run, victim, PAUSE_MILLIS_OF_LASTING)).as(victim).isTrue();
            }
            Harness.Finished finished = harness.finish(run);
            assertThat(finished.exitCode()).as(finished.err()).isEqualTo(137);
            List<String> failures = finished.err().lines().filter(line -> line.contains(" failed in round 1: ")).toList();
            assertThat(failures).as(finished.err()).hasSizeLessThanOrEqualTo(2)
                    .allMatch(failure -> failure.endsWith("the fork died: exit code 137, signal 9")
                            || failure.matches(".* the peer \\(process \\d+\\) died: exit code 137, signal 9"));
            harness.assertNothingLeft();
            assertThat(directory).isEmptyDirectory();
            System.out.println("killed one after the other: " + failures);
        }
    }

    @Tag("once")
    @Test
    void launcherForkAndPeerKilledTogetherLeaveNoSemaphoreSet() {
        Harness.Started run = harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip", "--out", "s",
                "-r", "20s", "-p", "transport=memfd/sysv-sem"), Map.of());
        Harness.await("a semaphore set", () -> harness.lasting().made().stream().anyMatch(object -> object.startsWith("SEM")));
        List<Path> mapped = harness.processes("").stream().map(process -> Path.of("hsperfdata_"
                + System.getProperty("user.name"), Long.toString(process.pid()))).map(Path.of("/tmp")::resolve).toList();
        assertThat(mapped).hasSizeGreaterThanOrEqualTo(3).as("files that JVMs map for other tools").noneMatch(Files::exists);
        // The launcher goes first. Otherwise it would start a fork for the next cell.
        for (String victim : List.of(LAUNCHER, FORK, PEER)) {
            harness.processes(victim).forEach(ProcessHandle::destroyForcibly);
        }
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        harness.assertNothingLeft();
    }

    @Tag("once")
    @Test
    void ctrlCEndsTheRunAndNamesTheResults() throws IOException, InterruptedException {
        for (int kill = 0; kill < KILLS; kill++) {
            // The whole process group gets the signal, as on a terminal, and does not ignore it.
            Harness.Started run = harness.start(List.of("setsid", "--wait", "env", "--default-signal=INT",
                    Harness.HOME.resolve("run.sh").toString(), "quick", "--out", "c" + kill), Map.of());
            Harness.await("a fork", () -> !harness.processes(FORK).isEmpty());
            Harness.sleep(random.nextInt(LONGEST_PAUSE_MILLIS));
            long group = harness.processes(LAUNCHER).stream()
                    .filter(handle -> handle.info().command().orElse("").endsWith("java")).findFirst().orElseThrow().pid();
            new ProcessBuilder("kill", "-INT", "--", "-" + group).start().waitFor();
            Harness.Finished finished = harness.finish(run);
            assertThat(finished.exitCode()).as(finished.err()).isEqualTo(130);
            assertThat(finished.err()).contains("interrupted; the finished rounds are in ")
                    .doesNotContain("Exception");
            harness.assertNothingLeft();
            try (Stream<Path> files = Files.list(work)) {
                assertThat(files.map(file -> file.getFileName().toString())
                        .filter(name -> !name.matches("tmp|jmh\\.lock|(out|err).*\\.txt|c\\d+")))
                        .as("files outside the result directory").isEmpty();
            }
            assertThat(harness.run("table", "c" + kill).out()).contains("Incomplete: ");
        }
    }

    private Harness.Started quick(String out) {
        return harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip", "-p", "transport=" + CELLS,
                "-w", "100ms", "-i", "1", "-r", "500ms", "--out", out), Map.of());
    }

    /** Kills a victim after a random pause. Returns false if the run ended first. */
    private boolean killAtARandomMoment(Harness.Started run, String victim, int longestPauseMillis) {
        Harness.await("a process " + victim, () -> !harness.processes(victim).isEmpty() || !run.process().isAlive());
        Harness.sleep(random.nextInt(longestPauseMillis));
        Harness.await("a process " + victim, () -> !harness.processes(victim).isEmpty() || !run.process().isAlive());
        List<ProcessHandle> victims = harness.processes(victim);
        victims.forEach(ProcessHandle::destroyForcibly);
        return !victims.isEmpty();
    }
}
