package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Gives the files of a run to other tools: GitHub Actions, HdrHistogram's log processor, JMH viewers, spreadsheets and
 * browsers.
 */
@Tag("once")
class FormatsIT {
    private static final Path EXAMPLE = Harness.HOME.resolve("examples/github-actions.yml");
    private static final List<String> KEYS = List.of("name", "on", "permissions", "env", "jobs");
    private static final List<String> STEP_KEYS = List.of("name", "if", "uses", "with", "run");
    private static final Pattern ACTION = Pattern.compile("actions/[a-z-]+(/[a-z]+)?@v\\d+");
    private static final Pattern EXPRESSION = Pattern.compile("\\$\\{\\{ [^{}]+ }}");
    private static final int ROUNDS = 2;
    /** Replaces the example's measurement by fewer cells and rounds. */
    private static final String SHORTER = "quick RoundTrip -p transport=sysv/condvar --rounds " + ROUNDS
            + " --machine box -wi 1 -w 20ms -i 1 -r 500ms";
    /** The number of rounds in the example, which is also the fewest for an interval. */
    private static final int ENOUGH_ROUNDS = 6;
    /** Steps of percentiles per half of the distance to 100 %. With this number, 0.99 is one of the steps. */
    private static final String TICKS_THAT_MEET_P99 = "25";
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path work;

    private static Harness harness;
    private static JsonNode workflow;
    private static Path result;
    private static Path summary;

    /** Runs the workflow's steps that have a command, in order, in a directory with {@code run.sh}, as GitHub does. */
    @BeforeAll
    static void theExampleMeasures() throws IOException {
        harness = new Harness(work);
        workflow = new YAMLMapper().readTree(EXAMPLE.toFile());
        Files.createSymbolicLink(work.resolve("run.sh"), Harness.HOME.resolve("run.sh"));
        result = work.resolve(workflow.at("/env/RESULT").asText());
        summary = work.resolve("summary.md");
        Harness.Finished measured = step("Measure");
        assertThat(measured.exitCode()).as(measured.err()).isZero();
    }

    /** Removes the link, because the clean-up reports links that it does not follow. */
    @AfterAll
    static void removeLink() throws IOException {
        harness.awaitCleanUp();
        Files.delete(work.resolve("run.sh"));
    }

    @Test
    void theExampleIsAWorkflow() throws IOException {
        assertThat(workflow.fieldNames()).toIterable().containsExactlyElementsOf(KEYS);
        assertThat(workflow.get("on").fieldNames()).toIterable().contains("push", "pull_request");
        for (JsonNode job : workflow.get("jobs")) {
            assertThat(job.get("runs-on").asText()).startsWith("ubuntu-");
            for (JsonNode step : job.get("steps")) {
                assertThat(step.fieldNames()).toIterable().isSubsetOf(STEP_KEYS);
                assertThat(step.has("uses")).as(step.toString()).isNotEqualTo(step.has("run"));
                if (step.has("uses")) {
                    assertThat(step.get("uses").asText()).matches(ACTION);
                }
                if (step.has("if")) {
                    assertThat(step.get("if").asText()).matches(EXPRESSION);
                }
            }
        }
        assertThat(EXPRESSION.matcher(Files.readString(EXAMPLE)).replaceAll("")).doesNotContain("{{", "}}");
        assertThat(workflow.at("/env/MEASURE").asText()).startsWith("quick ");
    }

    @Test
    void theTableAndTheComparisonGoIntoTheSummary() throws IOException {
        Files.deleteIfExists(summary);
        assertThat(step("Table").exitCode()).isZero();
        assertThat(step("Compare with the baseline").exitCode()).isZero();
        String first = Files.readString(summary);
        assertThat(first).startsWith(Files.readString(result.resolve("table.md"))).contains("No baseline yet");
        assertThat(step("Make it the baseline").exitCode()).isZero();
        Path baseline = work.resolve(workflow.at("/env/BASELINE").asText());
        assertThat(Files.readAllBytes(baseline.resolve("run.json"))).isEqualTo(Files.readAllBytes(result.resolve("run.json")));
        undisturbed(baseline);
        undisturbed(result);
        // Two rounds are too few for a decision, which is not a regression.
        assertThat(compared(baseline, result, true)).contains("- too few rounds (6 needed), ");
        Path before = withRounds("before", 1);
        assertThat(compared(before, withRounds("same", 1), true)).containsPattern("1 (no change|not decided)\n");
        assertThat(compared(before, withRounds("slower", 2), false)).contains("1 cell: 1 slower");
        Files.writeString(before.resolve("run.json"), "{}");
        assertThat(compared(before, result, false)).isEmpty();
    }

