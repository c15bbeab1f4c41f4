package ipc.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Result directories as the programs of their time wrote them, called by format and by what is special about them; only what
 * nothing reads was left out. A change of the format adds a sample.
 */
class FormatVersionsTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path work;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    static List<Path> samples() throws IOException {
        try {
            Path folder = Path.of(FormatVersionsTest.class.getResource("/ipc/analysis/formats").toURI());
            try (Stream<Path> directories = Files.list(folder)) {
                return directories.sorted().toList();
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void thereIsOneOfEveryFormat() throws IOException {
        Set<Integer> formats = samples().stream().map(sample -> ResultDirectory.open(sample).readRun().format())
                .collect(Collectors.toSet());
        for (int format = 1; format <= RunRecord.FORMAT; format++) {
            assertThat(formats).contains(format);
        }
    }

    /** The figures are the same that the program of the time printed. */
    @ParameterizedTest
    @MethodSource("samples")
    void tableReadsIt(Path sample) throws IOException {
        String table = succeeds("table", sample.toString());
        // The table still shows min, mean and max as printed then. Pairs had no table.
        List<String> printed = Files.readAllLines(sample.resolve("printed-table.txt")).stream()
                .filter(line -> line.startsWith("| box"))
                .map(line -> line.substring(line.indexOf('|', 1)).replace(" ", "")).toList();
        assertThat(succeeds("table", "--published", sample.toString()).lines()
                .map(line -> line.substring(Math.max(0, line.indexOf('|', 1))).replace(" ", "")))
                .containsAll(printed);
        assertThat(table).contains("| round trip, ").contains(printed.isEmpty() ? "too few rounds (6 needed)" : "shmem");
        assertThat(succeeds("table", "--by", "transport", sample.toString())).contains("every cell runs in two new processes");
    }

    /** Their rounds are too few for a verdict. */
    @ParameterizedTest
    @MethodSource("samples")
    void compareReadsIt(Path sample) throws IOException {
        assertThat(run("compare", "--across", "load", sample.toString(), sample.toString())).isEqualTo(ExitCode.NOTHING_COMPARED);
        boolean paired = ResultDirectory.open(sample).readRun().profile().equals("paired");
        assertThat(text(out)).contains(paired ? "1 paired (left out)" : "- too few rounds (6 needed), ");
    }

    @ParameterizedTest
    @MethodSource("samples")
    void reportReadsItWithItsHistograms(Path sample) {
        assertThat(succeeds("report", "--out", "-", sample.toString())).contains("<html").contains("box");
        ResultDirectory directory = ResultDirectory.open(sample);
        for (Cell cell : directory.readRun().cells()) {
            for (Metric metric : cell.metrics()) {
                List<Long> counts = new ArrayList<>();
                directory.readHistograms(metric.histogram(), round -> counts.add(round.getTotalCount()));
                assertThat(counts).containsExactlyElementsOf(metric.rounds().stream().map(round -> round.operations()).toList());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("samples")
    void adviseReadsIt(Path sample) {
        int exitCode = run("advise", "--size", "64", "--rate", "1000", sample.toString());
        if (ResultDirectory.open(sample).readRun().profile().equals("paired")) {
            // Its only cell is a pair.
            assertThat(exitCode).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(text(err)).contains("nothing near 64 bytes at 1000 messages a second was measured");
        } else {
            assertThat(exitCode).as(text(err)).isEqualTo(ExitCode.NOT_DECIDED);
            // Some samples were measured on a busy machine.
            assertThat(text(out)).containsPattern("^Not decided: (too few rounds \\(6 needed\\), measured |other processes"
                    + " disturbed the run\\. )").contains("sysv/spin", "mmap/spin");
        }
    }

    /** The other fields do not matter. */
    @Test
    void aLaterOneIsRefusedByItsNumber() throws IOException {
        int later = RunRecord.FORMAT + 1;
        ObjectNode run = JSON.createObjectNode().put("format", later).put("machine", "another type");
        JSON.writeValue(work.resolve("run.json").toFile(), run);
        String directory = work.toString();
        for (List<String> command : List.of(List.of("table", directory), List.of("compare", directory, directory),
                List.of("report", directory), List.of("advise", "--size", "64", "--rate", "1", directory))) {
            err.reset();
            assertThat(run(command.toArray(String[]::new))).isEqualTo(ExitCode.BAD_INPUT);
            assertThat(text(err)).isEqualTo("ipc-roundtrip: " + work.resolve("run.json") + " has format " + later
                    + "; this program reads formats 1 to " + RunRecord.FORMAT + "; use the newer program that wrote it.\n");
        }
    }

    /** Others' tools read it. */
    @Test
    void nobodyHereReadsJmhJson() throws IOException {
        Path sample = samples().get(0);
        String before = succeeds("table", sample.toString());
        Files.copy(sample.resolve("run.json"), work.resolve("run.json"));
        Files.write(work.resolve(ResultDirectory.JMH_JSON), new byte[] {'{', 0, -1});
        assertThat(succeeds("table", work.toString())).isEqualTo(before);
        assertThat(run("compare", work.toString(), work.toString())).isEqualTo(ExitCode.NOTHING_COMPARED);
        succeeds("report", "--out", "-", work.toString());
        assertThat(run("advise", "--size", "64", "--rate", "1000", work.toString())).isEqualTo(ExitCode.NOT_DECIDED);
    }

    private String succeeds(String... arguments) {
        out.reset();
        assertThat(run(arguments)).as(text(err)).isZero();
        return text(out);
    }

    private int run(String... arguments) {
        return new Main(new PrintStream(out, true, StandardCharsets.UTF_8), new PrintStream(err, true, StandardCharsets.UTF_8),
                false).run(List.of(arguments));
    }

    private static String text(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
