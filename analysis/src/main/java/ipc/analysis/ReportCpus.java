package ipc.analysis;

import ipc.analysis.document.Html;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Round trips between pairs of CPUs, as matrices: from runs pinned to one pair each, such as {@code validate} keeps. */
final class ReportCpus {
    /** As a run writes down where its processes ran. */
    private static final Pattern PINNED = Pattern.compile("CPUs (\\d{1,6}) and (\\d{1,6}), .*", Pattern.DOTALL);
    private static final String SPINS = "/spin";

    private ReportCpus() {
    }

    /** Medians of one transport between CPUs: by the fork's, then by the peer's. */
    private record Matrix(String title, Map<Integer, Map<Integer, Metric>> figures) {
        Matrix(String title) {
            this(title, new TreeMap<>());
        }

        long pairs() {
            return figures.values().stream().mapToLong(Map::size).sum();
        }
    }

    /**
     * One matrix for each machine: of the transport that was measured between most pairs of CPUs, the first of several. Only
     * what spins shows how the CPUs lie; what sleeps shows the scheduler. As HTML.
     */
    static String html(List<ReportRun> runs) {
        Map<String, Map<String, Matrix>> machines = new LinkedHashMap<>();
        for (ReportRun run : runs) {
            Matcher pinned = PINNED.matcher(run.record().cpus());
            if (pinned.matches()) {
                int fork = Integer.parseInt(pinned.group(1));
                int peer = Integer.parseInt(pinned.group(2));
                Map<String, Matrix> matrices = machines.computeIfAbsent(run.record().machine().name(),
                        machine -> new LinkedHashMap<>());
                for (Cell cell : run.record().cells()) {
                    boolean spins = CellParameters.transport(cell).filter(name -> name.endsWith(SPINS)).isPresent();
                    if (cell.benchmark().equals(CellParameters.ROUND_TRIP) && spins && !cell.metrics().isEmpty()) {
                        matrices.computeIfAbsent(CellName.of(cell), Matrix::new).figures
                                .computeIfAbsent(fork, cpu -> new TreeMap<>()).putIfAbsent(peer, cell.metrics().get(0));
                    }
                }
            }
        }
        machines.values().removeIf(Map::isEmpty);
        if (machines.isEmpty()) {
            return "<p class=\"none\">No round trip that spins was measured between two CPUs it was pinned to; ./run.sh quick"
                    + " --cpus A,B measures one.</p>\n";
        }
        StringBuilder html = new StringBuilder("<div class=\"matrices\">\n");
        boolean onePair = true;
        for (Map.Entry<String, Map<String, Matrix>> machine : machines.entrySet()) {
            Matrix most = machine.getValue().values().stream()
                    .reduce((one, other) -> other.pairs() > one.pairs() ? other : one).orElseThrow();
            onePair &= most.pairs() == 1;
            html.append(html(machines.size() == 1 ? "" : machine.getKey() + ": ", most));
        }
        return html.append("</div>\n").append(onePair ? "<p>A run measures between its own two CPUs. <code>./run.sh validate"
                + " --out DIR</code> measures between others too, and <code>./run.sh report DIR/cpus-*</code> puts them in one"
                + " matrix.</p>\n" : "").toString();
    }

    private static String html(String machine, Matrix matrix) {
        Map<Integer, Map<Integer, Metric>> figures = matrix.figures;
        Set<Integer> cpus = new TreeSet<>(figures.keySet());
        figures.values().forEach(row -> cpus.addAll(row.keySet()));
        double slowest = figures.values().stream().flatMap(row -> row.values().stream()).mapToDouble(metric -> metric.all().p50())
                .max().orElse(1);
        StringBuilder html = new StringBuilder("<div><h3>").append(Html.escape(machine + matrix.title))
                .append("</h3>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"figures cpus\">\n<thead><tr>")
                .append("<th scope=\"col\">")
                .append("CPU <small>(median, ns)</small></th>");
        cpus.forEach(cpu -> html.append("<th scope=\"col\">").append(cpu).append("</th>"));
        html.append("</tr></thead>\n<tbody>\n");
        for (int row : cpus) {
            html.append("<tr><th scope=\"row\">").append(row).append("</th>");
            for (int column : cpus) {
                html.append(cell(between(figures, row, column), row == column, slowest));
            }
            html.append("</tr>\n");
        }
        return html.append("</tbody>\n</table></div></div>\n").toString();
    }

    /** Whichever of the two the fork ran on. */
    private static Metric between(Map<Integer, Map<Integer, Metric>> figures, int row, int column) {
        Metric straight = figures.getOrDefault(row, Map.of()).get(column);
        return straight != null ? straight : figures.getOrDefault(column, Map.of()).get(row);
    }

    private static String cell(Metric metric, boolean same, double slowest) {
        if (metric == null) {
            return same ? "<td></td>" : "<td>" + RunText.NONE + "</td>";
        }
        double median = metric.all().p50();
        return String.format(Locale.ROOT, "<td class=\"share\" style=\"--share:%.1f%%\"><data value=\"%s\">%.0f</data></td>",
                100 * median / slowest, Double.toString(median), median);
    }
}
