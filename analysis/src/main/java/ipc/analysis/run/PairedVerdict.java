package ipc.analysis.run;

import ipc.analysis.stats.MedianInterval;
import ipc.analysis.stats.PairedDifferences;
import ipc.analysis.stats.PairedQuad;
import ipc.analysis.stats.PairedDifferences.Difference;
import ipc.analysis.document.Section;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.PairedDifference;
import ipc.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The verdicts on paired cells, in plain words: one line for each pair and placement. */
public final class PairedVerdict {
    /** Fewer rounds than this give an estimate without an interval and without a verdict. */
    static final int FEWEST_ROUNDS = MedianInterval.FEWEST_ROUNDS;

    private static final double NANOS_PER_MICRO = 1000;
    private static final double SMALLEST_SHARE = 0.02;
    private static final int USUAL_DECIMALS = 2;
    private static final int MOST_DECIMALS = 4;
    private static final int WHOLE_FROM_PERCENT = 10;

    private PairedVerdict() {
    }

    /**
     * Decides all paired cells of a run, the most frequent placement of each first. Fewer than {@link #FEWEST_ROUNDS} rounds
     * give no interval.
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

    /** A difference with its verdict, as {@code run.json} holds it. */
    public static PairedDifference record(Cell cell, Difference difference) {
        double[] interval = rounds(cell) < FEWEST_ROUNDS ? null : difference.interval();
        PairedDifference record = new PairedDifference(cell.id(), difference.levelNanos(), difference.differenceNanos(),
                interval == null ? null : interval[0], interval == null ? null : interval[1],
                interval == null ? null : difference.detectableNanos(), difference.marginNanos(),
                interval != null && difference.equal(), difference.pairs(), difference.allocations(), "");
        return new PairedDifference(record.cell(), record.levelNanos(), record.differenceNanos(), record.low(), record.high(),
                record.detectableNanos(), record.marginNanos(), record.equal(), record.pairs(), record.allocations(),
                sentence(cell, record));
    }

    private static int rounds(Cell cell) {
        return cell.metrics().isEmpty() ? 0 : cell.metrics().get(0).rounds().size();
    }

