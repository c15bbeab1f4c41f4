package ipc.analysis.report;

import ipc.analysis.run.RunText;
import ipc.analysis.document.Html;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord.Finding;
import ipc.result.RunRecord.Machine;
import ipc.result.RunRecord;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The section about a run's machine, settings and command. */
final class ReportMachine {
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_@%+=:,./-]+");
    /** Options left out of the command. A run refuses a directory with results. */
    private static final Set<String> NOT_REPEATED = Set.of("--out");
    private static final String SEED = "--seed";
    private static final String PAIRED = "paired";

    private ReportMachine() {
    }

    /**
     * One run, as HTML.
     *
     * @param folder the run's directory, relative to the page's; null if the page has no directory, and so no links
     */
    static String html(ReportRun run, Path folder) {
        RunRecord record = run.record();
        if (record.absence().isPresent()) {
            return "<h3>" + Html.escape(run.label()) + "</h3>\n<p>No result: " + Html.escape(record.absence().get()) + "</p>\n";
        }
        Machine machine = record.machine();
        List<List<String>> facts = new ArrayList<>();
        add(facts, "machine", machine.name());
        add(facts, "CPU", text(machine.cpuModel()) + " (" + RunText.count(machine.logicalCpus(), "logical CPU") + ")");
        add(facts, "virtualisation", machine.virtualisation());
        add(facts, "system", machine.os());
        add(facts, "kernel", machine.kernel());
        add(facts, "architecture", machine.architecture());
        add(facts, "Java", machine.java());
        add(facts, "processes", record.cpus());
        add(facts, "mapped files", record.mapping().fileSystem() + ", " + record.mapping().directory());
        add(facts, "profile", record.profile());
        add(facts, "measured", record.started() + " to " + record.finished() + (record.complete() ? "" : ", cut off"));
        add(facts, "options in force", String.join(" ", record.options()));
        add(facts, "program", record.tool());
        StringBuilder html = new StringBuilder("<h3>").append(Html.escape(run.label())).append("</h3>\n")
                .append("<p>This command repeats the run, with cells in the same order:</p>\n<pre class=\"command\"><code>")
                .append(Html.escape(command(record))).append("</code></pre>\n")
                .append(Html.list(record.warnings(), "warnings")).append(Html.names(facts));
        if (!record.environment().isEmpty()) {
            html.append("<details><summary>Effect of the machine’s settings on these numbers (")
                    .append(record.environment().stream().filter(finding -> "WARNING".equals(finding.level())).count())
                    .append(" of ").append(record.environment().size()).append(" findings are warnings)</summary>\n")
                    .append(Html.names(record.environment().stream().map(ReportMachine::row).toList())).append("</details>\n");
        }
        return html.append(flameGraphs(run, folder)).toString();
    }

    /** All files in the directory of flame graphs. A profiler may write other files too. */
    private static String flameGraphs(ReportRun run, Path folder) {
        List<String> files = run.directory().map(ResultDirectory::flameGraphFiles).orElse(List.of());
        if (files.isEmpty()) {
            return "";
        }
        StringBuilder html = new StringBuilder("<p>Flame graphs (each page names its limits):</p>\n<ul>\n");
        files.forEach(file -> html.append(folder == null ? "<li>" + Html.escape(file) + "</li>\n"
                : "<li><a href=\"" + Html.escape(href(folder.resolve(file))) + "\">" + Html.escape(file) + "</a></li>\n"));
        return html.append("</ul>\n").toString();
    }

    /** Many runs, one line each, as HTML. */
    static String briefly(List<ReportRun> runs) {
        StringBuilder html = new StringBuilder("<p>Each run's own report.html has all of its settings, and the command that"
                + " repeats it.</p>\n"
                + "<div class=\"scroll\" tabindex=\"0\"><table>\n<thead><tr>");
        List.of("run", "machine", "CPU", "kernel", "Java", "processes", "measured")
                .forEach(name -> html.append("<th scope=\"col\">").append(name).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (ReportRun run : runs) {
            Machine machine = run.record().machine();
            html.append("<tr><th scope=\"row\">").append(Html.escape(run.tag())).append("</th>");
            List.of(machine.name(), text(machine.cpuModel()), text(machine.kernel()), text(machine.java()),
                    text(run.record().cpus()), run.record().started())
                    .forEach(fact -> html.append("<td>").append(Html.escape(fact)).append("</td>"));
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table></div>\n").toString();
    }

    /** Without the dot, a browser would take a name with a colon for a scheme. */
    private static String href(Path file) {
        StringBuilder href = new StringBuilder(file.isAbsolute() ? "" : ".");
        file.normalize().forEach(name -> href.append('/').append(URLEncoder.encode(name.toString(), StandardCharsets.UTF_8)
                .replace("+", "%20")));
        return href.toString();
    }

    private static void add(List<List<String>> facts, String name, String value) {
        if (value != null && !value.isBlank()) {
            facts.add(List.of(name, value));
        }
    }

    private static List<String> row(Finding finding) {
        return List.of(text(finding.subject()), text(finding.level()).toLowerCase(Locale.ROOT), text(finding.value()),
                text(finding.why()), text(finding.remedy()));
    }

    private static String text(String value) {
        return value == null ? "" : value;
    }

    /** The typed command for a shell, without its directory and with its seed. */
    static String command(RunRecord run) {
        List<String> typed = run.commandLine() == null ? List.of() : run.commandLine();
        List<String> words = new ArrayList<>(List.of("./run.sh", run.profile()));
        for (int i = 0; i < typed.size(); i++) {
            String word = typed.get(i);
            int equals = word.indexOf('=');
            if (NOT_REPEATED.contains(word)) {
                i++;
            } else if (equals < 0 || !NOT_REPEATED.contains(word.substring(0, equals))) {
                words.add(word);
            }
        }
        if (typed.stream().noneMatch(word -> word.equals(SEED) || word.startsWith(SEED + "="))) {
            words.add(SEED);
            words.add(Long.toString(run.seed()));
        }
        // Main makes this option of the two transports that a user types.
        if (run.profile().equals(PAIRED) && typed.size() > 1 && typed.get(0).equals("-p") && typed.get(1).startsWith("pair=")
                && typed.get(1).chars().filter(c -> c == ':').count() == 1) {
            String[] pair = typed.get(1).substring("pair=".length()).split(":", -1);
            words.subList(2, 4).clear();
            words.addAll(2, List.of(pair[0], pair[1]));
        }
        return words.stream().map(ReportMachine::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return PLAIN.matcher(word).matches() ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
