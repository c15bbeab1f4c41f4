package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** Tests of real runs: each has a directory of its own, and leaves nothing behind when it ends. */
abstract class RealRuns {
    /**
     * JMH's own bookkeeping, the peer's count over the pipe and the histograms' copies are there once in an iteration; the copies are
     * the larger, the longer the longest operation took. One object for each operation that spins would be tens of megabytes.
     */
    static final double MOST_BYTES_OF_AN_ITERATION = 8_000_000;

    @TempDir
    Path work;

    Harness harness;

    @BeforeEach
    void makeHarness() {
        harness = new Harness(work);
    }

    @AfterEach
    void nothingIsLeft() {
        try {
            harness.assertNothingLeft();
        } finally {
            // The next one needs the machine.
            harness.processes("").forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Only the jar, {@code run.sh} and the profiles; its {@code run.sh}. */
    static Path program(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(Harness.JAR, folder.resolve("ipc-roundtrip.jar"));
        return Files.copy(Harness.HOME.resolve("run.sh"), folder.resolve("run.sh"));
    }

    /** A run in a control group of its own: where none may be made, the test is skipped, but in CI, where it fails. */
    Harness.Finished inControlGroup(ControlGroup kind, String limit, List<String> arguments) {
        Path group;
        try {
            group = kind.make(limit);
        } catch (IOException e) {
            assertThat(System.getenv("CI")).as("no control group can be made here: " + e).isNotEqualTo("true");
            return abort("no control group can be made here: " + e);
        }
        try {
            List<String> command = new ArrayList<>(List.of("sh", "-c", "echo 0 > \"$0\" && exec \"$@\"",
                    group.resolve("cgroup.procs").toString(), Harness.HOME.resolve("run.sh").toString()));
            command.addAll(arguments);
            return harness.finish(harness.start(command, Map.of()));
        } finally {
            Harness.await("the end of all in the control group", () -> group.toFile().delete());
        }
    }
}
