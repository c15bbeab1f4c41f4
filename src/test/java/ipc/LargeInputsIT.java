package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.Writer;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogWriter;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Gives files that would fill the memory to commands that have 256 MB. Each command succeeds or ends with one clear line. */
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

    /** A record that names thousands of files. Each file lies behind gigabytes of zeros or is large itself. */
    @Test
    void anArchiveThatIsUnpackedAgainAndAgain() throws IOException {
        byte[] zeros = new byte[1 << 20];
        byte[] run = thousandsOfCells("histograms/%d.hlog", "pairs/%d.csv.gz");
        archive(tar -> {
            file(tar, "run/run.json", run);
            for (int i = 0; i < 4000; i++) {
                file(tar, "run/flamegraphs/" + i, zeros);
            }
            byte[] log = new byte[2 << 20];
            for (int i = 0; i < 40; i++) {
                file(tar, "run/histograms/" + i + ".hlog", log);
            }
        });
        eachOfArchiveEnds();
    }

    /** A record that names a few files a thousand times. They are unpacked once. */
    @Test
    void anArchiveOfAFewFilesThatAreNamedThousandsOfTimes() throws IOException {
        Path log = work.resolve("log");
        log(log, 3, 300);
        Path blocks = work.resolve("blocks");
        blocks(blocks, BLOCKS + TWO_PAIRS.formatted(1).repeat(700_000), 1);
        byte[] run = thousandsOfCells("histograms/x.hlog", "pairs/x.csv.gz");
        archive(tar -> {
            file(tar, "run.json", run);
            file(tar, "histograms/x.hlog", Files.readAllBytes(log));
            file(tar, "pairs/x.csv.gz", Files.readAllBytes(blocks));
        });
        eachOfArchiveEnds();
    }

    @Test
    void anArchiveOfVeryManyTinyFilesDeepInside() throws IOException {
        byte[] run = thousandsOfCells("histograms/%d.hlog", "pairs/%d.csv.gz");
        archive(tar -> {
            for (int i = 0; i < 19_000; i++) {
                file(tar, "a/".repeat(400) + "histograms/" + i + ".hlog", new byte[0]);
            }
            file(tar, "a/".repeat(400) + "run.json", run);
        });
        eachOfArchiveEnds();
        archive(tar -> {
            for (int i = 0; i < 100_000; i++) {
                file(tar, "histograms/" + i + ".hlog", new byte[0]);
            }
        });
        ends(List.of("table", work.resolve("a.tar.gz").toString()), true);
        archive(tar -> file(tar, "a/".repeat(100_000) + "run.json", run));
        ends(List.of("table", work.resolve("a.tar.gz").toString()), true);
    }

    /**
     * @param log   name of a log, with a place for the number of its metric
     * @param pairs name of a file of pairs, with a place for the number of its cell
     */
    private byte[] thousandsOfCells(String log, String pairs) throws IOException {
        ObjectNode run = sample("3-paired");
        run.put("complete", false).putArray("paired");
        ArrayNode cells = (ArrayNode) run.get("cells");
        ObjectNode cell = (ObjectNode) cells.get(0);
        cells.removeAll();
        for (int i = 0; i < 2000; i++) {
            ObjectNode copy = cell.deepCopy().put("id", "cell-" + i).put("pairs", pairs.formatted(i));
            copy.withArray("metrics").forEach(metric -> ((ObjectNode) metric).put("histogram",
                    log.formatted(cells.size() % 40)));
            cells.add(copy);
        }
        return JSON.writeValueAsBytes(run);
    }

    @FunctionalInterface
    private interface Packed {
        void write(TarArchiveOutputStream tar) throws IOException;
    }

    private void archive(Packed files) throws IOException {
        try (TarArchiveOutputStream tar = new TarArchiveOutputStream(
                new GZIPOutputStream(Files.newOutputStream(work.resolve("a.tar.gz"))))) {
            tar.setLongFileMode(TarArchiveOutputStream.LONGFILE_POSIX);
            files.write(tar);
        }
        assertThat(work.resolve("a.tar.gz")).satisfies(file -> assertThat(Files.size(file)).isLessThan(10 << 20));
    }

    private static void file(TarArchiveOutputStream tar, String name, byte[] bytes) throws IOException {
        TarArchiveEntry entry = new TarArchiveEntry(name, true);
        entry.setSize(bytes.length);
        tar.putArchiveEntry(entry);
        tar.write(bytes);
        tar.closeArchiveEntry();
    }

    /** Checks that each command succeeds or ends with one clear line. */
    private void eachOfArchiveEnds() throws IOException {
        String archive = work.resolve("a.tar.gz").toString();
        for (List<String> command : List.of(List.of("table", archive), List.of("table", "--wide", archive),
                List.of("compare", archive, archive),
                List.of("report", "--out", work.resolve("page.html").toString(), archive))) {
            Harness.Finished finished = run(command, Map.of());
            String what = command + ": " + finished.err().lines().limit(3).toList();
            assertThat(finished.err()).as(what).doesNotContain("\tat ", "this program cannot run here");
            assertThat(finished.exitCode()).as(what).isIn(0, 1, 2);
            assertThat(finished.err().lines().count()).as(what).isLessThanOrEqualTo(finished.exitCode() == 2 ? 1 : 5);
        }
    }

    @Test
    void aLargeRecordOfAFleet() throws IOException {
        Path fleet = Files.createDirectory(work.resolve("fleet"));
        String start = "{\"format\":1,\"tool\":\"t\",\"started\":\"s\",\"finished\":\"f\",\"inventory\":\"i\",\"profile\":\"p\","
                + "\"options\":[],\"hosts\":[";
        String host = "{\"name\":\"h\",\"directory\":null,\"reason\":\"" + "long ".repeat(1000)
                + "\",\"partial\":null,\"log\":null}";
        Files.writeString(fleet.resolve("fleet.json"), start + host + ("," + host).repeat(3000) + "]}");
        ends(List.of("table", fleet.toString()), false);
        Files.writeString(fleet.resolve("fleet.json"), start + host + ("," + host).repeat(4000) + "]}");
        ends(List.of("table", fleet.toString()), true);
        Files.writeString(fleet.resolve("fleet.json"), start + "{}" + ",{}".repeat(900_000) + "]}");
        ends(List.of("table", fleet.toString()), true);
    }

    @Test
    void aLargeInventoryOfAnsible() throws IOException {
        ansible("printf '{\"all\": ['; yes '[],' | head -c 15000000", "true");
        Harness.Finished finished = fleet("1");
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(2);
        assertThat(finished.err().lines().toList()).hasSize(1);
        assertThat(finished.err()).contains("the output of ansible-inventory cannot be read");
    }

    /** Answers of hosts are encoded in base64 twice. The last host's answer is complete and as large as is allowed. */
    @Test
    void largeAnswersOfHosts() throws IOException {
        Path answers = Files.createDirectory(work.resolve("told"));
        String begin = "ipc-roundtrip: answer\n";
        String end = "\nipc-roundtrip: end\n";
        answer(answers.resolve("0"), "b0", begin, "A".repeat(76) + "\n", 900_000, end);
        answer(answers.resolve("1"), "b1", "", "A\n", 15_000_000, "");
        answer(answers.resolve("2"), "b2", "", "A", 80_000_000, end);
        answer(answers.resolve("3"), "b3", begin, "A".repeat(76) + "\r\n", 588_600, end);
        answer(answers.resolve("4"), "b4", begin, "A", 40_000_000, end);
        ansible("echo '{\"all\": {\"hosts\": [\"b0\", \"b1\", \"b2\", \"b3\", \"b4\"]}}'",
                "while [ $# -gt 1 ]; do case $1 in --extra-vars)"
                        + " vars=${2#@};; esac; shift; done\nto=$(sed 's/.*\"ipc_answers\":\"\\([^\"]*\\)\".*/\\1/' \"$vars\")\ncp "
                        + answers
                        + "/* \"$to\"");
        Harness.Finished finished = fleet("2");
        assertThat(finished.err()).doesNotContain("\tat ", "this program cannot run here");
        assertThat(finished.exitCode()).as(finished.err()).isEqualTo(1);
        assertThat(finished.err()).contains("b0: its answer cannot be read: it is too large",
                "b1: it ended before its answer was complete",
                "b2: its answer cannot be read: it is too large",
                "b3: its answer cannot be read: it is not a whole .tar.gz archive",
                "b4: its answer cannot be read: it is not a whole .tar.gz archive");
    }

    /** @param repeated text between the first words of the host's output and the last */
    private static void answer(Path file, String host, String first, String repeated, int times, String last) throws IOException {
        Files.write(file,
                Base64.getEncoder().encode(("{\"host\": \"" + host + "\", \"rc\": 0}").getBytes(StandardCharsets.US_ASCII)));
        try (OutputStream out = new BufferedOutputStream(
                Base64.getEncoder().wrap(Files.newOutputStream(file.resolveSibling(host.substring(1) + ".output"))), 1 << 16)) {
            out.write(first.getBytes(StandardCharsets.US_ASCII));
            byte[] piece = repeated.getBytes(StandardCharsets.US_ASCII);
            for (int i = 0; i < times; i++) {
                out.write(piece);
            }
            out.write(last.getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** Creates two scripts that replace Ansible's programs. */
    private void ansible(String inventory, String playbook) throws IOException {
        Path folder = Files.createDirectories(work.resolve("bin"));
        for (Map.Entry<String, String> each : Map.of("ansible-inventory", inventory, "ansible-playbook", playbook).entrySet()) {
            Path script = Files.writeString(folder.resolve(each.getKey()), "#!/bin/sh\n" + each.getValue() + "\n");
            Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        }
    }

    private Harness.Finished fleet(String out) {
        return run(List.of("fleet", "--out", work.resolve(out).toString(), "board,", "quick"),
                Map.of("PATH", work.resolve("bin") + ":" + System.getenv("PATH")), "-Dipc.home=" + Harness.HOME);
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

    /** @param large replaces the text {@code @} */
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
        Harness.Finished finished = run(command, Map.of(), jvmOptions);
        String what = command + ": " + finished.err().lines().limit(3).toList();
        assertThat(finished.err()).as(what).doesNotContain("\tat ", "this program cannot run here");
        if (refused) {
            assertThat(finished.exitCode()).as(what).isEqualTo(2);
            assertThat(finished.err().lines().count()).as(what).isEqualTo(1);
        } else {
            assertThat(finished.exitCode()).as(what).isIn(0, 1);
        }
    }

    private Harness.Finished run(List<String> command, Map<String, String> environment, String... jvmOptions) {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> all = new ArrayList<>(List.of(java, "-Xmx256m", "-XX:+UseSerialGC", "-XX:-UsePerfData"));
        all.addAll(List.of(jvmOptions));
        all.addAll(List.of("-jar", Harness.JAR.toString()));
        all.addAll(command);
        return harness.finish(harness.start(all, environment));
    }
}
