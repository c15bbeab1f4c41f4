package ipc.analysis.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.PrintableText;
import ipc.analysis.AllRun;
import ipc.analysis.Runs;
import ipc.analysis.run.Decisions;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import ipc.BadInputException;
import ipc.result.Block;
import ipc.analysis.document.Document;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecordBuilder;
import ipc.result.RunRecord.OsStats;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Cost;
import ipc.result.RunRecord.Finding;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord.Mapping;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Placement;
import ipc.result.RunRecord.Status;
import ipc.result.RunRecord.Tail;
import ipc.result.Summary;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page without a browser. */
class ReportTest {
    private static final String HOSTILE = "</script><script>alert(1)</script><!-- {{data}} $1 \\ \u2028 \"' & |";
    private static final Instant STARTED = Instant.parse("2026-01-02T03:04:05Z");
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path work;

    @Test
    void theChartsShowWhatTheRecordAndTheHistogramsSay() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")), pair(work.resolve("run"), "sysv/spin", "mmap/spin"));
        JsonNode data = data(page(List.of(run), run));
        Runs.assertGolden(JSON.writerWithDefaultPrettyPrinter().writeValueAsString(data) + "\n", "report-data.json");
    }

    /** The page without its style, its scripts and their data. */
    @Test
    void thePageSaysWhatTheRecordSays() throws IOException {
        Path run = run("run", "box", "a quick look.", sysv(work.resolve("run")),
                pair(work.resolve("run"), "sysv/spin", "mmap/spin"));
        String page = page(List.of(run), run).replaceAll("(?s)(<style>|<script[^>]*>).*?(</style>|</script>)", "$1$2")
                .replaceAll("sha256-[^' \"]+", "sha256-").replaceAll("Chart\\.js v?[0-9.]+", "Chart.js");
        Runs.assertGolden(page, "report-page.html");
    }

    @Test
    void withoutItsLogACellShowsWhatTheRecordKnows() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        Files.delete(run.resolve("histograms/RoundTrip-sysv-spin-64.hlog"));
        JsonNode series = data(page(List.of(run), run)).at("/series/0");
        assertThat(series.get("bins")).isEmpty();
        assertThat(series.get("curve")).hasSize(5);
        assertThat(series.at("/curve/1/1").asDouble()).isEqualTo(series.at("/all/p50").asDouble());
        assertThat(series.get("rounds")).isEmpty();
    }

    @Test
    void damagedLogsAreRefusedInOneLine() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        for (String damage : List.of("no log\n", "Tag=a,0.000,1.000,0.1,AAAA\n", "\"0.000,1.000,0.1,HISTFAAAA")) {
            Files.writeString(run.resolve("histograms/RoundTrip-sysv-spin-64.hlog"), damage);
            try {
                assertThat(data(page(List.of(run), run)).at("/series/0/bins")).isEmpty();
            } catch (BadInputException e) {
                assertThat(e.getMessage()).contains("RoundTrip-sysv-spin-64.hlog is malformed: ").doesNotContain("\n");
            }
        }
    }

    @Test
    void aLogOutsideTheDirectoryIsNotRead() throws IOException {
        Metric elsewhere = new Metric("rtt", "../../etc/passwd", Runs.round(100), List.of(Runs.round(100)), null);
        Path run = run("run", "box", "", cell("RoundTrip", elsewhere, null, Map.of("transport", "sysv/spin", "size", "64")));
        assertThatThrownBy(() -> page(List.of(run), run)).isInstanceOf(BadInputException.class)
                .hasMessageContaining("is not in this directory");
    }

    @Test
    void stringsFromOutsideStayStrings() throws IOException {
        Cell failed = Runs.cell("x", "RoundTrip", Map.of("transport", HOSTILE, "size", "64"), Status.FAILED).reason(HOSTILE)
                .build();
        Path run = run("run", HOSTILE, HOSTILE, failed, sysv(work.resolve("run")));
        String page = page(List.of(run), run);
        assertThat(page).doesNotContain("<script>alert", "<!-- {{", "<!-- $1");
        // The three of the page itself.
        assertThat(count(page, "</script")).isEqualTo(3);
        assertThat(count(page, "<!--")).isEqualTo(1);
        assertThat(page).contains("<title>Round trips between processes: &lt;/script&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
        JsonNode data = data(page);
        assertThat(data.at("/runs/0/label").asText()).isEqualTo(PrintableText.of(HOSTILE));
        assertThat(data.get("markdown").asText()).contains("\\</script>\\<script>alert");
        assertThat(page.substring(page.indexOf("id=\"data\""), page.indexOf("</script", page.indexOf("id=\"data\""))))
                .doesNotContain("\u2028");
    }

    @Test
    void thePageNamesNothingToFetchAndRunsItsOwnScriptsAlone() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        String page = page(List.of(run), run);
        String markup = page.substring(0, page.indexOf("<script type=\"application/json\""))
                .replaceAll("(?s)<style>.*?</style>", "");
        assertThat(markup).doesNotContainPattern("(src|href)=\"(?!#|data:,|\\./)");
        assertThat(ReportPage.resource("report.css")).doesNotContain("url(", "@import", "</style");
        assertThat(ReportScript.text()).doesNotContain("</script", "<!--", "innerHTML", "fetch(");
        assertThat(ReportPage.library()).doesNotContain("</script", "<!--", "sourceMappingURL")
                .contains("Permission is hereby granted", "Chart.js v");
        assertThat(markup).containsPattern("(?s)default-src 'none';.*script-src 'sha256-[^']+' 'sha256-[^']+'\"");
        assertThat(page).startsWith(ReportPage.BEGINNING);
        assertThat(Report.isOne(page.substring(0, 100))).isTrue();
    }

    @Test
    void sectionsStandInTheirOrder() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        String page = page(List.of(run), run);
        Matcher sections = Pattern.compile("<section id=\"([a-z]+)\"").matcher(page);
        List<String> found = new ArrayList<>();
        while (sections.find()) {
            found.add(sections.group(1));
        }
        assertThat(found).containsExactly("verdict", "percentiles", "distribution", "cost", "growth", "pairs", "time", "tail",
                "machine");
        assertThat(Pattern.compile("<a href=\"#([a-z]+)\"").matcher(page).results().map(link -> link.group(1)))
                .containsExactlyElementsOf(found);
        assertThat(page).contains("<th scope=\"row\" class=\"words\">round trip, spin</th><td class=\"begins\">0.07</td>");
    }

    @Test
    void tailMachineAndWarningsAreTables() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        String page = page(List.of(run), run);
        assertThat(page)
                .contains("<td class=\"share\" title=\"40 %\"><data value=\"2000000\">2.00</data>"
                        + "<span class=\"bar\" style=\"width:40.0%\"></span></td>")
                .contains("<td>0.05</td><td>1</td><td><data value=\"5000000\">5.00</data></td>")
                .contains("Columns of zeros are left out: VM, other threads, launcher, safepoints, stolen, asleep, not examined.")
                .contains("<li>unsteady</li>", "<tr><th scope=\"row\">governor</th><td>warning</td><td>powersave</td>")
                .doesNotContain("Flame graphs", "<th scope=\"col\">VM ≤</th>");
    }

    @Test
    void twoPairsOfCpusMakeAMatrixAndOnePairMakesNone() throws IOException {
        Path near = run("near", "box", "", sysv(work.resolve("near")));
        Path far = run("far", "box", "", sysv(work.resolve("far")));
        RunRecord record = ResultDirectory.open(far).readRun();
        Files.writeString(far.resolve("run.json"), Files.readString(far.resolve("run.json"))
                .replace(record.cpus(), record.cpus().replace("CPUs 0 and 1", "CPUs 0 and 2")));
        assertThat(page(List.of(near), near)).doesNotContain("id=\"cpus\"", "#cpus").contains("<li>CPUs: spin round trips were");
        assertThat(page(List.of(near, far), work)).contains("<section id=\"cpus\"", "<a href=\"#cpus\">")
                .contains("<th scope=\"row\">0</th><td></td><td class=\"share\"><data value=\"140.0\">140</data>"
                        + "<span class=\"bar\" style=\"width:100.0%\"></span></td>")
                .contains("<th scope=\"row\">1</th>", "<th scope=\"row\">2</th>");
    }

    @Test
    void aReportWithoutTailsHasNoSectionForThem() throws IOException {
        Path all = run("run", "box", "",
                Runs.cell("x", "RoundTrip", Map.of("transport", "sysv/spin", "size", "64"), Status.FAILED).reason("it broke")
                        .build());
        assertThat(page(List.of(all), all)).doesNotContain("id=\"tail\"", "#tail").contains("<li>Tail: no cell has");
    }

    @Test
    void everyFileBesideTheFlameGraphsIsLinked() throws IOException {
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        Files.createDirectory(run.resolve("flamegraphs"));
        Files.writeString(run.resolve("flamegraphs/a ?.html"), "");
        Files.writeString(run.resolve("flamegraphs/a ?.txt"), "");
        assertThat(page(List.of(run), run)).contains("<a href=\"./flamegraphs/a%20%3F.html\">flamegraphs/a ?.html</a>",
                "<a href=\"./flamegraphs/a%20%3F.txt\">flamegraphs/a ?.txt</a>");
        assertThat(page(List.of(run), work)).contains("href=\"./run/flamegraphs/a%20%3F.html\"");
        assertThat(page(List.of(run), null)).contains("<li>flamegraphs/a ?.html</li>");
    }

    /** WCAG 2.1, AA: text 4.5, lines and controls 3. */
    @Test
    void coloursAreReadable() {
        String css = ReportPage.resource("report.css");
        String light = css.substring(0, css.indexOf("@media"));
        String dark = css.substring(css.indexOf("@media"), css.indexOf("* { box-sizing"));
        for (String set : List.of(light, dark)) {
            Map<String, String> colours = new TreeMap<>();
            Pattern.compile("--([a-z-]+): (#[0-9a-f]{6})").matcher(set).results()
                    .forEach(one -> colours.put(one.group(1), one.group(2)));
            for (String ground : List.of("ground", "raised")) {
                for (String text : List.of("text", "faint", "link")) {
                    assertThat(contrast(colours.get(text), colours.get(ground)))
                            .as(text + " on " + ground).isGreaterThanOrEqualTo(4.5);
                }
                assertThat(contrast(colours.get("edge"), colours.get(ground))).as("controls").isGreaterThanOrEqualTo(3);
            }
            assertThat(contrast(colours.get("bar"), colours.get("ground"))).as("bars").isGreaterThanOrEqualTo(3);
            assertThat(contrast(colours.get("warning"), colours.get("warning-ground")))
                    .as("warnings").isGreaterThanOrEqualTo(4.5);
        }
        Matcher themes = Pattern.compile("(?s)const (LIGHT|DARK) = \\{ text: '(#\\w+)', faint: '(#\\w+)',.*?ground: '(#\\w+)',"
                + " probe: '(#\\w+)',\\s+lines: \\[(.*?)]").matcher(ReportScript.text());
        List<String> seen = new ArrayList<>();
        while (themes.find()) {
            seen.add(themes.group(1));
            assertThat(contrast(themes.group(2), themes.group(4))).as("text").isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(themes.group(3), themes.group(4))).as("axes").isGreaterThanOrEqualTo(4.5);
            assertThat(contrast(themes.group(5), themes.group(4))).as("probe").isGreaterThanOrEqualTo(3);
            List<String> lines = Pattern.compile("#\\w{6}").matcher(themes.group(6)).results().map(one -> one.group()).toList();
            assertThat(lines).hasSize(8)
                    .allSatisfy(line -> assertThat(contrast(line, themes.group(4))).isGreaterThanOrEqualTo(3));
        }
        assertThat(seen).containsExactly("LIGHT", "DARK");
    }

    private static double contrast(String one, String other) {
        double light = Math.max(luminance(one), luminance(other));
        double dark = Math.min(luminance(one), luminance(other));
        return (light + 0.05) / (dark + 0.05);
    }

    private static double luminance(String colour) {
        double[] weights = {0.2126, 0.7152, 0.0722};
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            double part = Integer.parseInt(colour.substring(1 + 2 * i, 3 + 2 * i), 16) / 255.0;
            sum += weights[i] * (part <= 0.04045 ? part / 12.92 : Math.pow((part + 0.055) / 1.055, 2.4));
        }
        return sum;
    }

    @Test
    void theCommandCanBeTypedAgain() {
        assertThat(command("desktop", "--out", "a", "-prof", "async", "--machine", "it's mine"))
                .isEqualTo("./run.sh desktop -prof async --machine 'it'\\''s mine' --seed 7");
        assertThat(command("quick", "--out=a", "--seed", "3")).isEqualTo("./run.sh quick --seed 3");
        assertThat(command("paired", "-p", "pair=sysv/spin:mmap/spin", "-r", "1s"))
                .isEqualTo("./run.sh paired sysv/spin mmap/spin -r 1s --seed 7");
    }

    @Test
    void runsOfOneMachineAreToldApartByTheirDirectories() throws IOException {
        Path before = run("before", "box", "", sysv(work.resolve("before")));
        Path after = run("after", "box", "", sysv(work.resolve("after")), pair(work.resolve("after"), "sysv/spin", "sysv/spin"));
        Path other = run("other", "other box", "", sysv(work.resolve("other")));
        JsonNode data = data(page(List.of(before, after, other), work));
        assertThat(data.get("runs").findValuesAsText("label"))
                .containsExactly("box (before)", "box (after)", "other box (other)");
        assertThat(data.get("runs").findValuesAsText("tag")).containsExactly("box (before)", "box (after)", "#3");
        JsonNode alike = data(page(List.of(before, after), work));
        assertThat(alike.get("runs").findValuesAsText("label")).containsExactly("before", "after");
        assertThat(data(page(List.of(before, before), work)).get("runs").findValuesAsText("label"))
                .containsExactly(before.toString(), before.toString());
        assertThat(data(page(List.of(before, other), work)).get("runs").findValuesAsText("label"))
                .containsExactly("box", "other box");
        assertThat(data.at("/pairs/0/itself").asBoolean()).isTrue();
    }

    @Test
    void anArchiveIsReadAndAMachineThatLeftNothingIsNamed() throws IOException {
        Path all = AllRun.archive(work);
        JsonNode data = data(page(List.of(all), work));
        JsonNode record = JSON
                .readTree(AllRun.unpack(Files.createDirectory(work.resolve("unpacked"))).resolve("run.json").toFile());
        assertThat(data.get("series").size()).isEqualTo(AllRun.measured(record));
        assertThat(data.at("/series/0/bins")).isNotEmpty();
        assertThat(Report.read(List.of(all)).home()).isEmpty();
        Path run = run("run", "box", "", sysv(work.resolve("run")));
        assertThat(Report.read(List.of(run)).home()).contains(run);
        RunRecord absent = RunRecord.absent("board <1>", "it left\nnothing");
        StringWriter page = new StringWriter();
        new ReportPage(List.of(new ReportRun("box", "box", Optional.of(ResultDirectory.open(run)),
                ResultDirectory.open(run).readRun()), new ReportRun("board <1>", "board <1>", Optional.empty(), absent)),
                new Document("", "", List.of(), List.of(), List.of(), List.of(), List.of(), ""), data(run)).write(work, page);
        assertThat(page.toString()).contains("<li>board &lt;1&gt;, which left no result</li>",
                "<p>No result: it left\nnothing</p>");
    }

    private static ReportData data(Path run) {
        return ReportData.of(ReportRun.read(List.of(run)), "");
    }

    @Test
    void ofManyRunsTheHistogramsStayUnread() throws IOException {
        List<Path> runs = new ArrayList<>();
        for (int i = 0; i <= ReportData.MOST_RUNS_IN_DETAIL; i++) {
            runs.add(run("run" + i, "box " + i, "", sysv(work.resolve("run" + i))));
            Files.writeString(runs.get(i).resolve("histograms/RoundTrip-sysv-spin-64.hlog"), "never read");
        }
        String page = page(runs, work);
        assertThat(page).contains("this report has too many runs to read their histograms",
                "<title>Round trips between processes: 25 runs");
        assertThat(data(page).get("series")).hasSize(25);
        assertThat(page).contains("<p>and 1 more</p>", "Tail: this report has too many runs for it.",
                "<td>2026-01-02T03:04:05Z</td>");
    }

    static String page(List<Path> runs, Path folder) throws IOException {
        StringWriter page = new StringWriter();
        Report.read(runs).write(folder, page);
        return page.toString();
    }

    static JsonNode data(String page) throws IOException {
        String start = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(start) + start.length();
        return JSON.readTree(page.substring(from, page.indexOf("</script>", from)));
    }

    private static int count(String text, String part) {
        return text.split(Pattern.quote(part), -1).length - 1;
    }

    private static String command(String profile, String... typed) {
        RunRecord record = Runs.run().record();
        return ReportMachine
                .command(RunRecordBuilder.builder(record).seed(7).profile(profile).commandLine(List.of(typed)).cells(List.of())
                        .build());
    }

    /** Writes a run's record; its cells have written their logs by then. */
    private Path run(String directory, String machine, String note, Cell... cells) throws IOException {
        Path path = work.resolve(directory);
        Files.createDirectories(path);
        RunRecord undecided = RunRecordBuilder.builder().format(RunRecord.FORMAT).tool("ipc-roundtrip test")
                .started(STARTED.toString()).finished("2026-01-02T03:06:05Z").complete(true).profile("desktop").profileNote(note)
                .commandLine(List.of("--seed", "7")).options(List.of("--rounds", "2")).seed(7).rounds(2)
                .machine(new Machine(machine, "CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17")).cpus(Runs.CPUS)
                .mapping(new Mapping("/x", "ext4")).cells(List.of(cells)).warnings(List.of("unsteady"))
                .flameGraphs(List.of("flamegraphs/a ?.html"))
                .environment(List.of(new Finding("governor", "powersave", "WARNING", "a low clock", "cpupower"))).build();
        Files.write(path.resolve("run.json"), JSON.writeValueAsBytes(undecided));
        ResultDirectory opened = ResultDirectory.open(path);
        opened.writeRun(Decisions.decide(opened, opened.readRun()));
        return path;
    }

    /** Two rounds of a hundred and of fifty round trips, ten and twenty seconds into the run. */
    private static Cell sysv(Path directory) throws IOException {
        Histogram first = histogram(10, IntStream.range(0, 100).mapToLong(i -> 70 + 10 * (i % 10)).toArray());
        Histogram second = histogram(20, IntStream.range(0, 50).mapToLong(i -> i == 49 ? 5_000_000 : 500).toArray());
        return cell("RoundTrip", logged(directory, "rtt", "RoundTrip-sysv-spin-64", first, second), null,
                Map.of("transport", "sysv/spin", "size", "64"));
    }

    private static Cell pair(Path directory, String baseline, String contender) throws IOException {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 240; i++) {
            boolean side = i % 4 == 1 || i % 4 == 2;
            blocks.add(new Block(i / 20, side, 1000, 7_000_000_000L + i * 1_000_000L, (side ? 102_000 : 100_000) + i / 20 * 100));
        }
        Files.createDirectories(directory);
        String pairs = writable(directory).writeBlocks("pair", List.of(blocks, blocks.subList(0, 40)));
        Metric metric = logged(directory, "baseline", "pair", histogram(30, 100, 101), histogram(40, 102));
        return cell("Paired", metric, pairs, Map.of("pair", baseline + ":" + contender, "size", "64"));
    }

    private static Cell cell(String benchmark, Metric metric, String pairs, Map<String, String> params) {
        Map<String, String> ordered = new LinkedHashMap<>(new TreeMap<>(params).descendingMap());
        OsStats stats = new OsStats(1, 2, 3, 4, 0, 6, 7, 8);
        Tail tail = new Tail(50_000, 50_000, 1, 5_000_000, 5_000_000, 0, 0, false, true,
                new Causes(2_000_000, 1_000_000, 0, 0, 0, 500_000, 0, 0, 0, 2_500_000), 1_000_000_000, stats, stats, 9, 0);
        return Runs
                .cell(benchmark + "-" + String.join("-", ordered.values()).replaceAll("[/:]", "-"), benchmark, ordered,
                        Status.MEASURED)
                .clock(new Clock(21.5, 10)).metrics(List.of(metric))
                .placements(List.of(new Placement(100, 101), new Placement(100, 500))).pairs(pairs).tail(tail)
                .cost(pairs == null ? new Cost(300, 0.5, 60.5, 61.5, false) : null).build();
    }

    private static Metric logged(Path directory, String name, String file, Histogram... rounds) throws IOException {
        Files.createDirectories(directory);
        Histogram all = new Histogram(3);
        Arrays.stream(rounds).forEach(all::add);
        return new Metric(name, writable(directory).writeHistograms(file, List.of(rounds)), Summary.of(all),
                Arrays.stream(rounds).map(Summary::of).toList(), null);
    }

    /** A directory whose record is still to come. */
    private static ResultDirectory writable(Path directory) throws IOException {
        if (!Files.exists(directory.resolve("run.json"))) {
            Files.writeString(directory.resolve("run.json"), "{}");
        }
        return ResultDirectory.open(directory);
    }

    private static Histogram histogram(int seconds, long... values) {
        Histogram histogram = new Histogram(3);
        for (long value : values) {
            histogram.recordValue(value);
        }
        histogram.setStartTimeStamp(STARTED.plusSeconds(seconds).toEpochMilli());
        histogram.setEndTimeStamp(STARTED.plusSeconds(seconds + 5).toEpochMilli());
        return histogram;
    }
}
