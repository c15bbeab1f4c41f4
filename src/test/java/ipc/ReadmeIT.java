package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** What the README shows: every example is typed into a shell as it stands there, measuring ones shortened. */
class ReadmeIT extends RealRuns {
    private static final String PROMPT = "$ ";
    private static final String SHORTER = " --rounds 1 -wi 1 -w 50ms -i 1 -r 200ms";
    /** The example whose table is shown is typed with all of its cells; for its variants two will do. */
    private static final String NARROWER = " RoundTrip -p transport=sysv/condvar,mmap/condvar";

    @BeforeEach
    void layOut() throws IOException {
        Files.createSymbolicLink(work.resolve("run.sh"), Harness.HOME.resolve("run.sh"));
        Files.createDirectories(work.resolve("target"));
        Files.copy(Harness.JAR, work.resolve("target/ipc-roundtrip.jar"));
    }

    @Tag("once")
    @TestFactory
    Stream<DynamicTest> everyExampleWorks() throws IOException {
        return examples().stream().map(example -> DynamicTest.dynamicTest(example, () -> {
            if (example.contains("results/*") && !Files.exists(work.resolve("results"))) {
                type("./run.sh quick");
            }
            Harness.Finished finished = type(example);
            // One short round is too few to compare, and that is the answer then.
            assertThat(finished.exitCode()).as(finished.err()).isEqualTo(example.contains(" compare ") ? 1 : 0);
            assertThat(finished.out()).isNotBlank();
        }));
    }

    @Tag("once")
    @Test
    void theTableShownIsOneThisProgramPrints() throws IOException {
        String readme = Files.readString(Harness.HOME.resolve("README.md"));
        String shown = readme.substring(readme.indexOf("$ ./run.sh desktop\n") + "$ ./run.sh desktop\n".length());
        shown = shown.substring(0, shown.indexOf("```"));
        String printed = type("./run.sh desktop").out();
        assertThat(shape(shown)).isEqualTo(shape(printed));
    }

    /** The text without figures, names and times; of a note what it is about. */
    private static List<String> shape(String table) {
        return table.lines().filter(line -> !line.isBlank() && !line.startsWith("- warning"))
                .map(line -> line.startsWith("|")
                        ? line.replaceAll("\\| .* - ", "| ").replaceAll("\\d+(\\.\\d+)?", "0").replaceAll(" +|-+", " ")
                        : line.replaceAll("[;:].*", "").replaceAll("\\d+", "0"))
                // A pair has a line for each placement it met.
                .distinct().toList();
    }

    private static List<String> examples() throws IOException {
        return Files.readAllLines(Harness.HOME.resolve("README.md")).stream().filter(line -> line.startsWith(PROMPT))
                .map(line -> line.substring(PROMPT.length()).replaceAll("\\s+#.*", "").strip())
                // This very test runs inside the first two; the test below types the third, RunIT the fourth and what the fifth
                // would, and ValidateIT the sixth, which takes long.
                .filter(line -> !List.of("./run.sh test", "./run.sh test --faults", "./run.sh desktop", "./run.sh quick",
                        "./run.sh all", "./run.sh validate").contains(line))
                .distinct().toList();
    }

    private Harness.Finished type(String example) {
        if (example.startsWith("java ")) {
            // Plain JMH, and a JVM that it starts to look at, leave the hsperfdata folder in the system's temporary directory.
            return shell(example.replaceFirst("^java ", "java -XX:-UsePerfData -Djmh.blackhole.autoDetect=false ")
                    + " -jvmArgsAppend -XX:-UsePerfData" + SHORTER.replace("--rounds", "-f"));
        }
        boolean measures = example.matches("\\./run\\.sh (desktop|paired|quick|sizes|server|snapdragon).*");
        String narrower = example.matches("\\./run\\.sh desktop.+") ? NARROWER : "";
        return shell(measures ? example.replaceAll(" --rounds \\d+", "") + narrower + SHORTER : example);
    }

    private Harness.Finished shell(String line) {
        return harness.finish(harness.start(List.of("sh", "-c", line), Map.of()));
    }
}
