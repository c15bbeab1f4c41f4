package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/**
 * Base of tests with real runs. Each test has its own directory and must leave nothing behind.
 *
 * <p>A measured iteration takes at least 500 ms. On a busy machine a shorter one may end before it has a single latency, and then
 * the cell fails.
 */
abstract class RealRuns {
    /**
     * Each iteration has some bytes of JMH's bookkeeping, of the peer's count, and of copies of histograms, which grow with
     * the longest operation. One object per operation of a spinning transport would be tens of megabytes.
     */
    static final double MOST_BYTES_OF_AN_ITERATION = 8_000_000;

    /**
     * Bytes that JMH's profiler found for each operation, in the iteration with the fewest. An object per operation would be in all
     * of them. On a busy machine, an iteration of few operations has much of the bookkeeping for each.
     *
     * @param metrics the secondary metrics of a cell in {@code jmh.json}
     */
    static double bytesPerOperation(JsonNode metrics) {
        List<Double> all = new ArrayList<>();
        metrics.at("/gc.alloc.rate.norm/rawData").forEach(fork -> fork.forEach(iteration -> all.add(iteration.asDouble())));
        return Collections.min(all);
    }

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
            // The next test must not meet these processes.
            harness.processes("").forEach(ProcessHandle::destroyForcibly);
        }
    }

    /** Copies the jar and {@code run.sh} into a folder. Returns the path of {@code run.sh}. */
    static Path program(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.copy(Harness.JAR, folder.resolve("ipc-roundtrip.jar"));
        return Files.copy(Harness.HOME.resolve("run.sh"), folder.resolve("run.sh"));
    }

    /** Runs in a control group of its own. If none can be made, the test is skipped, but fails in CI. */
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