    /** The text that the step adds to the summary. */
    private static String compared(Path baseline, Path contender, boolean passes) throws IOException {
        Files.writeString(summary, "");
        Harness.Finished compared = step("Compare with the baseline",
                Map.of("BASELINE", baseline.toString(), "RESULT", contender.toString()));
        assertThat(compared.exitCode() == 0).as(compared.err()).isEqualTo(passes);
        return Files.readString(summary);
    }

    /** Copies the result with six copies of the first round, each slower by this factor. */
    private static Path withRounds(String name, double factor) throws IOException {
        Path directory = Files.createDirectory(work.resolve(name));
        ObjectNode run = (ObjectNode) JSON.readTree(result.resolve("run.json").toFile());
        for (JsonNode cell : run.get("cells")) {
            for (JsonNode metric : cell.get("metrics")) {
                ObjectNode first = (ObjectNode) metric.at("/rounds/0");
                List.of("min", "mean", "p50", "p90", "p99", "p999", "p9999", "max")
                        .forEach(figure -> first.put(figure, factor * first.get(figure).asDouble()));
                repeat((ArrayNode) metric.get("rounds"));
                ((ObjectNode) metric.get("all")).put("operations", ENOUGH_ROUNDS * first.get("operations").asLong());
            }
            // Gives all rounds one placement, so that moving CPUs do not change the result.
            ((ObjectNode) cell.at("/placements/0")).put("lowNanos", 110.0).put("highNanos", 110.0);
            repeat((ArrayNode) cell.get("placements"));
        }
        JSON.writeValue(directory.resolve("run.json").toFile(), run);
        return directory;
    }

    /** Takes from a run what other processes did to it, so that it can be compared on a busy machine too. */
    private static void undisturbed(Path directory) throws IOException {
        JsonNode run = JSON.readTree(directory.resolve("run.json").toFile());
        run.get("cells").forEach(cell -> ((ObjectNode) cell.at("/tail/causes")).put("runQueueNanos", 0));
        ((ObjectNode) run).set("environment", JSON.createArrayNode());
        JSON.writeValue(directory.resolve("run.json").toFile(), run);
    }

    private static void repeat(ArrayNode rounds) {
        JsonNode first = rounds.get(0);
        rounds.removeAll();
        for (int round = 1; round <= ENOUGH_ROUNDS; round++) {
            rounds.add(first);
        }
    }

    @Test
    void hdrHistogramsOwnProcessorReadsTheLogs() throws IOException {
        JsonNode run = JSON.readTree(result.resolve("run.json").toFile());
        for (JsonNode cell : run.get("cells")) {
            JsonNode metric = cell.at("/metrics/0");
            Path out = work.resolve("processed-" + cell.get("id").asText());
            Harness.Finished processed = finish(List.of("java", "-XX:-UsePerfData", "-cp", Harness.JAR.toString(),
                    "org.HdrHistogram.HistogramLogProcessor", "-i", result.resolve(metric.get("histogram").asText()).toString(),
                    "-o", out.toString(), "-outputValueUnitRatio", "1",
                    "-percentilesOutputTicksPerHalf", TICKS_THAT_MEET_P99), Map.of());
            assertThat(processed.exitCode()).as(processed.err()).isZero();
            String percentiles = Files.readString(Path.of(out + ".hgrm"));
            Matcher found = Pattern.compile("#\\[Max +=\\s+([0-9.]+), Total count +=\\s+(\\d+)]").matcher(percentiles);
            assertThat(found.find()).as(percentiles).isTrue();
            assertThat(Double.parseDouble(found.group(1))).isEqualTo(metric.at("/all/max").asDouble());
            assertThat(Long.parseLong(found.group(2))).isEqualTo(metric.at("/all/operations").asLong());
            assertThat(valueAt("0\\.50*", percentiles)).isEqualTo(metric.at("/all/p50").asDouble());
            assertThat(valueAt("0\\.990*", percentiles)).isEqualTo(metric.at("/all/p99").asDouble());
            // The log has one interval, and so one line, for each fork.
            assertThat(Files.readAllLines(out).stream().filter(line -> line.matches("\\s*[0-9.]+: I:.*"))).hasSize(ROUNDS);
        }
    }

