package ipc.analysis;

import ipc.analysis.document.Document;
import ipc.analysis.document.Html;
import ipc.result.RunRecord;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The report's page: {@code report.html} with its places filled in. Tables are made here, charts by {@link ReportScript} from the
 * data at the page's end. The content security policy lets a browser run the page's two scripts and no other, and fetch nothing.
 */
final class ReportPage {
    /** How every page of ours begins, and hardly any other. */
    static final String BEGINNING = "<!DOCTYPE html>\n<!-- ipc-roundtrip report -->\n";

    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final String FROM_HISTOGRAMS = "From the histograms of every operation; where a log is not at hand, from the"
            + " percentiles in run.json.";
    private static final String FROM_RECORD = "From the percentiles in run.json: of so many runs the histograms were left"
            + " unread.";

    private static final String NO_TAILS = "<p class=\"none\">Of so many runs the tails are left out; each run's own report.html"
            + " has them.</p>\n";
    private static final String NO_NOTES = "<p class=\"none\">Of so many runs the notes stand only in what the button copies.</p>\n";
    /** More than this, and the table is out of sight. */
    private static final int MOST_LINES = 24;
    private static final String NO_VERDICT = "No pairs were measured here, so there is no verdict on small differences: rows of a"
            + " table cannot tell them from the machine's own changes. ./run.sh paired A B can.";

    private final List<ReportRun> runs;
    private final Document table;
    private final ReportData data;
    private final boolean detailed;

    ReportPage(List<ReportRun> runs, Document table, ReportData data) {
        this.runs = runs;
        this.table = table;
        this.data = data;
        this.detailed = runs.size() <= ReportData.MOST_RUNS_IN_DETAIL;
    }

    /** A piece of a page. */
    @FunctionalInterface
    private interface Part {
        void write(Writer out) throws IOException;

        static Part of(Supplier<String> text) {
            return out -> out.write(text.get());
        }
    }

    /**
     * Writes the page, piece by piece: of a thousand runs it is large.
     *
     * @param folder where the page is to stand; null if nobody knows
     * @throws IOException as the writer does
     */
    void write(Path folder, Writer out) throws IOException {
        RunRecord first = runs.get(0).record();
        String library = library();
        String script = ReportScript.text();
        Map<String, Part> places = new HashMap<>(verdict());
        places.put("hashes", Part.of(() -> hash(library) + " " + hash(script)));
        boolean named = first.tool() != null && !first.tool().isEmpty();
        places.put("tool", Part.of(() -> Html.escape(named ? first.tool() : "ipc-roundtrip")));
        places.put("about", Part.of(() -> Html.escape(runs.size() == 1 ? runs.get(0).label() : runs.size() + " runs")));
        places.put("runs", Part.of(this::heading));
        places.put("style", Part.of(() -> resource("report.css")));
        places.put("source", Part.of(() -> detailed ? FROM_HISTOGRAMS : FROM_RECORD));
        places.put("tail", Part.of(() -> detailed ? ReportTail.html(runs) : NO_TAILS));
        places.put("cpus", Part.of(() -> ReportCpus.html(runs)));
        places.put("machines", Part.of(() -> detailed ? runs.stream().map(run -> ReportMachine.html(run, link(folder, run)))
                .collect(Collectors.joining()) : ReportMachine.briefly(runs)));
        places.put("charts", Part.of(ReportPage::version));
        places.put("data", data::write);
        places.put("library", Part.of(() -> library));
        places.put("script", Part.of(() -> script));
        fill(resource("report.html"), places, out);
    }

    /** What this page is about. */
    private String heading() {
        if (runs.size() == 1) {
            return "<p>" + Html.escape(about(runs.get(0), runs.get(0).label())) + "</p>\n";
        }
        return runs.stream().limit(ReportData.MOST_RUNS_IN_DETAIL).map(run -> "<li>" + Html.escape(about(run,
                run.label().startsWith(run.record().machine().name()) ? run.label()
                        : run.label() + ": " + run.record().machine().name()))
                + "</li>\n")
                .collect(Collectors.joining("", "<ol>\n", "</ol>\n" + (runs.size() > ReportData.MOST_RUNS_IN_DETAIL
                        ? "<p>and " + (runs.size() - ReportData.MOST_RUNS_IN_DETAIL) + " more</p>\n" : "")));
    }

    private static String about(ReportRun run, String name) {
        return name + (run.record().absence().isPresent() ? ", which left no result"
                : ", profile " + run.record().profile() + ", " + run.record().started());
    }

    private Map<String, Part> verdict() {
        List<String> verdicts = table.findings().stream().flatMap(section -> section.lines().stream()).toList();
        List<String> lines = verdicts.isEmpty() ? List.of(NO_VERDICT) : verdicts;
        return Map.of(
                "caveats", Part.of(() -> folded("caveats", table.cautions())),
                "verdicts", Part.of(() -> folded("verdicts", lines)),
                "warnings", Part.of(() -> folded("warnings", table.warnings())),
                "tables", Part.of(() -> table.tables().stream().map(Html::render).collect(Collectors.joining())),
                "notes", Part.of(() -> detailed
                        ? table.notes().stream().map(Html::render).collect(Collectors.joining()) : NO_NOTES));
    }

    /** A list, behind its length where it would stand between a reader and the table. */
    private static String folded(String style, List<String> lines) {
        return lines.size() <= MOST_LINES ? Html.list(lines, style) : "<details><summary>" + lines.size() + " " + style
                + "</summary>\n" + Html.list(lines, style) + "</details>\n";
    }

    private static Path link(Path folder, ReportRun run) {
        return folder == null ? null : run.directory().map(directory -> folder.toAbsolutePath().normalize()
                .relativize(directory.path())).orElse(null);
    }

    /** In one pass: what is filled in may look like a place, and stays what it is. */
    private static void fill(String template, Map<String, Part> places, Writer out) throws IOException {
        Matcher place = PLACE.matcher(template);
        int end = 0;
        while (place.find()) {
            out.write(template, end, place.start() - end);
            places.get(place.group(1)).write(out);
            end = place.end();
        }
        out.write(template, end, template.length() - end);
    }

    /** With its licence, which asks to go wherever a copy goes; without its pointer to a file that is not there. */
    static String library() {
        String folder = CHARTS + version() + "/";
        return "/*\n" + read(folder + "LICENSE.md").strip() + "\n*/\n"
                + read(folder + "dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip() + "\n";
    }

    private static String version() {
        Properties versions = new Properties();
        try (InputStream in = ReportPage.class.getResourceAsStream("libraries.properties")) {
            versions.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return versions.getProperty("chart.js");
    }

    static String resource(String name) {
        return read("/ipc/analysis/" + name);
    }

    private static String read(String name) {
        try (InputStream in = ReportPage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the jar lacks " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As a content security policy names a script that may run. */
    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
