package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests pairs of transports with the jar and {@code run.sh}. */
class PairedIT extends RealRuns {
    private static final String[] SHORT = {"--rounds", "1", "-wi", "1", "-w", "100ms", "-i", "2", "-r", "500ms"};

    private static final int FIRST_FOREIGN_JDK = 22;

    @Test
    void everyOperationAndEveryBlockIsKept() throws IOException {
        Harness.Finished run = paired("sysv/spin", "mmap/spin", "--out", "a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("paired: ").containsPattern("\\| round trip, sysv/spin +(\\| +[0-9.]+ ){5}\\|")
                .containsPattern("\\| round trip, mmap/spin +(\\| +[0-9.]+ ){5}\\|")
                .contains("\nmmap compared with shmem, measured in turns (95 % interval):\n"
                        + "- round trip, spin: too few rounds (6 needed): ");
        JsonNode record = record("a");
        JsonNode cell = record.at("/cells/0");
        Map<String, Long> operations = new HashMap<>();
        Set<String> allocations = new TreeSet<>();
        try (BufferedReader blocks = new BufferedReader(new InputStreamReader(new GZIPInputStream(
                Files.newInputStream(work.resolve("a").resolve(cell.get("pairs").asText()))), StandardCharsets.US_ASCII))) {
            assertThat(blocks.readLine()).isEqualTo("fork,allocation,side,operations,start_ns,nanos");
            blocks.lines().map(line -> line.split(",")).forEach(values -> {
                operations.merge(values[2], Long.parseLong(values[3]), Long::sum);
                allocations.add(values[1]);
            });
        }
        assertThat(operations).hasSize(2);
        for (JsonNode metric : cell.get("metrics")) {
            assertThat(metric.at("/all/operations").asLong()).isEqualTo(operations.get(metric.get("name").asText())).isPositive();
        }
        // Each of two iterations has at most twenty, and fewer on a busy machine.
        assertThat(allocations).hasSizeLessThanOrEqualTo(40).isNotEmpty();
        JsonNode paired = record.at("/paired/0");
        // An allocation counts if it has a whole quad of blocks, which a very busy machine may not allow.
        assertThat(paired.get("allocations").asInt()).isBetween(0, allocations.size());
        assertThat(paired.get("low").isNull()).isTrue();
        assertThat(run.out()).contains("- round trip, spin: " + paired.get("verdict").asText());
        assertThat(cell.at("/placements/0/lowNanos").asDouble()).isPositive();
        assertThat(harness.run("table", "a").out()).isEqualTo(Files.readString(work.resolve("a/table.md")))
                .contains("### Comparisons\n", "| mmap - shmem: round trip, spin |", "| round trip, spin, both sides |");
    }

    @Tag("once")
    @Test
    void sleepersTakeTurnsMessageByMessage() throws IOException {
        Harness.Finished run = paired("sysv/condvar", "mmap/condvar", "Paired", "--out", "a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).contains("- round trip, condvar: ", "- one way, every 2 ms: ");
        for (JsonNode cell : record("a").get("cells")) {
            long baseline = cell.at("/metrics/0/all/operations").asLong();
            assertThat(cell.at("/metrics/1/all/operations").asLong()).isEqualTo(baseline).isPositive();
        }
    }

    @Tag("once")
    @Test
    void aKnownDelayIsRecordedAndFound() throws IOException {
        Harness.Finished run = paired("sysv/condvar", "sysv/condvar", "--add-delay", "100000", "--out", "a");
        assertThat(run.exitCode()).as(run.err()).isZero();
        JsonNode record = record("a");
        assertThat(record.at("/cells/0/addedNanos").asDouble()).isBetween(90_000.0, 110_000.0);
        // One side loops for 0.1 ms longer with every message, so the sign of the difference is certain.
        assertThat(run.out()).contains("shmem (second) compared with shmem (first), ",
                "- round trip, condvar: too few rounds (6 needed): +");
    }

    @Test
    void aSizeThatOneSideDoesNotSupportIsRefused() {
        Harness.Finished run = paired("mmap/spin", "mmap/spin-varhandle", "--out", "a");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("ipc-roundtrip: size 64: spin-varhandle compares only how the sequence word is reached")
                .hasLineCount(1)
                .endsWith("; use size 8, which has no payload.\n");
        assertThat(work.resolve("a")).doesNotExist();
    }

    @Tag("once")
    @Test
    void theAccessProfileMeasuresLayers() throws IOException {
        List<String> arguments = new java.util.ArrayList<>(List.of("access"));
        arguments.addAll(List.of(SHORT));
        arguments.addAll(List.of("--out", "a"));
        Harness.Finished run = harness.run(arguments.toArray(new String[0]));
        assertThat(run.exitCode()).as(run.err()).isZero();
        boolean foreign = Runtime.version().feature() >= FIRST_FOREIGN_JDK;
        for (JsonNode cell : record("a").get("cells")) {
            boolean measured = foreign || !cell.get("id").asText().contains("-ffm");
            assertThat(cell.get("status").asText()).as(cell.get("id").asText()).isEqualTo(measured ? "MEASURED" : "MISSING");
        }
        if (!foreign) {
            assertThat(Harness.unwrapped(harness.run("table", "a").out()))
                    .containsPattern("sysv/spin-ffm .*sysv/spin.*: not measured: the foreign-memory API needs JDK 22 or later");
        }
    }

    private Harness.Finished paired(String baseline, String contender, String... options) {
        List<String> arguments = new java.util.ArrayList<>(List.of("paired", baseline, contender));
        arguments.addAll(List.of(SHORT));
        arguments.addAll(List.of(options));
        return harness.run(arguments.toArray(new String[0]));
    }

    private JsonNode record(String directory) throws IOException {
        return new ObjectMapper().readTree(work.resolve(directory).resolve("run.json").toFile());
    }
}
