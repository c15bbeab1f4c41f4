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

/** Runs {@code ./run.sh validate} on the machine of the tests, trusted or not. */
@Tag("once")
class ValidateIT extends RealRuns {
    @Test
    void everyCheckHasAFindingAndTheExitCodeFollows() throws IOException {
        Harness.Finished run = harness.run("validate", "--repetitions", "2", "--out", "kept");
        assertThat(run.err()).doesNotContain("an error of this program");
        for (String check : List.of("clock", "every operation recorded", "a transport against itself", "a known delay of",
                "steadiness")) {
            assertThat(run.out()).containsPattern("(?m)^- (ok|caution|failed): " + check + ".*: \\S");
        }
        assertThat(run.out()).contains("\n- ok: every operation recorded: ").containsPattern(
                "\n- caution: a transport against itself: \\d of 2 repetitions stayed [^;]*; too\\s+few\\s+repetitions\\s+\\(30 needed\\)");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 100);
        boolean failed = run.out().contains("\n- failed: ");
        assertThat(run.exitCode()).isEqualTo(failed ? 1 : 0);
        assertThat(run.out()).startsWith(failed ? "The harness cannot be trusted here: " : "The harness can be trusted here: ");
        if (Runtime.getRuntime().availableProcessors() == 2) {
            assertThat(run.out()).containsPattern("\n- CPUs \\d+ and \\d+: \\d+ ns\n");
        }
        try (Stream<Path> kept = Files.list(work.resolve("kept"))) {
            assertThat(kept.map(path -> path.getFileName().toString())).contains("against-itself", "delay-2", "delay-20");
        }
    }

    @Test
    void noRepetitionsAreRefused() {
        Harness.Finished run = harness.run("validate", "--repetitions", "0");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).isEqualTo("ipc-roundtrip: --repetitions 0: must be at least 1.\n");
    }

    @Test
    void aBadDirectoryIsReportedInOneLine() throws IOException {
        Files.createFile(work.resolve("file"));
        Harness.Finished run = harness.finish(harness.start(
                List.of(Harness.HOME.resolve("run.sh").toString(), "validate", "--out", "file"), Map.of()));
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err().lines()).hasSize(1);
    }
}
