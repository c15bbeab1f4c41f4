package ipc.analysis;

import ipc.analysis.document.Html;
import ipc.analysis.document.Microseconds;
import ipc.result.RunRecord.Causes;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Tail;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Where the tails came from: a table with a bar in each cell, since causes overlap and cannot be stacked. */
final class ReportTail {
    private static final double NANOS_PER_MILLI = 1e6;
    private static final double NANOS_PER_MICRO = 1000;
    private static final String UNKNOWN = "?";
    private static final List<String> HEADER = List.of("long from", "so many", "took", "longest", "run queue ≤",
            "our JIT ≤", "VM ≤", "other threads ≤", "launcher ≤", "faults ≤", "safe-points ≤", "stolen ≤", "asleep ≤",
            "unex-plained ≥", "not examined");
    private static final String HOW = "<p>What the kernel’s accounts of both processes say about long operations, in ms: ≤ is"
            + " what a cause explains at most, the bar its share of what all of them took; the JIT’s, the VM’s, other threads’ and the"
            + " launcher’s parts are within the run queue’s. Causes overlap and do not add up; unexplained is at least none of"
            + " them: interrupts, the hypervisor’s own work, the memory.";

    private ReportTail() {
    }

    /** As HTML; a sentence if no cell brought a tail home. */
    static String html(List<ReportRun> runs) {
        StringBuilder rows = new StringBuilder();
        boolean unknown = false;
        for (ReportRun run : runs) {
            for (Cell cell : run.record().cells()) {
                if (cell.tail() != null) {
                    String row = row(run.prefix(runs) + name(cell), cell.tail());
                    unknown |= row.contains("<td>" + UNKNOWN + "</td>");
                    rows.append(row);
                }
            }
        }
        if (rows.isEmpty()) {
            return "<p class=\"none\">No cell of this report brought its tail home: none was measured, or by an earlier"
                    + " version.</p>\n";
        }
        StringBuilder header = new StringBuilder("<th scope=\"col\">cell <small>(ms)</small></th>");
        // Where a word may be broken stands a soft hyphen: the columns are narrow.
        HEADER.forEach(name -> header.append("<th scope=\"col\">")
                .append(Html.escape(name).replace("-", "&shy;")).append("</th>"));
        return HOW + (unknown ? " ? is what this kernel does not tell.</p>\n" : "</p>\n")
                + "<div class=\"scroll\" tabindex=\"0\"><table class=\"figures tails\">\n<thead><tr>" + header
                + "</tr></thead>\n<tbody>\n" + rows + "</tbody>\n</table></div>\n";
    }

    private static String name(Cell cell) {
        return PairNames.isPair(cell) ? PairNames.of(cell).subject() + ", both together" : CellName.of(cell);
    }

    private static String row(String name, Tail tail) {
        Causes causes = tail.causes();
        boolean queue = tail.runQueueKnown();
        List<String> cells = new ArrayList<>();
        cells.add("<th scope=\"row\">" + Html.escape(name) + "</th>");
        cells.add("<td>" + threshold(tail) + "</td>");
        cells.add("<td>" + tail.operations() + "</td>");
        cells.add("<td>" + millis(tail.totalNanos()) + "</td>");
        cells.add("<td>" + millis(tail.longestNanos()) + "</td>");
        cells.add(share(causes.runQueueNanos(), tail, queue));
        cells.add(share(causes.compilerNanos(), tail, queue));
        cells.add(share(causes.vmNanos(), tail, queue));
        cells.add(share(causes.othersNanos(), tail, queue));
        cells.add(share(causes.launcherNanos(), tail, queue));
        cells.add(share(causes.faultsNanos(), tail, true));
        cells.add(share(causes.safepointsNanos(), tail, queue));
        cells.add(share(causes.stolenNanos(), tail, tail.stealTicks() != Tail.STEAL_UNKNOWN || !tail.blocks()));
        cells.add(share(causes.asleepNanos(), tail, true));
        cells.add(share(causes.unexplainedNanos(), tail, true));
        cells.add(share(tail.notExaminedNanos(), tail, true));
        return "<tr>" + String.join("", cells) + "</tr>\n";
    }

    /** Milliseconds, and a bar as long as the share of what all long operations took. */
    private static String share(long nanos, Tail tail, boolean known) {
        if (!known) {
            return "<td>" + UNKNOWN + "</td>";
        }
        double percent = tail.totalNanos() == 0 ? 0 : Math.min(100, 100.0 * nanos / tail.totalNanos());
        return percent == 0 ? "<td>" + millis(nanos) + "</td>"
                : String.format(Locale.ROOT, "<td class=\"share\" style=\"--share:%.1f%%\" title=\"%.0f %%\">%s</td>", percent,
                        percent, millis(nanos));
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