    /** The verdicts of some runs under one heading. */
    public static Section findings(List<RunRecord> runs, RunLabels labels) {
        List<Cell> pairs = runs.stream().flatMap(run -> run.cells().stream()).filter(PairNames::isPair).toList();
        Set<String> sides = pairs.stream().map(PairNames::of).map(names -> names.contender() + " compared with "
                + names.baseline()).collect(Collectors.toSet());
        boolean same = sides.size() == 1;
        boolean oneMethod = pairs.stream().map(PairNames::of).map(PairNames::method).distinct().count() == 1;
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < runs.size(); i++) {
            String prefix = runs.size() > 1 ? labels.labels().get(i) + ": " : "";
            lines(runs.get(i), names -> same ? names.method()
                    : names.contender() + " against " + names.baseline() + (oneMethod ? "" : ", " + names.method()))
                    .forEach(line -> lines.add(prefix + line));
        }
        return new Section((same ? sides.iterator().next() + ", measured" : "Measured") + " in turns (95 % interval)", lines);
    }

    /**
     * One line for each pair and placement with an interval, and one line for all other placements.
     *
     * @param subject the beginning of a pair's lines
     */
    static List<String> lines(RunRecord run, Function<PairNames, String> subject) {
        List<String> lines = new ArrayList<>();
        long undecided = 0;
        long all = 0;
        for (Cell cell : run.cells()) {
            if (!PairNames.isPair(cell)) {
                continue;
            }
            String pair = subject.apply(PairNames.of(cell));
            List<PairedDifference> differences = run.paired().stream().filter(each -> each.cell().equals(cell.id())).toList();
            if (differences.isEmpty()) {
                lines.add(pair + ": not measured: " + (cell.reason().isEmpty() ? "no round of it finished"
                        : RunText.firstLine(cell.reason())));
                continue;
            }
            long pairs = differences.stream().mapToLong(PairedDifference::pairs).sum();
            // The first placement has the most pairs. It has a line in any case, so that each pair has one.
            List<PairedDifference> shown = differences.stream()
                    .filter(each -> isDecided(cell, each) || each.equals(differences.get(0)))
                    .toList();
            shown.forEach(each -> lines.add(pair + ": " + sentence(cell, each) + share(each, pairs)));
            undecided += pairs - shown.stream().mapToLong(PairedDifference::pairs).sum();
            all += pairs;
        }
        if (undecided > 0) {
            lines.add(String.format(Locale.ROOT,
                    "no verdict on %d of all %d pairs: too few in their placement of the CPUs for an interval", undecided,
                    all));
        }
        return lines;
    }

    private static boolean isDecided(Cell cell, PairedDifference difference) {
        return rounds(cell) >= FEWEST_ROUNDS && difference.low() != null;
    }

    private static String share(PairedDifference difference, long pairs) {
        double share = (double) difference.pairs() / pairs;
        return share >= 1 - SMALLEST_SHARE ? "" : String.format(Locale.ROOT, " (%.0f %% of its pairs)", 100 * share);
    }

    /** For example {@code equal within 1 %: +0.005 ns [-0.020, +0.031] of 104 ns}. */
    private static String sentence(Cell cell, PairedDifference difference) {
        double unit = difference.levelNanos() < NANOS_PER_MICRO ? 1 : NANOS_PER_MICRO;
        String unitName = unit == 1 ? " ns" : " µs";
        boolean decided = isDecided(cell, difference);
        int decimals = decided ? decimals(difference, unit) : USUAL_DECIMALS;
        StringBuilder words = new StringBuilder(verdict(cell, difference)).append(": ")
                .append(signed(difference.differenceNanos() / unit, decimals)).append(unitName);
        if (decided) {
            words.append(" [").append(signed(difference.low() / unit, decimals)).append(", ")
                    .append(signed(difference.high() / unit, decimals)).append(']');
        }
        double level = difference.levelNanos() / unit;
        return words.append(" of ").append(String.format(Locale.ROOT, level < 100 ? "%.1f" : "%.0f", level)).append(unitName)
                .toString();
    }

    private static String verdict(Cell cell, PairedDifference difference) {
        if (rounds(cell) < FEWEST_ROUNDS) {
            return MedianInterval.TOO_FEW_ROUNDS;
        }
        if (difference.low() == null) {
            return "not decided, " + RunText.count(difference.allocations(), "allocation") + " only";
        }
        if (difference.equal()) {
            return String.format(Locale.ROOT, "equal within %.0f %%", 100 * PairedDifferences.MARGIN);
        }
        String contender = PairNames.of(cell).contender();
        String percent = percent(100 * Math.abs(difference.differenceNanos()) / difference.levelNanos());
        return difference.low() > 0 ? contender + " slower by " + percent
                : difference.high() < 0 ? contender + " faster by " + percent : "not decided";
    }

    private static String percent(double percent) {
        return String.format(Locale.ROOT, percent < WHOLE_FROM_PERCENT ? "%.1f" : "%.0f", percent).replaceAll("\\.0$", "") + " %";
    }

    /** As many as give the interval's width two digits, and more if an end would otherwise look like 0. */
    private static int decimals(PairedDifference difference, double unit) {
        double width = (difference.high() - difference.low()) / unit;
        double nearest = Math.min(Math.abs(difference.low()), Math.abs(difference.high())) / unit;
        boolean shown = difference.low() > 0 || difference.high() < 0;
        double smallest = shown ? Math.min(width, 10 * nearest) : width;
        return smallest <= 0 ? USUAL_DECIMALS : Math.min(MOST_DECIMALS, Math.max(0, 1 - (int) Math.floor(Math.log10(smallest))));
    }

    private static String signed(double value, int decimals) {
        String magnitude = String.format(Locale.ROOT, "%." + decimals + "f", Math.abs(value));
        boolean zero = magnitude.chars().allMatch(c -> c == '0' || c == '.');
        return (zero ? "" : value < 0 ? "-" : "+") + magnitude;
    }
}
