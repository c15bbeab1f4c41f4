package ipc.analysis.report;

import ipc.Libraries;
import ipc.analysis.run.RunText;
import ipc.analysis.document.Document;
import ipc.analysis.document.Html;
import ipc.analysis.document.Section;
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
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The report's page: {@code report.html} with its places filled in. Tables are made here, charts by {@link ReportScript} from the
 * data at the page's end. The content security policy lets a browser run the page's two scripts and no other, and fetch nothing.
 */
final class ReportPage {
    /** The beginning of every report, by which a report is recognised. */
    static final String BEGINNING = "<!DOCTYPE html>\n<!-- ipc-roundtrip report -->\n";

    private static final String CHARTS = "/META-INF/resources/webjars/chart.js/";
    private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z]+)}}");
    private static final String FROM_HISTOGRAMS = "The lines come from the histograms of every operation. If a histogram is"
            + " missing, they come from the percentiles in run.json.";
    private static final String FROM_RECORD = "The lines come from the percentiles in run.json: this report has too many runs to"
            + " read their histograms.";

    private static final String NO_TAILS = "Tail: this report has too many runs for it. Each run's own report.html shows its tail.";
    private static final String NO_NOTES = "<p class=\"none\">This report has too many runs for their notes. The copied text has"
            + " them.</p>\n";
    /** More lines than this would push the table out of sight. */
    private static final int MOST_LINES = 24;
    private static final String NO_VERDICT = "No pairs were measured, so there is no verdict on small differences. ./run.sh paired A B"
            + " measures a pair.";

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

    /** A part of a page. */
    @FunctionalInterface
    private interface Part {
        void write(Writer out) throws IOException;

        static Part of(Supplier<String> text) {
            return out -> out.write(text.get());
        }
    }

    /**
     * Writes the page part by part. The page of a thousand runs is large.
     *
     * @param folder the directory of the page; null if it has none
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
        String tail = detailed ? ReportTail.html(runs) : "";
        String cpus = ReportCpus.html(runs);
        places.put("tail", Part.of(() -> section("tail", "Where the tail came from", tail)));
        places.put("cpus", Part.of(() -> section("cpus", "Round trips between CPUs", cpus)));
        places.put("absent", Part.of(() -> (tail.isEmpty() ? item(detailed ? ReportTail.ABSENT : NO_TAILS) : "")
                + (cpus.isEmpty() ? item(ReportCpus.ABSENT) : "")));
        places.put("links", Part.of(() -> link("tail", "Tail", tail) + link("cpus", "CPUs", cpus)));
        places.put("machines", Part.of(() -> detailed ? runs.stream().map(run -> ReportMachine.html(run, link(folder, run)))
                .collect(Collectors.joining()) : ReportMachine.briefly(runs)));
        places.put("charts", Part.of(() -> Libraries.version("chart.js")));
        places.put("data", data::write);
        places.put("library", Part.of(() -> library));
        places.put("script", Part.of(() -> script));
        fill(resource("report.html"), places, out);
    }

    /** A section; nothing if it is empty. */
    private static String section(String id, String heading, String content) {
        return content.isEmpty() ? "" : "<section id=\"" + id + "\" aria-labelledby=\"" + id + "-heading\">\n<h2 id=\"" + id
                + "-heading\">" + heading + "</h2>\n" + content + "</section>\n";
    }

    /** A section's entry in the navigation; nothing if the section is empty. */
    private static String link(String id, String name, String content) {
        return content.isEmpty() ? "" : "<li><a href=\"#" + id + "\">" + name + "</a></li>\n";
    }

    private static String item(String text) {
        return "<li>" + Html.escape(text) + "</li>\n";
    }

    /** The runs of this page. */
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
        return Map.of(
                "cautions", Part.of(() -> folded("cautions", table.cautions())),
                "verdicts", Part.of(this::verdicts),
                "warnings", Part.of(() -> folded("warnings", table.warnings())),
                "tables", Part.of(this::tables),
                "notes", Part.of(this::notes));
    }

    /** The first table, and the others folded, so that the first chart stays in sight. */
    private String tables() {
        String first = table.tables().stream().limit(1).map(Html::render).collect(Collectors.joining());
        String others = table.tables().stream().skip(1).map(Html::render).collect(Collectors.joining());
        return first + (others.isEmpty() ? ""
                : "<details id=\"more\"><summary>" + RunText.count(table.tables().size() - 1, "more table")
                        + "</summary>\n" + others + "</details>\n");
    }

    private String verdicts() {
        List<Section> findings = table.findings().stream().filter(section -> !section.lines().isEmpty()).toList();
        return findings.isEmpty() ? Html.list(List.of(NO_VERDICT), "verdicts") : findings.stream()
                .map(section -> (section.heading().isEmpty() ? "" : "<p>" + Html.escape(section.heading()) + ":</p>\n")
                        + folded("findings", section.lines()))
                .collect(Collectors.joining("", "<div class=\"verdicts\">\n", "</div>\n"));
    }

    /** Folded; nothing if there are none. */
    private String notes() {
        return table.notes().isEmpty() ? "" : "<details id=\"notes\"><summary>Notes</summary>\n"
                + (detailed ? table.notes().stream().map(Html::render).collect(Collectors.joining()) : NO_NOTES) + "</details>\n";
    }

    /** A list. A long one is folded behind its length, so that the table stays in sight. */
    private static String folded(String style, List<String> lines) {
        return lines.size() <= MOST_LINES ? Html.list(lines, style) : "<details><summary>" + lines.size() + " " + style
                + "</summary>\n" + Html.list(lines, style) + "</details>\n";
    }

    private static Path link(Path folder, ReportRun run) {
        return folder == null ? null : run.directory().map(directory -> folder.toAbsolutePath().normalize()
                .relativize(directory.path())).orElse(null);
    }

    /** Fills in one pass, so that a text which looks like a place stays as it is. */
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

    /** Chart.js with its licence, which must be in every copy, and without its pointer to a source map. */
    static String library() {
        String folder = CHARTS + Libraries.version("chart.js") + "/";
        return "/*\n" + read(folder + "LICENSE.md").strip() + "\n*/\n"
                + read(folder + "dist/chart.umd.min.js").replaceAll("(?m)^//# sourceMappingURL=.*$", "").strip() + "\n";
    }

    static String resource(String name) {
        return read("/ipc/analysis/report/" + name);
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

    /** The name of a script in a content security policy. */
    private static String hash(String script) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
