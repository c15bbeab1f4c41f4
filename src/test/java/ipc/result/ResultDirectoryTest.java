package ipc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ResultDirectoryTest {
    @TempDir
    private Path work;

    @Test
    void histogramLogsOpenInHdrHistogramsReader() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        String file = directory.writeHistograms("cell",
                List.of(histogram(1_700_000_000_000L, 100, 120), histogram(1_700_000_003_000L, 90)));
        assertThat(file).isEqualTo("histograms/cell.hlog");
        HistogramLogReader reader = new HistogramLogReader(directory.path().resolve(file).toFile());
        Histogram first = (Histogram) reader.nextIntervalHistogram();
        Histogram second = (Histogram) reader.nextIntervalHistogram();
        assertThat(first.getTotalCount()).isEqualTo(2);
        assertThat(first.getCountAtValue(120)).isEqualTo(1);
        assertThat(first.getTag()).isNull();
        assertThat(second.getMinValue()).isEqualTo(90);
        assertThat(second.getStartTimeStamp() - first.getStartTimeStamp()).isEqualTo(3000);
        assertThat(reader.nextIntervalHistogram()).isNull();
    }

    @Test
    void histogramLogsAreReadBack() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        List<Histogram> written = List.of(histogram(1_700_000_000_000L, 100, 120), histogram(1_700_000_003_500L, 90));
        List<Histogram> read = read(directory, directory.writeHistograms("cell", written));
        assertThat(read).isEqualTo(written);
        assertThat(read).extracting(Histogram::getStartTimeStamp).containsExactly(1_700_000_000_000L, 1_700_000_003_500L);
        assertThat(read(directory, "histograms/none.hlog")).isEmpty();
        Files.writeString(directory.path().resolve("x"), "0.000,1.000,0.1,HISTFAAAA\n");
        assertThatThrownBy(() -> read(directory, "x")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("x is malformed");
        assertThatThrownBy(() -> read(directory, "../x")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not in this directory");
    }

    private static List<Histogram> read(ResultDirectory directory, String file) {
        List<Histogram> read = new ArrayList<>();
        directory.readHistograms(file, read::add);
        return read;
    }

    @Test
    void asManyRoundsAsARunMayHaveAreReadAndNoMore() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        List<Histogram> written = new ArrayList<>(Collections.nCopies(RunRecord.MOST_ROUNDS, histogram(1_700_000_000_000L, 100)));
        long[] count = new long[1];
        directory.readHistograms(directory.writeHistograms("cell", written), each -> count[0] += each.getTotalCount());
        assertThat(count[0]).isEqualTo(RunRecord.MOST_ROUNDS);
        written.add(written.get(0));
        String more = directory.writeHistograms("more", written);
        assertThatThrownBy(() -> directory.readHistograms(more, each -> {})).isInstanceOf(BadInputException.class)
                .hasMessageContaining("has too many or too large histograms");
    }

    @Test
    void aNameThatIsNoPathIsNotInTheDirectory() {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        for (String name : List.of("a\0b", "\ud800")) {
            assertThatThrownBy(() -> directory.readHistograms(name, each -> {})).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is not in this directory");
            assertThatThrownBy(() -> directory.readBlocks(name)).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is not in this directory");
        }
    }

    @Test
    void aClockThatIsSetBackLosesNoHistogram() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        Histogram during = histogram(1_700_000_000_000L, 100);
        during.setEndTimeStamp(during.getStartTimeStamp() - 3_600_000);
        List<Histogram> written = List.of(during, histogram(1_699_996_400_000L, 90));
        List<Histogram> read = read(directory, directory.writeHistograms("cell", written));
        assertThat(read).isEqualTo(written);
        assertThat(read).extracting(Histogram::getStartTimeStamp).containsExactly(1_700_000_000_000L, 1_699_996_400_000L);
    }

    @Test
    void aNewDirectoryHasItsFirstFilesFromItsFirstMomentOn() {
        Path path = work.resolve("deep/new");
        Path aside = work.resolve("deep/.aside");
        ResultDirectory directory = ResultDirectory.create(path, aside, begun -> {
            assertThat(path).doesNotExist();
            begun.writeText("jmh.json", "[]");
        });
        assertThat(directory.path()).isEqualTo(path);
        assertThat(path.resolve("jmh.json")).hasContent("[]");
        assertThat(aside).doesNotExist();
    }

    @Test
    void anEmptyDirectoryOfTheUsersStaysTheSame() throws IOException {
        Path path = Files.createDirectory(work.resolve("mine"), PosixFilePermissions.asFileAttribute(
                PosixFilePermissions.fromString("rwxr-x---")));
        Object before = Files.getAttribute(path, "unix:ino");
        ResultDirectory.create(path, work.resolve(".aside"), begun -> begun.writeText("jmh.json", "[]"));
        assertThat(path.resolve("jmh.json")).hasContent("[]");
        assertThat(Files.getAttribute(path, "unix:ino")).isEqualTo(before);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(path))).isEqualTo("rwxr-x---");
    }

    /** By a run that began in the same second. */
    @Test
    void aDirectoryThatAnotherProcessHasMadeIsLeftToIt() throws IOException {
        Path path = work.resolve("new");
        assertThatThrownBy(() -> ResultDirectory.create(path, work.resolve(".aside"), begun -> {
            begun.writeText("jmh.json", "[]");
            Files.writeString(Files.createDirectory(path).resolve("run.json"), "theirs");
        })).isInstanceOf(DirectoryTakenException.class);
        try (Stream<Path> left = Files.walk(work)) {
            assertThat(left).containsExactlyInAnyOrder(work, path, path.resolve("run.json"));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void whatCannotBeginLeavesNothing(boolean isThere) throws IOException {
        Path path = work.resolve("new");
        if (isThere) {
            Files.createDirectory(path);
        }
        assertThatThrownBy(() -> ResultDirectory.create(path, work.resolve(".aside"), begun -> {
            begun.writeText("jmh.json", "[]");
            throw new IOException("No space left on device");
        })).isInstanceOf(BadInputException.class)
                .hasMessage("the results cannot be written to " + path + ": No space left on device");
        try (Stream<Path> left = Files.walk(work)) {
            assertThat(left).containsExactlyElementsOf(isThere ? List.of(work, path) : List.of(work));
        }
    }

    @Test
    void onlyWholeFilesAppear() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        directory.writeText("table.md", "one");
        directory.writeText("table.md", "two");
        try (Stream<Path> files = Files.list(directory.path())) {
            assertThat(files.map(file -> file.getFileName().toString())).containsExactly("table.md");
        }
        assertThat(Files.readString(directory.path().resolve("table.md"))).isEqualTo("two");
    }

    /** Other users could place such links in a directory that everybody can write to. */
    @Test
    void linksAreReplacedOrRefusedAndNeverFollowed() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        Path precious = Files.writeString(work.resolve("precious"), "precious");
        Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
        for (String name : List.of("table.md", "table.md.part", "report.html", "report.html.part")) {
            Files.createSymbolicLink(directory.path().resolve(name), precious);
        }
        Files.createSymbolicLink(directory.path().resolve("histograms"), elsewhere);
        directory.writeText("table.md", "a table");
        WholeFiles.writeText(directory.path().resolve("report.html"), out -> out.write("a report"));
        assertThat(directory.path().resolve("table.md")).isRegularFile().hasContent("a table");
        assertThat(directory.path().resolve("report.html")).isRegularFile().hasContent("a report");
        assertThatThrownBy(() -> directory.writeHistograms("cell", List.of(histogram(1_700_000_000_000L, 100))))
                .isInstanceOf(FileAlreadyExistsException.class);
        assertThat(precious).hasContent("precious");
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void theFleetsRecordReplacesALink() throws IOException {
        Path precious = Files.writeString(work.resolve("precious"), "precious");
        Path fleet = Files.createDirectory(work.resolve("fleet"));
        Files.createSymbolicLink(fleet.resolve("fleet.json"), precious);
        FleetRecord record = new FleetRecord(FleetRecord.FORMAT, "test", "", "", "hosts", "quick", List.of(), List.of());
        FleetDirectory.write(fleet, record);
        assertThat(Files.isSymbolicLink(fleet.resolve("fleet.json"))).isFalse();
        assertThat(FleetDirectory.read(fleet)).isEqualTo(record);
        assertThat(precious).hasContent("precious");
        try (Stream<Path> files = Files.list(fleet)) {
            assertThat(files).hasSize(1);
        }
    }

    @Test
    void whatIsMovedHereIsWholeAndFollowsNoLink() throws IOException {
        Path precious = Files.writeString(work.resolve("precious"), "precious");
        Path from = Files.writeString(work.resolve("from"), "recorded");
        Path here = Files.createDirectory(work.resolve("here"));
        Files.createSymbolicLink(here.resolve("file"), precious);
        Files.createSymbolicLink(here.resolve("file.part"), precious);
        WholeFiles.moveHere(from, here.resolve("file"));
        assertThat(here.resolve("file")).isRegularFile().hasContent("recorded");
        assertThat(from).doesNotExist();
        assertThat(precious).hasContent("precious");
        assertThatThrownBy(() -> WholeFiles.makeFolder(Files.createSymbolicLink(work.resolve("link"), here)))
                .isInstanceOf(FileAlreadyExistsException.class);
    }

    /** Control characters become spaces. A reason keeps its lines, of which tables print the first. */
    @Test
    void onlyAReasonHasLines() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        RunRecord run = RunRecords.run("a\nb\u001b[2J");
        RunRecord.Cell cell = RunRecordCellBuilder.builder().id("cell\n1").benchmark("b").params(Map.of("p\n", "v\n"))
                .status(RunRecord.Status.FAILED).reason("one\r\ntwo\u001b[2J").metrics(List.of()).build();
        directory.writeRun(run.decided(List.of(cell), List.of()));
        RunRecord read = directory.readRun();
        assertThat(read.machine().name()).isEqualTo("a b [2J");
        assertThat(read.cells().get(0).id()).isEqualTo("cell 1");
        assertThat(read.cells().get(0).params()).containsExactly(Map.entry("p ", "v "));
        assertThat(read.cells().get(0).reason()).isEqualTo("one \ntwo [2J");
    }

    @Tag("faults")
    @Test
    void whatOneRunNamesIsReadOnlyInBounds() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        Files.writeString(directory.path().resolve("x"), ",".repeat(20_001));
        assertThatThrownBy(() -> read(directory, "x")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("has too many lines");
        Files.writeString(directory.path().resolve("x"), "#".repeat((384 << 10) + 1));
        assertThatThrownBy(() -> read(directory, "x")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("has a line that is too long");
        Files.writeString(directory.path().resolve("x"), ("#" + "x".repeat((1 << 13) - 2) + "\n").repeat(1 << 11));
        for (int i = 0; i < 16; i++) {
            assertThat(read(directory, "x")).isEmpty();
        }
        assertThatThrownBy(() -> read(directory, "x")).isInstanceOf(BadInputException.class)
                .hasMessageEndingWith("run.json refers to too many logs");
        List<List<Block>> forks = new ArrayList<>(Collections.nCopies(2001, List.of(new Block(0, false, 1, 2, 3))));
        String blocks = directory.writeBlocks("cell", forks);
        assertThatThrownBy(() -> directory.readBlocks(blocks)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("more than 2000 forks");
    }

    @Test
    void blocksSurviveTheirJourney() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        List<Block> first = List.of(new Block(0, false, 1000, 17, 100_000), new Block(0, true, 1, -5, 1));
        List<Block> second = List.of(new Block(1, true, 7, 0, 0));
        String file = directory.writeBlocks("cell", List.of(first, second));
        assertThat(file).isEqualTo("pairs/cell.csv.gz");
        assertThat(directory.readBlocks(file)).containsExactly(first.get(0), first.get(1), second.get(0));
        assertThat(directory.readBlocksByFork(file)).containsExactly(first, second);
    }

    @Test
    void damagedBlocksAreRefusedInOneLine() throws IOException {
        ResultDirectory directory = ResultDirectory.create(work.resolve("new"));
        for (String content : List.of("", "nonsense\n", "fork,allocation,side,operations,start_ns,nanos\n1,2,3\n",
                "fork,allocation,side,operations,start_ns,nanos\n0,x,baseline,1,1,1\n",
                "fork,allocation,side,operations,start_ns,nanos\n0,0,both,1,1,1\n")) {
            try (java.io.OutputStream out = new java.util.zip.GZIPOutputStream(
                    Files.newOutputStream(directory.path().resolve("blocks")))) {
                out.write(content.getBytes(java.nio.charset.StandardCharsets.US_ASCII));
            }
            assertThatThrownBy(() -> directory.readBlocks("blocks")).isInstanceOf(BadInputException.class)
                    .hasMessageContaining("is malformed");
        }
        Files.writeString(directory.path().resolve("blocks"), "no gzip");
        assertThatThrownBy(() -> directory.readBlocks("blocks")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("cannot be read");
        assertThatThrownBy(() -> directory.readBlocks("../../etc/passwd")).isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not in this directory");
    }

    @Test
    void aFileIsNotADirectory() throws IOException {
        Path file = Files.createFile(work.resolve("file"));
        assertThatThrownBy(() -> ResultDirectory.create(file)).isInstanceOf(BadInputException.class);
        assertThatThrownBy(() -> ResultDirectory.open(file)).isInstanceOf(BadInputException.class);
    }

    @Test
    void aSummaryIsExactBelowTwoMicroseconds() {
        Summary summary = Summary.of(histogram(0, 70, 80, 90, 2000));
        assertThat(summary).isEqualTo(new Summary(4, 70, 560, 80, 2000, 2000, 2000, 2000, 2000));
        assertThatThrownBy(() -> Summary.of(new Histogram(3))).isInstanceOf(IllegalArgumentException.class);
    }

    private static Histogram histogram(long startMillis, long... values) {
        Histogram histogram = new Histogram(3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        histogram.setStartTimeStamp(startMillis);
        histogram.setEndTimeStamp(startMillis + 1000);
        return histogram;
    }
}
