package ipc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Changes the record of a real run, one figure at a time. */
class PlausibleTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Path SAMPLE = Path.of("analysis/src/test/resources/ipc/analysis/formats/3");

    @TempDir
    private Path work;

    private JsonNode run;

    @BeforeEach
    void readSample() throws IOException {
        run = JSON.readTree(SAMPLE.resolve("run.json").toFile());
    }

    @Test
    void aRealRunIsPlausible() throws IOException {
        assertThat(read(all -> {}).cells()).isNotEmpty();
    }

    /** Each number below zero, one after the other. Only a few figures may be. */
    @Test
    void noFigureMayBeNegated() throws IOException {
        List<String> accepted = new ArrayList<>();
        List<Number> numbers = new ArrayList<>();
        numbers(run, "", numbers, -1, new ArrayList<>());
        for (int i = 0; i < numbers.size(); i++) {
            List<String> names = new ArrayList<>();
            JsonNode copy = run.deepCopy();
            numbers(copy, "", new ArrayList<>(), i, names);
            if (names.isEmpty()) {
                continue;
            }
            try {
                read(copy);
                accepted.add(names.get(0));
            } catch (BadInputException e) {
                assertThat(e.getMessage()).startsWith(work.resolve("run.json") + " ");
            }
        }
        assertThat(accepted).isSubsetOf("seed", "stealTicks");
        assertThat(numbers).hasSizeGreaterThan(50);
    }

    /** Negates the number with that index, if it is above zero, and notes its name. */
    private static void numbers(JsonNode node, String name, List<Number> found, int negated, List<String> names) {
        if (node instanceof ObjectNode object) {
            object.fieldNames().forEachRemaining(field -> {
                JsonNode value = object.get(field);
                if (value.isNumber()) {
                    if (found.size() == negated && value.asDouble() > 0) {
                        names.add(field);
                        object.replace(field, JSON.getNodeFactory().numberNode(value.decimalValue().negate()));
                    }
                    found.add(value.numberValue());
                } else {
                    numbers(value, field, found, negated, names);
                }
            });
        } else if (node instanceof ArrayNode array) {
            array.forEach(value -> numbers(value, name, found, negated, names));
        }
    }

    @Test
    void percentilesAreInOrderAndCountsAddUp() {
        refused(all -> ((ObjectNode) all).put("p50", all.get("p90").asDouble() + 1), "p50 \\(.*\\) is above p90 \\(.*\\)");
        refused(all -> ((ObjectNode) all).put("max", 1.0), "p99.99 \\(.*\\) is above max \\(1.0\\)");
        refused(all -> ((ObjectNode) all).put("mean", 0.0), "min \\(.*\\) is above mean \\(0.0\\)");
        refused(all -> ((ObjectNode) all).put("operations", 0), "it has no operation");
        refused(all -> ((ObjectNode) all).put("operations", all.get("operations").asLong() + 1),
                "its rounds have \\d+ operations, and all together \\d+");
    }

    private void refused(Consumer<JsonNode> change, String words) {
        assertThatThrownBy(() -> read(cells -> {
            for (JsonNode cell : cells) {
                if (!cell.get("metrics").isEmpty()) {
                    change.accept(cell.at("/metrics/0/all"));
                }
            }
        })).isInstanceOf(BadInputException.class).hasMessageMatching(".*/run.json is malformed: cell .*" + words);
    }

    @Test
    @Timeout(10)
    void aPipeIsNotWaitedFor() throws IOException, InterruptedException {
        for (String name : List.of("run.json", "fleet.json", "a.tar.gz")) {
            assertThat(new ProcessBuilder("mkfifo", work.resolve(name).toString()).start().waitFor()).isZero();
        }
        assertThatThrownBy(() -> ResultDirectory.open(work).readRun()).isInstanceOf(BadInputException.class)
                .hasMessage(work.resolve("run.json") + " cannot be read: it is not a regular file (" + work.resolve("run.json")
                        + ")");
        assertThatThrownBy(() -> FleetDirectory.read(work)).hasMessageContaining("it is not a regular file");
        assertThatThrownBy(() -> ResultArchive.open(work.resolve("a.tar.gz"))).hasMessageContaining("it is not a regular file");
    }

    private RunRecord read(Consumer<JsonNode> change) throws IOException {
        JsonNode copy = run.deepCopy();
        change.accept(copy.get("cells"));
        return read(copy);
    }

    private RunRecord read(JsonNode changed) throws IOException {
        JSON.writeValue(work.resolve("run.json").toFile(), changed);
        return ResultDirectory.open(work).readRun();
    }
}
