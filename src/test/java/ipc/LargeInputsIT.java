package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What fuzzing is too small for: files made to fill the memory. Each command has 256 MB, and ends in one clear line or well. */
@Tag("faults")
class LargeInputsIT extends RealRuns {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BLOCKS = "fork,allocation,side,operations,start_ns,nanos\n";
    private static final String TWO_PAIRS = "0,%1$d,baseline,9,1,1000\n0,%1$d,contender,9,1,1001\n".repeat(2);

    private Path result;

    @BeforeEach
    void makeResult() throws IOException {
        result = Files.createDirectory(work.resolve("result"));
    }

    @Test
    void manyWordsInARecord() throws IOException {
        ObjectNode run = sample("3");
        write(run.put("warnings", "@"), "[\"\"" + ",\"\"".repeat(10_000_000) + "]");
        eachEnds(true);
        write(run, "[\"\"" + ",\"a\"".repeat(950_000) + "]");
        eachEnds(true);
        write(run.put("warnings", "@"), "[\"" + "long ".repeat(2_000_000) + "\"]");
        eachEnds(true);
        write(run.put("warnings", "@"), "[\"\"" + (",\"" + "long ".repeat(200_000) + "\"").repeat(15) + "]");
        eachEnds(false);
    }

    @Test
    void manyListsInARecord() throws IOException {
        write(sample("3").put("order", "@"), "[[]" + ",[]".repeat(490_000) + "]");
        eachEnds(false);
        write(sample("3").put("order", "@"), "[".repeat(1_000_000));
        eachEnds(true);
    }

    @Test
    void manyRoundsAndManyCells() throws IOException {
        ObjectNode run = sample("3");
        ArrayNode rounds = (ArrayNode) run.at("/cells/0/metrics/0/rounds");
        ObjectNode round = (ObjectNode) rounds.get(0);
        while (rounds.size() < 2000) {
            rounds.add(round);
        }
        write(run, "");
        eachEnds(false);
        while (rounds.size() < 50_000) {
            rounds.add(round);
        }
        write(run, "");
        eachEnds(true);
        run = sample("3");
        ArrayNode cells = (ArrayNode) run.get("cells");
        while (cells.size() < 3000) {
            ObjectNode cell = cells.get(0).deepCopy();
            cell.put("id", "cell-" + cells.size());
            ((ObjectNode) cell.get("params")).put("size", Integer.toString(8 * cells.size()));
            cells.add(cell);
        }
        write(run, "");
        eachEnds(false);
    }

    @Test
    void blocksThatUnpackToMuch() throws IOException {
        ObjectNode run = sample("3-paired");
        run.putArray("paired");
        write(run, "");
        Path blocks = result.resolve(run.at("/cells/0/pairs").asText());
        Files.createDirectories(blocks.getParent());
        List<String> table = List.of("table", result.toString());
        blocks(blocks, "a".repeat(1 << 20), 400);
        ends(table, true);
        reportEnds(true);
        blocks(blocks, BLOCKS + TWO_PAIRS.formatted(1).repeat(100_000), 10);
        ends(table, true);
        reportEnds(true);
        blocks(blocks, BLOCKS + TWO_PAIRS.formatted(1).repeat(700_000), 1);
        ends(table, false);
        reportEnds(false);
        StringBuilder allocations = new StringBuilder(BLOCKS);
        for (int allocation = 0; allocation < 100_000; allocation++) {
            allocations.append(TWO_PAIRS.formatted(allocation).repeat(6));
        }
        blocks(blocks, allocations.toString(), 1);
        ends(table, false);
        reportEnds(false);
    }

    private static void blocks(Path file, String text, int times) throws IOException {
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            for (int i = 0; i < times; i++) {
                out.write(text.getBytes(StandardCharsets.US_ASCII));
            }
        }
    }

    @Test
    void aLogOfManyHistograms() throws IOException {
        ObjectNode run = sample("3");
        write(run, "");
        Path log = result.resolve(run.at("/cells/0/metrics/0/histogram").asText());
        Files.createDirectories(log.getParent());
        log(log, 3, 10_000);
        reportEnds(true);
        log(log, 5, 20);
        reportEnds(true);
        Files.writeString(log, "1".repeat(15 << 20));
        reportEnds(true);
    }

    private static void log(Path file, int digits, int count) throws IOException {
        Histogram histogram = new Histogram(digits);
        histogram.recordValue(Long.MAX_VALUE / 4);
        try (PrintStream out = new PrintStream(Files.newOutputStream(file), false, StandardCharsets.US_ASCII)) {
            HistogramLogWriter writer = new HistogramLogWriter(out);
            for (int i = 0; i < count; i++) {
                writer.outputIntervalHistogram(0, 1, histogram);
            }
        }
    }

    @Test
    void aLargeProfile() throws IOException {
        Path profile = Files.createDirectory(work.resolve("jmh-profiles")).resolve("x.profile");
        Files.writeString(profile, "RoundTrip ".repeat(30_000_000));
        ends(List.of("x", "--out", "here"), true, "-Dipc.home=" + work);
    }

    private ObjectNode sample(String name) throws IOException {
        try {
            Path folder = Path.of(LargeInputsIT.class.getResource("/ipc/analysis/formats/" + name).toURI());
            return (ObjectNode) JSON.readTree(folder.resolve("run.json").toFile());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @param large in place of the text {@code @} */
    private void write(ObjectNode run, String large) throws IOException {
        try (Writer out = Files.newBufferedWriter(result.resolve("run.json"))) {
            out.write(JSON.writeValueAsString(run).replace("\"@\"", large));
        }
    }

    private void eachEnds(boolean refused) throws IOException {
        String directory = result.toString();
        for (List<String> command : List.of(List.of("table", directory), List.of("table", "--wide", directory),
                List.of("table", "--by", "size", directory), List.of("advise", "--size", "64", "--rate", "1000", directory),
                List.of("compare", directory, directory))) {
            ends(command, refused);
        }
        reportEnds(refused);
    }

    private void reportEnds(boolean refused) throws IOException {
        ends(List.of("report", "--out", work.resolve("page.html").toString(), result.toString()), refused);
    }

    private void ends(List<String> command, boolean refused, String... jvmOptions) throws IOException {
        List<String> all = new ArrayList<>(List.of("java", "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        all.addAll(List.of(jvmOptions));
        all.addAll(List.of("-jar", Harness.JAR.toString()));
        all.addAll(command);
        Harness.Finished finished = harness.finish(harness.start(all, Map.of()));
        String what = command + ": " + finished.err().lines().limit(3).toList();
        assertThat(finished.err()).as(what).doesNotContain("\tat ", "this program cannot run here");
        if (refused) {
            assertThat(finished.exitCode()).as(what).isEqualTo(2);
            assertThat(finished.err().lines().count()).as(what).isEqualTo(1);
        } else {
            assertThat(finished.exitCode()).as(what).isIn(0, 1);
        }
    }
}
