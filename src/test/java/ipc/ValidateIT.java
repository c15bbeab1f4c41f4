package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** {@code ./run.sh validate} on the machine the tests run on; whether that can be trusted is its own affair. */
@Tag("once")
class ValidateIT extends RealRuns {
    @Test
    void everyCheckSaysWhatItFoundAndTheExitCodeFollows() throws IOException {
        Harness.Finished run = harness.run("validate", "--repetitions", "2", "--out", "kept");
        assertThat(run.err()).doesNotContain("an error of this program");
        for (String check : List.of("clock", "every operation recorded", "a transport against itself", "a known delay of",
                "steadiness")) {
            assertThat(run.out()).containsPattern("(?m)^" + check + ".* (ok|caution|failed) +\\S");
        }
        assertThat(run.out()).contains("every operation recorded     ok")
                .containsPattern(
                        "a transport against itself +caution +\\d of 2 repetitions stayed .*\n +too few to judge; that takes");
        boolean failed = run.out().lines().anyMatch(line -> line.matches(".* failed   .*"));
        assertThat(run.exitCode()).isEqualTo(failed ? 1 : 0);
        assertThat(run.out()).contains(failed ? "The harness cannot be trusted here: " : "The harness can be trusted here.");
        if (Runtime.getRuntime().availableProcessors() == 2) {
            assertThat(run.out()).containsPattern("CPU +\\d+ +\\d+\n +\\d+ +\\d+\n +\\d+ +\\d+\n");
        }
        try (Stream<Path> kept = Files.list(work.resolve("kept"))) {
            assertThat(kept.map(path -> path.getFileName().toString())).contains("against-itself", "delay-2", "delay-20");
        }
    }

    @Test
    void noRepetitionsAreRefused() {
        Harness.Finished run = harness.run("validate", "--repetitions", "0");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("ipc-roundtrip: --repetitions 0: 1 or more is right\n");
    }

    @Test
    void aBadDirectoryIsOneLine() throws IOException {
        Files.createFile(work.resolve("file"));
        Harness.Finished run = harness.finish(harness.start(
                List.of(Harness.HOME.resolve("run.sh").toString(), "validate", "--out", "file"), Map.of()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }
}
