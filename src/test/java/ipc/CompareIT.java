package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** Compares the results of real runs. The figures themselves are not tested: slower runs are made by hand. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Tag("once")
class CompareIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path work;

    private Harness harness;

    /** Measures the one run that the tests copy and compare. Their verdicts must not depend on what else runs on the machine. */
    @BeforeAll
    void measureSixRounds() throws IOException {
        harness = new Harness(work);
        measure("six", "--rounds", "6");
        atOnePlacement("six");
    }

    @AfterEach
    void awaitCleanUp() {
        harness.awaitCleanUp();
    }

    @Test
    void sixRoundsHaveIntervalsInTheRecordAndInTheWideTable() throws IOException {
        for (JsonNode cell : read("six").get("cells")) {
            JsonNode metric = cell.at("/metrics/0");
            assertThat(metric.get("rounds")).hasSize(6);
            for (String figure : List.of("mean", "p50", "p99")) {
                JsonNode interval = metric.at("/intervals/" + figure);
                assertThat(interval.get("estimate").asDouble())
                        .isBetween(interval.get("low").asDouble(), interval.get("high").asDouble());
            }
        }
        Harness.Finished wide = harness.run("table", "--wide", "six");
        assertThat(wide.exitCode()).as(wide.err()).isZero();
        assertThat(wide.out()).containsPattern("\\| round trip, sysv/condvar +\\| +6 (\\| +[0-9.]+ ){7}\\|")
                .contains("- min and max are over all operations.").doesNotContain("oo few rounds");
        assertThat(Files.readString(work.resolve("six/table.md"))).startsWith("quick: ").contains(" 6 rounds, ")
                .doesNotContain("One round");
    }

    @Test
    void aRunComparedWithItselfIsNotSlower() {
        Harness.Finished compared = harness.run("compare", "--across", "load", "six", "six");
        assertThat(compared.exitCode()).as(compared.out() + compared.err()).isZero();
        assertThat(compared.out()).startsWith("1 cell: 0 slower, 1 ").containsPattern("1 (no change|not decided)\n");
        assertThat(compared.err()).isEmpty();
    }

    @Test
    void aSlowerRunIsExitCode3() throws IOException {
        // The rounds of an unsteady machine could overlap. Six copies of one round cannot.
        copy("six", "steady", run -> {
            for (List<ObjectNode> rounds : roundsByMetric(run)) {
                rounds.forEach(round -> round.setAll(rounds.get(0).deepCopy()));
            }
            run.get("cells").forEach(cell -> cell.get("metrics").forEach(metric -> ((ObjectNode) metric.get("all"))
                    .put("operations", 6 * metric.at("/rounds/0/operations").asLong())));
        });
        copy("steady", "slower", run -> roundsByMetric(run).forEach(rounds -> rounds.forEach(CompareIT::slower)));
        Harness.Finished compared = harness.run("compare", "--across", "load", "steady", "slower");
        assertThat(compared.exitCode()).as(compared.out()).isEqualTo(3);
        assertThat(compared.out()).startsWith("1 cell: 1 slower\n").contains("| slower by 30 % |");
        assertThat(harness.run("compare", "--across", "load", "slower", "steady").exitCode()).isZero();
        assertThat(harness.run("compare", "--across", "load", "steady", "slower", "--threshold", "35%").exitCode()).isZero();
    }

    @Test
    void tooFewRoundsAreSaidSo() throws IOException {
        measure("two", "--rounds", "2");
        assertThat(read("two").at("/cells/0/metrics/0/intervals/mean").isNull()).isTrue();
        Harness.Finished compared = harness.run("compare", "--across", "load", "two", "two");
        assertThat(compared.exitCode()).as(compared.out()).isEqualTo(1);
        assertThat(compared.out()).startsWith("1 cell: 0 slower, 1 too few rounds\n")
                .contains("- too few rounds (6 needed), 2 and 2: round trip, sysv/condvar\n");
        assertThat(harness.run("table", "--wide", "two").out())
                .contains("Too few rounds (2, 6 needed) for intervals and verdicts: --rounds 6.");
    }

    @Test
    void otherOptionsAreNamed() throws IOException {
        copy("six", "other", run -> {
            ArrayNode options = (ArrayNode) run.get("options");
            for (int i = 0; i < options.size(); i++) {
                if (options.get(i).asText().equals("-r")) {
                    options.set(i + 1, options.textNode("2s"));
                }
            }
        });
        Harness.Finished compared = harness.run("compare", "six", "other");
        assertThat(compared.exitCode()).isEqualTo(1);
        assertThat(compared.out()).contains("- Not comparable: options differ (-r 500ms / -r 2s)."
                + " Use --across options to compare all the same.");
        assertThat(harness.run("compare", "--across", "options,load", "six", "other").exitCode()).isZero();
    }

    @Test
    void csvIsDataOnlyAndNotesGoToStandardError() {
        Harness.Finished compared = harness.run("compare", "--across", "load", "six", "six", "--format", "csv", "--metric",
                "p50,mean");
        assertThat(compared.exitCode()).isZero();
        assertThat(compared.out().lines().toList()).hasSize(3).first().asString().startsWith("cell,name,metric,");
        assertThat(compared.err()).contains("ipc-roundtrip: 1 cell: 0 slower", "ipc-roundtrip: baseline: six");
    }

    private void measure(String out, String... typed) {
        List<String> arguments = new ArrayList<>(List.of("quick", "RoundTrip", "-p", "transport=sysv/condvar",
                "-wi", "1", "-w", "100ms", "-i", "1", "-r", "500ms", "--out", out));
        arguments.addAll(List.of(typed));
        Harness.Finished run = harness.run(arguments.toArray(new String[0]));
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    /** Gives all rounds one placement, so that an unsteady machine cannot change the verdict. */
    private void atOnePlacement(String name) throws IOException {
        edit(name, run -> run.get("cells").forEach(cell -> cell.get("placements").forEach(placement -> {
            ((ObjectNode) placement).put("lowNanos", 110.0);
            ((ObjectNode) placement).put("highNanos", 110.0);
        })));
    }

    private static List<List<ObjectNode>> roundsByMetric(JsonNode run) {
        List<List<ObjectNode>> all = new ArrayList<>();
        run.get("cells").forEach(cell -> cell.get("metrics").forEach(metric -> {
            List<ObjectNode> rounds = new ArrayList<>();
            metric.get("rounds").forEach(round -> rounds.add((ObjectNode) round));
            all.add(rounds);
        }));
        return all;
    }

    private static void slower(ObjectNode round) {
        for (String figure : List.of("min", "mean", "p50", "p90", "p99", "p999", "p9999", "max")) {
            round.put(figure, 1.3 * round.get(figure).asDouble());
        }
    }

    private JsonNode read(String name) throws IOException {
        return JSON.readTree(work.resolve(name).resolve("run.json").toFile());
    }

    private void copy(String from, String to, Consumer<JsonNode> change) throws IOException {
        Files.createDirectories(work.resolve(to));
        Files.copy(work.resolve(from).resolve("run.json"), work.resolve(to).resolve("run.json"));
        edit(to, change);
    }

    private void edit(String name, Consumer<JsonNode> change) throws IOException {
        JsonNode run = read(name);
        change.accept(run);
        JSON.writeValue(work.resolve(name).resolve("run.json").toFile(), run);
    }
}
