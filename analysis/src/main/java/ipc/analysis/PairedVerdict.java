package ipc.analysis;

import ipc.analysis.PairedDifferences.Difference;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What paired cells say about their two transports, in plain words. */
public final class PairedVerdict {
    private static final String PAIR = "pair";
    private static final String SYSTEM_V = "sysv";
    private static final double NANOS_PER_MICRO = 1000;
    private static final String MINUS = "\u2212";
    private static final double SMALLEST_SHARE = 0.02;
    private static final int USUAL_DECIMALS = 2;
    private static final int MOST_DECIMALS = 4;

    private PairedVerdict() {
    }

    /**
     * Decides all paired cells of a run, the most frequent placement of each first.
     *
     * @throws ipc.BadInputException if a cell's pairs are not what this program writes
     */
    public static List<PairedDifference> decide(ResultDirectory directory, RunRecord run) {
        List<PairedDifference> decided = new ArrayList<>();
        for (Cell cell : run.cells()) {
            if (cell.pairs() != null && !cell.metrics().isEmpty()) {
                PairedDifferences.of(PairedQuad.of(directory.readBlocks(cell.pairs())))
                        .forEach(difference -> decided.add(record(cell, difference)));
            }
        }
        return decided;
    }

    /** Whether a cell is a pair, of which a verdict speaks. */
    static boolean isAbout(Cell cell) {
        return cell.params().containsKey(PAIR);
    }

    /** Whether the two are one transport twice, so that there is nothing to find. */
    static boolean isOfOne(Cell cell) {
        String[] transports = transports(cell);
        return transports[0].equals(transports[1]);
    }

    /** A line for every verdict of a run, and one for every pair that could not be measured. */
    static List<String> lines(RunRecord run) {
        List<String> lines = new ArrayList<>();
        for (Cell cell : run.cells()) {
            if (isAbout(cell)) {
                List<String> verdicts = run.paired().stream().filter(difference -> difference.cell().equals(cell.id()))
                        .map(PairedDifference::verdict).toList();
                lines.addAll(verdicts);
                if (verdicts.isEmpty()) {
                    lines.add(subject(cell) + ": - because " + (cell.reason().isEmpty() ? "no round of it was finished"
                            : cell.reason().lines().findFirst().orElse("")));
                }
            }
        }
        return lines;
    }

    private static PairedDifference record(Cell cell, Difference difference) {
        double[] interval = difference.interval();
        return new PairedDifference(cell.id(), difference.levelNanos(), difference.differenceNanos(),
                interval == null ? null : interval[0], interval == null ? null : interval[1],
                interval == null ? null : difference.detectableNanos(), difference.marginNanos(), difference.equal(),
                difference.pairs(), difference.allocations(), inWords(cell, difference));
    }

    /** For example {@code mmap − shmem, spin: −0.02 ns [−0.06, +0.03] of 121 ns: no difference (would have seen 0.05 ns)}. */
    static String inWords(Cell cell, Difference difference) {
        double unit = difference.levelNanos() < NANOS_PER_MICRO ? 1 : NANOS_PER_MICRO;
        String unitName = unit == 1 ? " ns" : " \u00b5s";
        int decimals = decimals(difference, unit);
        StringBuilder words = new StringBuilder(subject(cell)).append(": ")
                .append(signed(difference.differenceNanos() / unit, decimals)).append(unitName);
        if (difference.interval() != null) {
            words.append(" [").append(signed(difference.interval()[0] / unit, decimals)).append(", ")
                    .append(signed(difference.interval()[1] / unit, decimals)).append(']');
        }
        words.append(" of ").append(String.format(Locale.ROOT, difference.levelNanos() / unit < 100 ? "%.1f" : "%.0f",
                difference.levelNanos() / unit)).append(unitName);
        if (difference.share() < 1 - SMALLEST_SHARE) {
            words.append(String.format(Locale.ROOT, " (%.0f %% of the pairs)", 100 * difference.share()));
        }
        return words.append(": ").append(verdict(cell, difference, unit, unitName, decimals)).toString();
    }

    private static String verdict(Cell cell, Difference difference, double unit, String unitName, int decimals) {
        if (difference.interval() == null) {
            return difference.allocations() + (difference.allocations() == 1 ? " allocation is" : " allocations are")
                    + " too few for an interval";
        }
        String margin = String.format(Locale.ROOT, "%.0f %%", 100 * PairedDifferences.MARGIN);
        String seen = "would have seen " + String.format(Locale.ROOT, "%." + decimals + "f",
                Math.max(difference.detectableNanos() / unit, Math.pow(10, -decimals))) + unitName;
        if (difference.isShown()) {
            String slower = difference.differenceNanos() > 0 ? names(cell)[1] : names(cell)[0];
            return slower + " is slower" + (difference.equal() ? ", by less than " + margin : "");
        }
        return difference.equal() ? "no difference (" + seen + "; equal within " + margin + ")"
                : "no difference shown (" + seen + ")";
    }

    /** So many that the interval's width has two digits, and an end that is not 0 does not look like it. */
    private static int decimals(Difference difference, double unit) {
        if (difference.interval() == null) {
            return USUAL_DECIMALS;
        }
        double width = (difference.interval()[1] - difference.interval()[0]) / unit;
        double nearest = Math.min(Math.abs(difference.interval()[0]), Math.abs(difference.interval()[1])) / unit;
        double smallest = difference.isShown() ? Math.min(width, 10 * nearest) : width;
        return smallest <= 0 ? USUAL_DECIMALS : Math.min(MOST_DECIMALS, Math.max(0, 1 - (int) Math.floor(Math.log10(smallest))));
    }

    private static String signed(double value, int decimals) {
        String magnitude = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = magnitude.chars().allMatch(c -> c == '0' || c == '.');
        return (zero ? "" : value < 0 ? MINUS : "+") + magnitude;
    }

    /** {@code mmap − shmem, spin}: contender, baseline, and what they share. */
    static String subject(Cell cell) {
        String[] names = names(cell);
        String[] transports = transports(cell);
        String shared = waiting(transports[0]).equals(waiting(transports[1])) ? ", " + waiting(transports[0]) : "";
        String size = cell.params().getOrDefault("size", "64").equals("64") ? "" : ", " + cell.params().get("size") + " bytes";
        String paced = cell.benchmark().equals("PairedPaced") ? ", one way every 2 ms" : "";
        return names[1] + " " + MINUS + " " + names[0] + shared + paced + size;
    }

    /** Baseline and contender as the table calls them: by region alone where the wait is the same. */
    private static String[] names(Cell cell) {
        String[] transports = transports(cell);
        boolean sameWait = !waiting(transports[0]).isEmpty() && waiting(transports[0]).equals(waiting(transports[1]));
        boolean sameTransport = transports[0].equals(transports[1]);
        String[] names = new String[2];
        for (int i = 0; i < names.length; i++) {
            String region = transports[i].split("/", 2)[0];
            names[i] = (sameWait ? region.equals(SYSTEM_V) ? "shmem" : region : transports[i])
                    + (sameTransport ? i == 0 ? " (first)" : " (second)" : "");
        }
        return names;
    }

    private static String waiting(String transport) {
        int slash = transport.indexOf('/');
        return slash < 0 ? "" : transport.substring(slash + 1);
    }

    private static String[] transports(Cell cell) {
        String[] transports = cell.params().getOrDefault(PAIR, "").split(":", -1);
        return transports.length == 2 ? transports : new String[] {"baseline", "contender"};
    }
}
