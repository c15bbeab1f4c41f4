package ipc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import ipc.analysis.AllRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.By;
import org.openqa.selenium.Keys;
import org.openqa.selenium.Rectangle;
import org.openqa.selenium.WebElement;
import org.openqa.selenium.interactions.Actions;

/**
 * Opens reports in a real browser: of a kept run of every transport, of a kept run of shmem and mmap, and of a short run made here.
 * The figures of the short run are not tested.
 */
@Tag("once")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ReportIT {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String HOSTILE = "</script><img src=\"http://192.0.2.1/x\" onerror=\"document.title='in'\"> & 'box'";
    private static final int PHONE_WIDTH = 390;
    private static final int SCREEN_WIDTH = 1280;
    private static final int SCREEN_HEIGHT = 800;
    /** This much of a chart shows its lines. */
    private static final int ENOUGH_OF_A_CHART = 200;
    /** A4 without its margins, in CSS pixels. */
    private static final int PAPER_WIDTH = 680;
    private static final int PAPER_HEIGHT = 1009;

    @TempDir
    private static Path work;

    private Browser browser;
    private Harness harness;

    @BeforeAll
    void makeReports() throws IOException {
        browser = Browser.start(work);
        harness = new Harness(work);
        AllRun.unpack(work);
        Files.createDirectory(work.resolve("all/flamegraphs"));
        Files.writeString(work.resolve("all/flamegraphs/a cell?.html"), "<!DOCTYPE html><title>flames</title>");
        assertThat(report("all").out()).isEqualTo(work.resolve("all/report.html") + "\n");
        copy(Path.of(ReportIT.class.getResource("/ipc/analysis/formats/3").getPath()), work.resolve("two"));
        report("two");
        // Closed loop, paced, and a transport paired with itself. None of them spins, because the machine may be busy.
        Harness.Finished run = harness.run("quick", "ipc.bench.(RoundTrip|OneWay|Paired)\\.", "-p", "transport=pipe",
                "-p", "size=8,64", "-p", "rateHz=200,500", "-p", "pair=sysv/condvar:sysv/condvar", "--rounds", "1",
                "-wi", "1", "-w", "20ms", "-i", "1", "-r", "500ms", "--machine", HOSTILE, "--out", "run");
        assertThat(run.exitCode()).as(run.err()).isZero();
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file).toString()));
            }
        }
    }

    private Harness.Finished report(String... arguments) {
        Harness.Finished report = harness.run(Stream.concat(Stream.of("report"), Stream.of(arguments)).toArray(String[]::new));
        assertThat(report.exitCode()).as(report.err()).isZero();
        return report;
    }

    @AfterEach
    void awaitCleanUp() {
        harness.awaitCleanUp();
    }

    @AfterAll
    void closeBrowser() {
        if (browser != null) {
            browser.close();
        }
    }

    @Test
    void chartsOfAllAreDrawnInOrderAndNothingIsFetched() throws IOException {
        browser.requests();
        open("all/report.html");
        assertThat(drawn()).containsExactly("percentiles", "distribution", "cost", "time");
        assertThat(strings("return [...document.querySelectorAll('#absent li')].map((absent) => absent.textContent)"))
                .contains("Sizes: no transport was measured at several sizes. ./run.sh sizes does that.");
        assertThat(browser.console()).isEmpty();
        String page = work.resolve("all/report.html").toUri().toString();
        assertThat(browser.requests()).contains(page).allMatch(url -> url.equals(page) || url.equals("data:,"));
        browser.driver().findElement(By.linkText("flamegraphs/a cell?.html")).click();
        assertThat(browser.driver().getTitle()).isEqualTo("flames");
    }

    /** Every report, by how its table is made. */
    @ParameterizedTest
    @ValueSource(strings = {"all", "two", "run"})
    void theFirstScreenShowsVerdictTableAndFirstChart(String run) {
        browser.size(SCREEN_WIDTH, SCREEN_HEIGHT);
        browser.driver().get(work.resolve(run + "/report.html").toUri().toString());
        Rectangle verdict = box("#verdict .verdicts");
        Rectangle table = box("#verdict .scroll");
        Rectangle chart = box("[data-chart=percentiles] canvas");
        assertThat(verdict.getY()).isPositive();
        assertThat(bottom(verdict)).isLessThanOrEqualTo(table.getY());
        assertThat(bottom(table)).isLessThanOrEqualTo(chart.getY());
        // A real run may have several cautions, for example on a busy machine.
        int cautions = run.equals("run") ? browser.driver().findElements(By.cssSelector("#verdict .cautions")).stream()
                .mapToInt(caution -> caution.getRect().getHeight()).sum() : 0;
        assertThat(chart.getY() + ENOUGH_OF_A_CHART - cautions).isLessThanOrEqualTo(SCREEN_HEIGHT);
        assertThat(browser.driver().findElement(By.id("notes")).getAttribute("open")).isNull();
        for (WebElement caution : browser.driver().findElements(By.cssSelector("#verdict .cautions"))) {
            assertThat(bottom(caution.getRect())).isLessThanOrEqualTo(verdict.getY());
        }
    }

    private Rectangle box(String selector) {
        return browser.driver().findElement(By.cssSelector(selector)).getRect();
    }

    private static int bottom(Rectangle box) {
        return box.getY() + box.getHeight();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "two", "run"})
    void noSectionIsEmptyAndEveryLinkLeadsToOne(String run) {
        open(run + "/report.html");
        List<String> shown = strings("return [...document.querySelectorAll('section')].filter((each) => each.offsetHeight > 0)"
                + ".map((each) => each.id)");
        assertThat(shown).startsWith("verdict", "percentiles").endsWith("machine");
        assertThat(strings("return [...document.querySelectorAll('nav a')].filter((each) => each.offsetHeight > 0)"
                + ".map((each) => each.hash.slice(1))")).isEqualTo(shown);
        for (String section : shown) {
            assertThat(browser.driver().findElements(By.cssSelector("#" + section + " canvas, #" + section + " table")))
                    .as(section).isNotEmpty();
        }
        // Both are outside the sections.
        assertThat(strings("return [...document.querySelectorAll('.chart')].filter((each) => each.offsetParent"
                + " && !each.querySelector('canvas')).map((each) => each.dataset.chart)")).isEmpty();
    }

    @Test
    void columnHeadsSpanTheirColumns() {
        open("two/report.html");
        List<String> heads = strings("""
                const [groups, columns] = document.querySelectorAll('#verdict thead tr');
                let next = 0;
                return [...groups.children].filter((group) => group.scope === 'colgroup').map((group) => {
                  const own = [...columns.children].slice(next, next += group.colSpan);
                  const [head, from, to] = [group, own[0], own.at(-1)].map((each) => each.getBoundingClientRect());
                  return `${group.textContent} ${own.length > 1 && head.left === from.left && head.right === to.right}`;
                })""");
        assertThat(heads).containsExactly("shmem true", "mmap true");
    }

    @Test
    void barsStayInTheirColumn() {
        open("all/report.html");
        assertThat(browser.driver().findElements(By.cssSelector("#tail .bar"))).isNotEmpty();
        assertThat(strings("""
                return [...document.querySelectorAll('.bar')].filter((bar) => {
                  const [its, cell] = [bar.getBoundingClientRect(), bar.closest('td').getBoundingClientRect()];
                  return its.left < cell.left + 2 || its.right > cell.right - 2;
                }).map((bar) => bar.closest('tr').textContent)"""))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"all", "two"})
    void aPhoneShowsTheWholeTableOrHowToScrollIt(String run) {
        open(run + "/report.html", PHONE_WIDTH);
        WebElement table = browser.driver().findElement(By.cssSelector("#verdict .scroll"));
        assertThat(table.getRect().getWidth()).isLessThanOrEqualTo(PHONE_WIDTH);
        boolean whole = (Boolean) browser.run("return arguments[0].scrollWidth <= arguments[0].clientWidth", table);
        if (!whole) {
            WebElement hint = (WebElement) browser.run("return arguments[0].previousElementSibling", table);
            assertThat(hint.isDisplayed()).isTrue();
            assertThat(hint.getText()).startsWith("Scroll inside the table: sideways for more columns");
            // The names of the rows stay.
            WebElement name = table.findElement(By.cssSelector("tbody th"));
            Object before = browser.run("return arguments[0].getBoundingClientRect().left", name);
            browser.run("arguments[0].scrollLeft = 10000", table);
            assertThat(browser.run("return arguments[0].scrollLeft > 0", table)).isEqualTo(true);
            assertThat(browser.run("return arguments[0].getBoundingClientRect().left", name)).isEqualTo(before);
        }
    }

    @Test
    void aPlacementWithoutAnIntervalIsLeftOutOfTheChart() throws IOException {
        copy(work.resolve("run"), work.resolve("placed"));
        Path file = work.resolve("placed/run.json");
        ObjectNode record = (ObjectNode) JSON.readTree(file.toFile());
        String cell = "";
        for (JsonNode each : record.get("cells")) {
            cell = each.at("/params/pair").isMissingNode() ? cell : each.get("id").asText();
        }
        ArrayNode paired = record.putArray("paired");
        for (int placement = 0; placement < 2; placement++) {
            ObjectNode difference = paired.addObject().put("cell", cell).put("levelNanos", 100.0).put("differenceNanos", 1.0)
                    .put("marginNanos", 1.0).put("equal", false).put("pairs", 7).put("allocations", 6).put("verdict", "differs");
            if (placement == 0) {
                difference.put("low", -1.0).put("high", 3.0).put("detectableNanos", 2.0);
            }
        }
        Files.write(file, JSON.writeValueAsBytes(record));
        report("placed");
        open("placed/report.html");
        assertThat(browser.run("return Chart.getChart(document.querySelector('[data-chart=pairs] canvas')).data.datasets"
                + ".filter((line) => !line.mute).map((line) => line.data.length).reduce((sum, points) => sum + points)"))
                .isEqualTo(1L);
        assertThat(browser.driver().findElement(By.cssSelector("[data-chart=pairs]")).getText())
                .contains("Left out: 1 placement with 7 pairs in all, too few for an interval.");
        assertThat(figures("pairs", true)).hasSize(2);
    }

    @Test
    void figuresEqualThoseOfTheRecordOfJmhAndOfTheTable() throws IOException {
        open("all/report.html");
        Map<String, JsonNode> record = byTransport(JSON.readTree(work.resolve("all/run.json").toFile()).get("cells"));
        Map<String, JsonNode> jmh = byTransport(JSON.readTree(work.resolve("all/jmh.json").toFile()));
        Map<String, String> table = new LinkedHashMap<>();
        Files.readAllLines(work.resolve("all/table.md")).stream().filter(line -> line.startsWith("| "))
                .forEach(line -> table.put(line.split("\\|")[1].strip(), line.replace(" ", "")));
        List<List<String>> exact = figures("percentiles", true);
        List<List<String>> shown = figures("percentiles", false);
        assertThat(exact).hasSameSizeAs(record.keySet());
        for (int i = 0; i < exact.size(); i++) {
            List<String> row = exact.get(i);
            String transport = row.get(0).replace("round trip, ", "");
            JsonNode all = record.get(transport).at("/metrics/0/all");
            assertThat(row.get(1)).isEqualTo(all.get("operations").asText());
            List<String> names = List.of("min", "mean", "p50", "p90", "p99", "p999", "p9999", "max");
            for (int column = 0; column < names.size(); column++) {
                String figure = row.get(2 + column);
                if (!figure.equals("-")) {
                    assertThat(Double.parseDouble(figure)).as(names.get(column)).isEqualTo(all.get(names.get(column)).asDouble());
                }
            }
            JsonNode rtt = jmh.get(transport).at("/secondaryMetrics/rtt");
            double unit = rtt.get("scoreUnit").asText().startsWith("us") ? 1000 : 1;
            assertThat(Double.parseDouble(row.get(3))).isCloseTo(unit * rtt.get("score").asDouble(), within(1.0));
            assertThat(Double.parseDouble(row.get(9)))
                    .isCloseTo(unit * rtt.at("/scorePercentiles/100.0").asDouble(), within(1.0));
            List<String> words = shown.get(i);
            assertThat(table.get(transport)).startsWith("|" + String.join("|", transport, words.get(2), words.get(3),
                    words.get(4), words.get(6), words.get(7), words.get(9)) + "|");
        }
        // The chart draws one line for each family with the same wait strategy. The value at 99 % is the record's.
        List<String> lines = strings(CHART + "return chart.data.datasets.map((line) => line.label.replace('round trip, ', '')"
                + " + ' ' + line.data.find((point) => point.x === 100).y)");
        assertThat(lines).hasSize(families());
        for (String line : lines) {
            String[] drawn = line.split(" ");
            assertThat(Double.parseDouble(drawn[1])).as(line).isEqualTo(record.get(drawn[0]).at("/metrics/0/all/p99").asDouble());
        }
        assertThat(browser.driver().findElement(By.cssSelector("#verdict tbody")).getText())
                .contains(String.join(" ", "sysv/spin", shown.get(0).get(2), shown.get(0).get(4), shown.get(0).get(3)));
    }

    private int families() {
        return browser.driver().findElements(By.cssSelector("[data-chart=percentiles] .families > label")).size();
    }

    private static Map<String, JsonNode> byTransport(JsonNode cells) {
        Map<String, JsonNode> byTransport = new LinkedHashMap<>();
        for (JsonNode cell : cells) {
            // A cell of run.json that was not measured has no metrics. Cells of jmh.json have no such list.
            if (!cell.has("metrics") || !cell.get("metrics").isEmpty()) {
                byTransport.put(cell.at("/params/transport").asText(), cell);
            }
        }
        return byTransport;
    }

    @Test
    void theButtonCopiesTheTable() throws IOException {
        open("all/report.html");
        browser.run("const field = document.createElement('textarea'); field.id = 'field'; document.body.append(field)");
        browser.driver().findElement(By.id("copy")).click();
        Harness.await("copying", () -> browser.driver().findElement(By.id("copied")).getText().equals("copied"));
        WebElement field = browser.driver().findElement(By.id("field"));
        field.sendKeys(Keys.chord(Keys.CONTROL, "v"));
        assertThat(browser.run("return arguments[0].value", field))
                .isEqualTo(harness.run("table", "--by", "transport", "all").out());
    }

    @Test
    void linesAreSwitchedOneByOneByFamilyAndByName() throws IOException {
        open("all/report.html");
        Set<String> transports = byTransport(JSON.readTree(work.resolve("all/run.json").toFile()).get("cells")).keySet();
        // A transport such as pipe/spin repeats a kernel call, and is not of the family of those that spin on memory.
        List<String> spin = transports.stream().filter(name -> name.endsWith("/spin"))
                .filter(name -> !transports.contains(name.replace("/spin", ""))).toList();
        WebElement chart = browser.driver().findElement(By.cssSelector("[data-chart=percentiles]"));
        List<String> few = lines();
        assertThat(few).contains("sysv/spin").hasSize(families());
        toggle(chart, "sysv/spin");
        assertThat(lines()).doesNotContain("sysv/spin").hasSize(few.size() - 1);
        toggle(chart, "spin");
        assertThat(lines()).containsAll(spin).hasSize(few.size() - 1 + spin.size());
        WebElement filter = chart.findElement(By.cssSelector("input[type=search]"));
        filter.sendKeys("tcp, Aeron");
        assertThat(lines()).containsExactly("tcp", "tcp/spin", "aeron-ipc");
        assertThat(chart.findElement(By.className("count")).getText()).isEqualTo("3 of " + transports.size() + " lines drawn");
        press(chart, "All");
        assertThat(lines()).hasSameSizeAs(transports);
        press(chart, "None");
        assertThat(lines()).isEmpty();
        press(chart, "A few");
        assertThat(lines()).isEqualTo(few);
    }

    private static final String CHART = "const chart = Chart.getChart(document.querySelector('[data-chart=percentiles] canvas'));";

    private List<String> lines() {
        return strings(CHART + "return chart.data.datasets.map((line) => line.label.replace('round trip, ', ''))");
    }

    private static void toggle(WebElement chart, String line) {
        chart.findElements(By.cssSelector(".lines label")).stream().filter(label -> label.getText().equals(line)).findFirst()
                .orElseThrow().findElement(By.tagName("input")).click();
    }

    private static void press(WebElement chart, String button) {
        chart.findElement(By.xpath(".//button[text()='" + button + "']")).click();
    }

    @Test
    void theKeyboardReachesEveryControl() {
        open("all/report.html");
        // Every control can be reached with Tab and has a name.
        assertThat(strings("""
                return [...document.querySelectorAll('a, button, select, input, summary, canvas')].filter((each) =>
                  each.offsetParent && (each.tabIndex < 0 || !(each.textContent || each.ariaLabel
                    || (each.labels && each.labels[0].textContent))))
                  .map((each) => each.outerHTML)"""))
                .isEmpty();
        assertThat(strings("return [...document.querySelectorAll('canvas')].map((canvas) => canvas.getAttribute('aria-label'))"))
                .hasSize(4).allMatch(label -> label.endsWith("the table below has all of them."));
        WebElement chart = browser.driver().findElement(By.cssSelector("[data-chart=percentiles]"));
        WebElement canvas = chart.findElement(By.tagName("canvas"));
        browser.run("arguments[0].focus()", canvas);
        WebElement readout = chart.findElement(By.className("readout"));
        new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT).perform();
        assertThat(readout.getText()).isEqualTo("0 %, round trip, sysv/spin: 70 ns");
        new Actions(browser.driver()).sendKeys(Keys.ARROW_RIGHT, Keys.ARROW_DOWN).perform();
        assertThat(readout.getText()).doesNotStartWith("0 %").contains("round trip, sysv/hybrid: ");
        new Actions(browser.driver()).sendKeys(Keys.ESCAPE).perform();
        assertThat(readout.getText()).isEmpty();
        new Actions(browser.driver()).moveToElement(canvas).perform();
        Harness.await("a tooltip", () -> Boolean.TRUE.equals(browser.run(CHART + "return chart.tooltip.opacity > 0")));
        assertThat((String) browser.run(CHART + "return chart.tooltip.title[0]")).endsWith(" %");
    }

    @Test
    void aRunWritesAReportEvenWithAHostileMachineName() throws IOException {
        open("run/report.html");
        assertThat(drawn()).contains("percentiles", "distribution", "cost", "sizes", "rates", "time");
        assertThat(browser.driver().getTitle()).contains(HOSTILE);
        assertThat(browser.driver().findElements(By.tagName("img"))).isEmpty();
        assertThat(browser.driver().findElement(By.cssSelector("#machine h3")).getText()).isEqualTo(HOSTILE);
        assertThat(browser.console()).isEmpty();
        JsonNode record = JSON.readTree(work.resolve("run/run.json").toFile());
        List<List<String>> sizes = figures("sizes", true);
        assertThat(sizes).extracting(row -> row.get(0) + " " + row.get(1)).containsExactly("pipe 8", "pipe 64");
        for (List<String> row : sizes) {
            JsonNode cell = cell(record, "RoundTrip", row.get(1));
            assertThat(Double.parseDouble(row.get(3))).isEqualTo(cell.at("/metrics/0/all/p50").asDouble());
        }
        assertThat(figures("rates", true)).extracting(row -> row.get(1)).contains("200", "500");
        // The chart is there if a placement has an interval, which takes more rounds than this run usually has.
        List<List<String>> pairs = drawn().contains("pairs") ? figures("pairs", true) : List.of();
        for (List<String> row : pairs) {
            assertThat(row.get(1)).as("a pair of one").isEqualTo("yes");
            assertThat(record.get("paired")).anyMatch(
                    difference -> difference.get("differenceNanos").asDouble() == Double.parseDouble(row.get(3))
                            && difference.get("verdict").asText().equals(row.get(8)));
        }
        // The page's content policy forbids every fetch.
        assertThat(browser.driver().executeAsyncScript(
                "fetch('data:,x').then(() => 'fetched', () => 'refused').then(arguments[0])"))
                .isEqualTo("refused");
        browser.console();
    }

    private static JsonNode cell(JsonNode record, String benchmark, String size) {
        for (JsonNode cell : record.get("cells")) {
            if (cell.get("benchmark").asText().equals(benchmark) && cell.at("/params/size").asText().equals(size)) {
                return cell;
            }
        }
        throw new AssertionError("run.json has no " + benchmark + " of " + size + " bytes");
    }

    @Test
    void oneReportHoldsSeveralRuns() {
        report("all", "run", "--out", "both.html");
        open("both.html");
        assertThat(drawn()).contains("percentiles", "distribution", "cost", "sizes", "time");
        assertThat(strings("return [...document.querySelectorAll('header li')].map((run) => run.textContent)"))
                .filteredOn(run -> run.contains("profile")).hasSize(2).anyMatch(run -> run.startsWith(HOSTILE));
        assertThat(lines()).allMatch(line -> line.startsWith("#1: ") || line.startsWith("#2: "));
        open("both.html", PHONE_WIDTH);
        assertThat(elementsBeyond(PHONE_WIDTH)).isEmpty();
        assertThat(browser.console()).isEmpty();
    }

    @Test
    void everyMediumFitsAndIsDrawnInItsOwnColours() throws IOException {
        // -Dipc.pictures=DIR writes pictures for a person to look at.
        Optional<Path> pictures = Optional.ofNullable(System.getProperty("ipc.pictures")).map(Path::of);
        for (Look look : List.of(new Look("light", 1280, "screen", false), new Look("dark", 1280, "screen", true),
                new Look("phone", PHONE_WIDTH, "screen", false), new Look("phone-dark", PHONE_WIDTH, "screen", true),
                new Look("print", PAPER_WIDTH, "print", true))) {
            browser.emulate(look.medium(), look.dark());
            open("all/report.html", look.width());
            if (pictures.isPresent()) {
                Files.write(Files.createDirectories(pictures.get()).resolve(look.name() + ".png"), browser.picture());
            }
            assertThat(elementsBeyond(look.width())).as(look.name()).isEmpty();
            boolean dark = look.dark() && look.medium().equals("screen");
            assertThat(browser.run("return getComputedStyle(document.body).backgroundColor"))
                    .isEqualTo(dark ? "rgb(18, 22, 27)" : "rgb(255, 255, 255)");
            // The axes of the charts have the colours of the medium.
            assertThat(browser.run(CHART + "return chart.options.scales.y.ticks.color")).isEqualTo(dark ? "#9ea7b3" : "#57606a");
            assertThat(browser.console()).as(look.name()).isEmpty();
            if (look.medium().equals("print")) {
                Number highest = (Number) browser.run("return Math.max(...[...document.querySelectorAll('canvas')].map("
                        + "(canvas) => canvas.getBoundingClientRect().height))");
                assertThat(highest.intValue()).as("the highest chart, which a page must hold").isLessThan(PAPER_HEIGHT);
            }
        }
        browser.emulate("", false);
        if (pictures.isPresent()) {
            Files.write(pictures.get().resolve("print.pdf"), browser.printed());
        }
    }

    /**
     * Elements that reach beyond the screen, except those inside something that scrolls. A phone would shrink the whole page
     * for them.
     */
    private List<String> elementsBeyond(int width) {
        Object found = browser.run("return [...document.querySelectorAll('header *, main *')].filter((each) =>"
                + " !each.closest('.scroll, pre') && each.getBoundingClientRect().right > arguments[0] + 1)"
                + ".map((each) => each.outerHTML.slice(0, 80))", width);
        return ((List<?>) found).stream().map(String::valueOf).toList();
    }

    private record Look(String name, int width, String medium, boolean dark) {
    }

    private void open(String page) {
        open(page, 1280);
    }

    private void open(String page, int width) {
        browser.console();
        browser.open(work.resolve(page), width);
        assertThat(browser.run("return document.documentElement.dataset.drawn")).as("charts drawn").isNotNull();
    }

    /** The charts that have something drawn on their canvas, in order. */
    private List<String> drawn() {
        return strings("""
                return [...document.querySelectorAll('[data-chart]')].filter((chart) => {
                  const canvas = chart.querySelector('canvas');
                  return canvas && new Set(new Uint32Array(canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height)
                    .data.buffer)).size > 10;
                }).map((chart) => chart.dataset.chart);""");
    }

    private List<String> strings(String script) {
        return ((List<?>) browser.run(script)).stream().map(String::valueOf).toList();
    }

    /** The table behind a chart, either as shown or with exact figures. */
    private List<List<String>> figures(String chart, boolean exact) {
        browser.run("document.querySelector(`[data-chart=\"${arguments[0]}\"] .behind`).open = true", chart);
        String rows = "[...document.querySelectorAll(`[data-chart=\"${arguments[0]}\"] tbody tr`)]";
        Harness.await("the table", () -> Boolean.TRUE.equals(browser.run("return " + rows + ".length > 0", chart)));
        Object found = browser.run("return " + rows + ".map((row) => [...row.children].map((cell) => (arguments[1]"
                + " && cell.querySelector('data') ? cell.querySelector('data').value : cell.textContent)));", chart, exact);
        List<List<String>> figures = new ArrayList<>();
        ((List<?>) found).forEach(row -> figures.add(((List<?>) row).stream().map(String::valueOf).toList()));
        return figures;
    }
}