    private static double valueAt(String quantile, String percentiles) {
        Matcher line = Pattern.compile("(?m)^ *([0-9.]+) +" + quantile + " +\\d+ ").matcher(percentiles);
        assertThat(line.find()).as(percentiles).isTrue();
        return Double.parseDouble(line.group(1));
    }

    /** The viewers expect these fields, numbers to plot, and one list of raw data per fork. */
    @Test
    void jmhViewersFindTheFieldsThatTheyPlot() throws IOException {
        JsonNode benchmarks = JSON.readTree(result.resolve("jmh.json").toFile());
        assertThat(benchmarks).hasSize(1);
        for (JsonNode benchmark : benchmarks) {
            assertThat(benchmark.get("benchmark").asText()).matches("ipc\\.bench\\.RoundTrip\\.roundTrip");
            assertThat(benchmark.get("mode").asText()).isEqualTo("avgt");
            assertThat(benchmark.get("forks").asInt()).isEqualTo(ROUNDS);
            assertThat(benchmark.at("/params/transport").asText()).endsWith("/condvar");
            for (String field : List.of("jmhVersion", "threads", "jvm", "jdkVersion", "warmupIterations", "warmupTime",
                    "measurementIterations", "measurementTime")) {
                assertThat(benchmark.hasNonNull(field)).as(field).isTrue();
            }
            plottable(benchmark.get("primaryMetric"));
            assertThat(benchmark.get("secondaryMetrics").has("rtt")).isTrue();
            benchmark.get("secondaryMetrics").forEach(FormatsIT::plottable);
        }
    }

    private static void plottable(JsonNode metric) {
        assertThat(metric.get("score").isNumber()).as(metric.toString()).isTrue();
        // JMH writes NaN in this way.
        assertThat(metric.get("scoreError").isNumber() || metric.get("scoreError").asText().equals("NaN")).isTrue();
        assertThat(metric.get("scoreConfidence")).hasSize(2);
        assertThat(metric.get("scorePercentiles").isObject()).isTrue();
        assertThat(metric.get("scoreUnit").isTextual()).isTrue();
        assertThat(metric.get("rawData")).hasSize(ROUNDS);
        metric.get("rawData").forEach(fork -> fork.forEach(score -> assertThat(score.isNumber()).isTrue()));
    }

    @Test
    void onlyDataAndPagesGoToStandardOutput() throws IOException {
        Harness.Finished json = table("json", "--wide");
        assertThat(JSON.readTree(json.out()).at("/rows/0/p50_ns").isNumber()).isTrue();
        assertThat(json.err()).isEmpty();
        Harness.Finished csv = table("csv");
        assertThat(csv.out().lines()).hasSize(2).last().asString().startsWith("box,").endsWith(",not part of this run");
        assertThat(csv.err().lines()).isNotEmpty().allMatch(line -> line.startsWith("ipc-roundtrip: "));
        Harness.Finished html = table("html", "--by", "transport");
        assertThat(html.out()).startsWith("<!DOCTYPE html>").endsWith("</html>\n").contains("<table class=\"figures\">", "<li>")
                .doesNotContain("<script", "http:", "https:", "src=");
        assertThat(html.err()).isEmpty();
    }

    private static Harness.Finished table(String format, String... kind) {
        List<String> arguments = new ArrayList<>(List.of("table", "--format", format));
        arguments.addAll(List.of(kind));
        arguments.add(result.toString());
        Harness.Finished finished = harness.run(arguments.toArray(new String[0]));
        assertThat(finished.exitCode()).as(finished.err()).isZero();
        return finished;
    }

    private static Harness.Finished step(String name) {
        return step(name, Map.of());
    }

    private static Harness.Finished step(String name, Map<String, String> variables) {
        JsonNode found = null;
        for (JsonNode step : workflow.at("/jobs/latency/steps")) {
            found = step.path("name").asText().equals(name) ? step : found;
        }
        Map<String, String> environment = new HashMap<>(Map.of("GITHUB_STEP_SUMMARY", summary.toString()));
        workflow.get("env").properties().forEach(variable -> environment.put(variable.getKey(), variable.getValue().asText()));
        environment.put("MEASURE", SHORTER);
        environment.putAll(variables);
        // GitHub runs a step without a shell in this way.
        return finish(List.of("bash", "-e", "-c", found.get("run").asText()), environment);
    }

    private static Harness.Finished finish(List<String> command, Map<String, String> environment) {
        return harness.finish(harness.start(command, environment));
    }
}
