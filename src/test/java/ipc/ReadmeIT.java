package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.Pages.Example;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Types the examples of README and docs into a shell, as they stand there; measuring ones are shortened. Examples that differ only
 * in what is shortened are typed once. {@code ExamplesTest} checks the options of all of them.
 */
class ReadmeIT extends RealRuns {
    private static final String SHORTER = " --rounds 1 -wi 1 -w 50ms -i 1 -r 500ms";
    /** The example whose table is shown is typed with all of its cells; for its variants two will do. */
    private static final String NARROWER = " RoundTrip -p transport=sysv/condvar,mmap/condvar";
    private static final String SHOWN = "./run.sh desktop";
    /** The next test types the first; fleets take hosts ({@code FleetIT}). */
    private static final Set<String> NOT_TYPED = Set.of(SHOWN, "./run.sh fleet hosts.ini desktop");
    private static final Path FORMATS = Path.of("docs/formats.md");
    private static final Pattern CODE = Pattern.compile("`([^`]+)`");

    @BeforeEach
    void layOut() throws IOException {
        Files.createSymbolicLink(work.resolve("run.sh"), Harness.HOME.resolve("run.sh"));
        Files.createDirectories(work.resolve("target"));
        Files.copy(Harness.JAR, work.resolve("target/ipc-roundtrip.jar"));
    }

    @Tag("once")
    @TestFactory
    Stream<DynamicTest> everyExampleWorks() throws IOException {
        Map<String, Example> examples = new LinkedHashMap<>();
        for (Path page : Pages.all()) {
            Pages.examples(page).stream().filter(example -> !NOT_TYPED.contains(example.command()))
                    .forEach(example -> examples.merge(typed(example.command()), example,
                            (first, second) -> first.output().isEmpty() ? second : first));
        }
        return Stream.concat(examples.entrySet().stream().map(entry -> DynamicTest.dynamicTest(entry.getValue().command(), () -> {
            Harness.Finished finished = shell(entry.getKey());
            assertThat(finished.exitCode()).as(finished.err()).isEqualTo(decides(entry.getKey()) ? 1 : 0);
            assertThat(finished.out()).isNotBlank();
            if (!decides(entry.getKey())) {
                assertThat(heads(finished.out().lines().toList())).containsAll(heads(entry.getValue().output()));
            }
        })), Stream
                .of(DynamicTest.dynamicTest("the files and fields of a result", this::theFilesAndFieldsListedAreThoseOfAResult)));
    }

    /** One short round is too few to decide anything, and the exit code says so. */
    private static boolean decides(String command) {
        return command.matches("\\./run\\.sh (compare|advise) .*");
    }

    @Tag("once")
    @Test
    void theTableShownIsOneThisProgramPrints() throws IOException {
        List<String> shown = Pages.examples(Pages.README).stream().filter(example -> example.command().equals(SHOWN)).findFirst()
                .orElseThrow().output();
        Harness.Finished finished = shell(SHOWN + SHORTER);
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        List<String> printed = finished.out().lines().toList();
        assertThat(shape(printed)).containsExactlyElementsOf(shape(shown));
        assertThat(shown).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
    }

    /** Heads and names of rows of tables, and what each comparison is about. */
    private static List<String> shape(List<String> lines) {
        return Stream.concat(
                lines.stream().filter(line -> line.startsWith("|"))
                        .map(line -> line.replaceAll("\\d+(\\.\\d+)?|(?<=\\| ) *-(?= )", "0").replaceAll(" +|-+", " ")),
                lines.stream().filter(line -> line.startsWith("- round trip, ") || line.startsWith("- one way, "))
                        .map(line -> line.replaceAll(":.*", ""))
                        // A comparison has a line for each placement that it met.
                        .distinct())
                .toList();
    }

    /** The first rows of all tables. */
    private static List<String> heads(List<String> lines) {
        List<String> heads = new ArrayList<>();
        for (int line = 1; line < lines.size(); line++) {
            if (lines.get(line).matches("[|:-]+")) {
                heads.add(lines.get(line - 1).replaceAll(" +", " "));
            }
        }
        return heads;
    }

    private void theFilesAndFieldsListedAreThoseOfAResult() throws IOException {
        Path result = work.resolve("results/before");
        Set<String> listed = code(
                Pages.rows(FORMATS, "The result directory").stream().filter(row -> row.get(0).matches("`[^`]*[./].*"))
                        .toList())
                .stream().map(file -> file.replaceFirst("/.*", "")).collect(Collectors.toCollection(TreeSet::new));
        try (Stream<Path> files = Files.list(result)) {
            assertThat(files.map(file -> file.getFileName().toString())).contains("run.json", "histograms").isSubsetOf(listed);
        }
        JsonNode run = new ObjectMapper().readTree(result.resolve("run.json").toFile());
        Set<String> fields = new TreeSet<>();
        run.fieldNames().forEachRemaining(fields::add);
        // The note is the profile's own.
        fields.remove("profileNote");
        assertThat(code(Pages.rows(FORMATS, "The result directory").stream().filter(row -> !row.get(0).matches("`[^`]*[./].*"))
                .toList())).isEqualTo(fields);
    }

    private static Set<String> code(List<List<String>> rows) {
        Set<String> names = new TreeSet<>();
        for (List<String> row : rows) {
            Matcher code = CODE.matcher(row.get(0));
            while (code.find()) {
                names.add(code.group(1));
            }
        }
        return names;
    }

    /** A command as the test types it. */
    private static String typed(String example) {
        if (example.startsWith("java ")) {
            // Plain JMH has its lock in the temporary directory, and a JVM that it starts to look at leaves a folder there.
            return example.replaceFirst("^java ",
                    "java -XX:-UsePerfData -Djava.io.tmpdir=target -Djmh.blackhole.autoDetect=false ")
                    + " -jvmArgsAppend -XX:-UsePerfData" + SHORTER.replace("--rounds", "-f");
        }
        boolean measures = example.matches("\\./run\\.sh (desktop|paired|quick|rates|sizes) .*");
        String narrower = example.startsWith("./run.sh desktop ") ? NARROWER : "";
        return measures ? example.replaceAll(" --rounds \\d+", "") + narrower + SHORTER : example;
    }

    private Harness.Finished shell(String line) {
        return harness.finish(harness.start(List.of("sh", "-c", line), Map.of()));
    }
}
