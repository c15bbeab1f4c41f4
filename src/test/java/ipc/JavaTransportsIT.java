package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.bench.ForkJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests runs of libraries that keep named files and print messages of their own. */
class JavaTransportsIT {
    private static final String FORK = "org.openjdk.jmh.runner.ForkedMain";
    private static final String LAUNCHER = " -jar ";
    private static final Path TEST_CLASSES = Harness.HOME.resolve("target/test-classes");

    @TempDir
    private Path work;

    private Harness harness;
    private Path directory;

    @BeforeEach
    void makeHarness() throws IOException {
        harness = new Harness(work);
        directory = Files.createDirectory(work.resolve("mapped files"));
    }

    @Test
    void librariesPrintNothingWithTheOptionsOfAFork() throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(ForkJvm.options(List.of(), false));
        command.addAll(List.of("-Djava.io.tmpdir=" + work, "-Djna.tmpdir=" + work, "-cp", Harness.JAR + ":" + TEST_CLASSES,
                "ipc.transport.OneMessageEach", directory.toString()));
        command.addAll(List.of("aeron-ipc", "chronicle-queue", "chronicle-queue-tmpfs", "agrona-ring", "mapped-bytes",
                "mmap/spin-varhandle", "mmap/spin-ffm", "mmap/futex-ffm"));
        Harness.Finished program = harness.finish(harness.start(command, Map.of()));
        assertThat(program.exitCode()).as(program.err()).isZero();
        assertThat(program.out() + program.err()).isEmpty();
        assertThat(directory).isEmptyDirectory();
        harness.assertNothingLeft();
    }

    @Test
    @Tag("once")
    void aKilledForkLeavesNoQueue() {
        Harness.Started run = longRun("chronicle-queue");
        Harness.await("a queue", () -> hasQueue(directory));
        harness.processes(FORK).forEach(ProcessHandle::destroyForcibly);
        Harness.Finished finished = harness.finish(run);
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(directory).isEmptyDirectory();
        harness.assertNothingLeft();
    }

    @Test
    @Tag("once")
    void aKilledLauncherLeavesNoQueue() {
        Harness.Started run = longRun("chronicle-queue");
        Harness.await("a queue", () -> hasQueue(directory));
        harness.processes(LAUNCHER).forEach(ProcessHandle::destroyForcibly);
        assertThat(harness.finish(run).exitCode()).isEqualTo(137);
        harness.assertNothingLeft();
        assertThat(directory).isEmptyDirectory();
    }

    private Harness.Started longRun(String transport) {
        return harness.start(List.of(Harness.HOME.resolve("run.sh").toString(), "quick", "RoundTrip",
                "-p", "transport=" + transport, "-r", "60s", "--mmap-dir", directory.toString(), "--out",
                work.resolve("a").toString()), Map.of());
    }

    /** Whether both queues have a file, which means that messages are sent. */
    private static boolean hasQueue(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(file -> file.toString().endsWith(".cq4")).count() >= 2;
        } catch (IOException | java.io.UncheckedIOException e) {
            return false;
        }
    }
}
