package ipc.analysis.report;

import ipc.analysis.run.CellName;
import ipc.analysis.run.PairNames;
import ipc.analysis.document.Html;
import ipc.analysis.document.Microseconds;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The causes of slow operations: a table with a bar in each cell. Causes overlap, so they cannot be stacked. */
final class ReportTail {
    /** Says why a report has no such table. */
    static final String ABSENT = "Tail: no cell has the statistics of its slow operations. None was measured, or an earlier"
            + " version measured them.";

    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1000;
    private static final String UNKNOWN = "?";
    private static final List<String> HEADER = List.of("slow from", "count", "total", "longest", "run queue ≤",
            "our JIT ≤", "VM ≤", "other threads ≤", "launcher ≤", "faults ≤", "safe-points ≤", "stolen ≤", "asleep ≤",
            "unex-plained ≥", "not examined");
    private static final String HOW = "<p>Slow operations, and how much of their time each cause explains at most (≤), in ms. A"
            + " bar is the cause’s share of the total.</p>\n";
    private static final String MORE = "<details><summary>How to read this table</summary>\n<p>The kernel’s statistics of both"
            + " processes give these times. Causes overlap, so they do not add up. JIT, VM, other threads and launcher are parts"
            + " of the run queue. Unexplained (≥) is the time that no cause covers: interrupts, the hypervisor, the memory.";

    private ReportTail() {
    }

    /** One figure: its text, its bar, and whether it is more than nothing. */
    private record Cause(String html, boolean counts) {
    }

    private record Row(String name, List<Cause> causes) {
        String html(List<Integer> columns) {
            return "<tr><th scope=\"row\">" + Html.escape(name) + "</th>"
                    + columns.stream().map(column -> causes.get(column).html).collect(Collectors.joining()) + "</tr>\n";
        }
    }

    /** As HTML; empty if no cell has a tail. */
    static String html(List<ReportRun> runs) {
        List<Row> rows = new ArrayList<>();
        for (ReportRun run : runs) {
            for (Cell cell : run.record().cells()) {
                if (cell.tail() != null) {
                    rows.add(row(run.prefix(runs) + name(cell), cell.tail()));
                }
            }
        }
        if (rows.isEmpty()) {
            return "";
        }
        List<Integer> columns = IntStream.range(0, HEADER.size())
                .filter(column -> rows.stream().anyMatch(row -> row.causes.get(column).counts)).boxed().toList();
        String leftOut = IntStream.range(0, HEADER.size()).filter(column -> !columns.contains(column))
                .mapToObj(column -> HEADER.get(column).replaceAll("[-≤≥]", "").strip()).collect(Collectors.joining(", "));
        boolean unknown = rows.stream().flatMap(row -> row.causes.stream()).anyMatch(cause -> cause.html.contains(UNKNOWN));
        // A soft hyphen stands where a word may be broken: the columns are narrow.
        String header = columns.stream()
                .map(column -> "<th scope=\"col\">" + Html.escape(HEADER.get(column)).replace("-", "&shy;")
                        + "</th>")
                .collect(Collectors.joining());
        return HOW + "<div class=\"scroll\" tabindex=\"0\"><table class=\"figures tails\">\n<thead><tr>"
                + "<th scope=\"col\">cell <small>(ms)</small></th>" + header + "</tr></thead>\n<tbody>\n"
                + rows.stream().map(row -> row.html(columns)).collect(Collectors.joining()) + "</tbody>\n</table></div>\n"
                + MORE + (leftOut.isEmpty() ? "" : " Columns of zeros are left out: " + leftOut + ".")
                + (unknown ? " A question mark means that this kernel does not tell." : "") + "</p></details>\n";
    }

    private static String name(Cell cell) {
        return PairNames.isPair(cell) ? PairNames.of(cell).subject() + ", both together" : CellName.of(cell);
    }

    private static Row row(String name, Tail tail) {
        Causes causes = tail.causes();
        boolean queue = tail.runQueueKnown();
        return new Row(name, List.of(
                new Cause("<td>" + threshold(tail) + "</td>", true),
                new Cause("<td>" + tail.operations() + "</td>", true),
                new Cause("<td>" + millis(tail.totalNanos()) + "</td>", true),
                new Cause("<td>" + millis(tail.longestNanos()) + "</td>", true),
                share(causes.runQueueNanos(), tail, queue),
                share(causes.compilerNanos(), tail, queue),
                share(causes.vmNanos(), tail, queue),
                share(causes.othersNanos(), tail, queue),
                share(causes.launcherNanos(), tail, queue),
                share(causes.faultsNanos(), tail, true),
                share(causes.safepointsNanos(), tail, queue),
                share(causes.stolenNanos(), tail, tail.stealTicks() != Tail.STEAL_UNKNOWN || !tail.blocks()),
                share(causes.asleepNanos(), tail, true),
                share(causes.unexplainedNanos(), tail, true),
                share(tail.notExaminedNanos(), tail, true)));
    }

    /** Milliseconds, and a bar as long as their share of the time of all slow operations. */
    private static Cause share(long nanos, Tail tail, boolean known) {
        if (!known) {
            return new Cause("<td>" + UNKNOWN + "</td>", true);
        }
        double percent = tail.totalNanos() == 0 ? 0 : Math.min(100, 100.0 * nanos / tail.totalNanos());
        return new Cause(percent == 0 ? "<td>" + millis(nanos) + "</td>"
                : String.format(Locale.ROOT, "<td class=\"share\" title=\"%.0f %%\">%s%s</td>", percent, millis(nanos),
                        bar(percent)),
                nanos != 0);
    }

    /** A bar below a figure. */
    static String bar(double percent) {
        return String.format(Locale.ROOT, "<span class=\"bar\" style=\"width:%.1f%%\"></span>", percent);
    }

    private static String millis(long nanos) {
        return "<data value=\"" + nanos + "\">" + (nanos == 0 ? "0" : Microseconds.format(nanos / NANOS_PER_MICRO)) + "</data>";
    }

    private static String threshold(Tail tail) {
        String low = milli(tail.thresholdNanos());
        return tail.thresholdNanos() == tail.highestThresholdNanos() ? low : low + " to " + milli(tail.highestThresholdNanos());
    }

    /** A threshold is a 1, 2 or 5 and zeros. */
    private static String milli(long nanos) {
        return Double.toString(nanos / NANOS_PER_MILLI).replaceFirst("\\.0$", "");
    }
}
