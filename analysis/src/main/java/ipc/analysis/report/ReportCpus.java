package ipc.analysis.report;

import ipc.analysis.run.CellName;
import ipc.analysis.run.CellParameters;
import ipc.analysis.run.RunText;
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

/** Round trips between pairs of CPUs, as matrices. Each run is pinned to one pair; {@code validate} keeps such runs. */
final class ReportCpus {
    /** Says why a report has no matrix. */
    static final String ABSENT = "CPUs: spin round trips were measured between fewer than two pairs of CPUs. ./run.sh validate --out"
            + " DIR measures several pairs, and ./run.sh report DIR/cpus-* shows them.";

    /** The form in which a run records its CPUs. */
    private static final Pattern PINNED = Pattern.compile("CPUs (\\d{1,6}) and (\\d{1,6}), .*", Pattern.DOTALL);
    private static final String SPINS = "/spin";

    private ReportCpus() {
    }

    /** Medians of one transport, by the fork's CPU and then by the peer's. */
    private record Matrix(String title, Map<Integer, Map<Integer, Metric>> figures) {
        Matrix(String title) {
            this(title, new TreeMap<>());
        }

        long pairs() {
            return figures.values().stream().mapToLong(Map::size).sum();
        }
    }

    /**
     * One matrix for each machine, as HTML. It shows the transport that was measured between most pairs of CPUs. Only transports
     * that spin are asked: transports that sleep measure the scheduler.
     *
     * @return empty if no machine has two pairs of CPUs
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
        StringBuilder html = new StringBuilder();
        for (Map.Entry<String, Map<String, Matrix>> machine : machines.entrySet()) {
            machine.getValue().values().stream().reduce((one, other) -> other.pairs() > one.pairs() ? other : one)
                    .filter(most -> most.pairs() > 1)
                    .ifPresent(most -> html.append(html(machines.size() == 1 ? "" : machine.getKey() + ": ", most)));
        }
        return html.isEmpty() ? "" : "<div class=\"matrices\">\n" + html + "</div>\n";
    }

    private static String html(String machine, Matrix matrix) {
        Map<Integer, Map<Integer, Metric>> figures = matrix.figures;
        Set<Integer> cpus = new TreeSet<>(figures.keySet());
        figures.values().forEach(row -> cpus.addAll(row.keySet()));
        double slowest = figures.values().stream().flatMap(row -> row.values().stream()).mapToDouble(metric -> metric.all().p50())
                .max().orElse(1);
        StringBuilder html = new StringBuilder("<div><h3>").append(Html.escape(machine + matrix.title))
                .append("</h3>\n<div class=\"scroll\" tabindex=\"0\"><table class=\"figures cpus\">\n<thead><tr>")
                .append("<th scope=\"col\">CPU <small>(median, ns)</small></th>");
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

    /** The fork may have run on either of the two. */
    private static Metric between(Map<Integer, Map<Integer, Metric>> figures, int row, int column) {
        Metric straight = figures.getOrDefault(row, Map.of()).get(column);
        return straight != null ? straight : figures.getOrDefault(column, Map.of()).get(row);
    }

    private static String cell(Metric metric, boolean same, double slowest) {
        if (metric == null) {
            return same ? "<td></td>" : "<td>" + RunText.NONE + "</td>";
        }
        double median = metric.all().p50();
        return String.format(Locale.ROOT, "<td class=\"share\"><data value=\"%s\">%.0f</data>%s</td>",
                Double.toString(median), median, ReportTail.bar(100 * median / slowest));
    }
}
