package ipc.analysis.validate;

import ipc.analysis.run.RunText;
import ipc.analysis.stats.PairedDifferences;
import ipc.analysis.stats.PairedQuad;
import ipc.analysis.stats.PairedDifferences.Difference;
import ipc.analysis.document.Document;
import ipc.analysis.document.Markdown;
import ipc.analysis.document.Section;
import ipc.result.Block;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.commons.math3.distribution.BinomialDistribution;

/** Whether the harness can be trusted on this machine: judges the measurements of {@code ./run.sh validate}. */
public final class Validation {
    /** The fewest comparisons of a transport with itself that are judged. */
    public static final int FEWEST_REPETITIONS = 30;

    private static final double EXPECTED_SHARE = 0.05;
    /** The probability that a sound harness fails by chance. */
    private static final double FALSE_ALARM = 0.005;
    private static final double LARGEST_READ_NANOS = 100;
    private static final double LARGEST_STEP_NANOS = 100;
    /** A delay shows as half to twice its size, depending on when the two sides read the word. */
    private static final double SIZE_FACTOR = 2;
    /** A larger factor is a failure. */
    private static final double LARGEST_SIZE_FACTOR = 4;
    private static final double LARGEST_DRIFT = 0.05;
    /** The largest ratio of the slower tenth of the allocations to the faster tenth. */
    private static final double LARGEST_SPREAD = 1.10;
    private static final double NANOS_PER_SECOND = 1e9;

    private Validation() {
    }

    /** The result of a check. */
    public enum Outcome {
        /** The check passed. */
        OK,
        /** The harness is sound, but this machine limits what it can show. */
        CAUTION,
        /** The harness cannot be trusted here. */
        FAILED
    }

    /**
     * One check.
     *
     * @param name    of the check
     * @param outcome of the check
     * @param finding the facts, in one clause
     * @param meaning of the facts, in one clause
     */
    public record Check(String name, Outcome outcome, String finding, String meaning) {
        private String line() {
            return outcome.name().toLowerCase(Locale.ROOT) + ": " + name + ": " + finding + "; " + meaning;
        }
    }

    /** Whether no check failed. */
    public static boolean isTrusted(List<Check> checks) {
        return count(checks, Outcome.FAILED) == 0;
    }

    private static long count(List<Check> checks, Outcome outcome) {
        return checks.stream().filter(check -> check.outcome() == outcome).count();
    }

    /** The text for people, ended by a line break: the verdict first, then every check. */
    public static String format(List<Check> checks, CpuRoundTrips roundTrips) {
        String verdict = isTrusted(checks) ? "The harness can be trusted here" : "The harness cannot be trusted here";
        String reason = isTrusted(checks)
                ? RunText.count(checks.size(), "check") + ", " + count(checks, Outcome.OK) + " ok, "
                        + RunText.count(count(checks, Outcome.CAUTION), "caution")
                : String.join("; ", checks.stream().filter(check -> check.outcome() == Outcome.FAILED).map(Check::name).toList());
        return Markdown.render(new Document(verdict, reason, List.of(), List.of(),
                List.of(new Section("Checks", checks.stream().map(Check::line).toList()), roundTrips.section()), List.of(),
                List.of(), ""));
    }

    /** The clock's cost and granularity. */
    public static Check clock(Clock clock) {
        if (clock == null) {
            return new Check("clock", Outcome.FAILED, "it could not be measured", "nothing can be timed");
        }
        boolean fine = clock.readNanos() <= LARGEST_READ_NANOS && clock.granularityNanos() <= LARGEST_STEP_NANOS;
        return new Check("clock", fine ? Outcome.OK : Outcome.CAUTION,
                format("one read takes %.0f ns, in steps of %.0f ns", clock.readNanos(), clock.granularityNanos()),
                fine ? "each round trip contains one read"
                        : "latencies below a step are not visible; ./run.sh doctor shows the clock source");
    }

    /** Whether every operation was recorded: the cell fails if the counts of fork and peer differ in any iteration. */
    public static Check recorded(Cell cell) {
        long operations = cell.metrics().stream().map(Metric::all).mapToLong(all -> all.operations()).sum();
        boolean measured = cell.status() == Status.MEASURED;
        return new Check("every operation recorded", measured ? Outcome.OK : Outcome.FAILED,
                measured ? operations + " operations, counted by both processes"
                        : cell.reason().lines().findFirst().orElse(""),
                "none was sampled, dropped or invented");
    }

    /**
     * Compares a transport with itself: how often does the 95 % interval exclude zero?
     *
     * @param repetitions how many comparisons were asked for; more are ignored
     * @param allocations how many of them in a row are one comparison
     */
    public static Check againstItself(ResultDirectory directory, Cell cell, int repetitions, int allocations) {
        List<Block> blocks = cell.pairs() == null ? List.of() : directory.readBlocks(cell.pairs());
        int judged = 0;
        int excluding = 0;
        List<Double> halfWidths = new ArrayList<>();
        for (List<PairedQuad> repetition : repetitions(PairedQuad.of(blocks), repetitions, allocations)) {
            Difference difference = PairedDifferences.of(repetition).get(0);
            if (difference.interval() != null) {
                judged++;
                excluding += difference.isShown() ? 1 : 0;
                halfWidths.add((difference.interval()[1] - difference.interval()[0]) / 2);
            }
        }
        return againstItself(repetitions, judged, excluding, halfWidths);
    }

    static Check againstItself(int repetitions, int judged, int excluding, List<Double> halfWidths) {
        String name = "a transport against itself";
        if (judged < FEWEST_REPETITIONS) {
            return new Check(name, Outcome.CAUTION,
                    judged + " of " + repetitions + " repetitions stayed in one placement and have an interval",
                    repetitions < FEWEST_REPETITIONS
                            ? "too few repetitions (" + FEWEST_REPETITIONS + " needed)"
                            : "the machine moves too often; repeat this when it is quieter");
        }
        int most = new BinomialDistribution(judged, EXPECTED_SHARE).inverseCumulativeProbability(1 - FALSE_ALARM);
        String finding = format(
                "%d of %d intervals of 95 %% exclude zero (0 to %d are expected), half-widths %.2f to %.2f ns",
                excluding, judged, most, halfWidths.stream().min(Double::compare).orElse(0.0),
                halfWidths.stream().max(Double::compare).orElse(0.0));
        return excluding <= most
                ? new Check(name, Outcome.OK, finding, "pairs show no difference that does not exist")
                : new Check(name, Outcome.FAILED, finding, "pairs show differences that do not exist");
    }

    private static List<List<PairedQuad>> repetitions(List<PairedQuad> quads, int most, int allocations) {
        Map<Integer, List<PairedQuad>> repetitions = new TreeMap<>();
        quads.forEach(quad -> repetitions.computeIfAbsent(quad.allocation() / allocations, key -> new ArrayList<>()).add(quad));
        return repetitions.values().stream().limit(most).toList();
    }

    /** Whether a known delay was found with its sign and its size. */
    public static Check delay(ResultDirectory directory, Cell cell) {
        double added = cell.addedNanos();
        if (cell.pairs() == null || cell.status() != Status.MEASURED) {
            return new Check("a known delay", Outcome.FAILED, cell.reason().lines().findFirst().orElse("nothing was measured"),
                    "nothing is known about the harness");
        }
        return delay(added, PairedDifferences.of(PairedQuad.of(directory.readBlocks(cell.pairs()))).get(0));
    }

    static Check delay(double added, Difference difference) {
        String name = format("a known delay of %.1f ns", added);
        if (difference.interval() == null) {
            return new Check(name, Outcome.CAUTION, difference.allocations() + " allocations are too few for an interval",
                    "the machine moves too often; repeat this when it is quieter");
        }
        double low = difference.interval()[0];
        double high = difference.interval()[1];
        String finding = format("found as %+.2f ns [%+.2f, %+.2f] of %.0f ns, %.0f %% of it", difference.differenceNanos(), low,
                high,
                difference.levelNanos(), 100 * difference.differenceNanos() / added);
        double factor = Math.max(difference.differenceNanos() / added, added / difference.differenceNanos());
        if (low > 0 && factor <= SIZE_FACTOR) {
            return new Check(name, Outcome.OK, finding,
                    "a difference of this size is found, within a factor of two");
        }
        if (low > 0 && factor <= LARGEST_SIZE_FACTOR) {
            return new Check(name, Outcome.CAUTION, finding,
                    "the sign of such a difference is right, its size is not");
        }
        if (!difference.isShown() && difference.detectableNanos() > added) {
            return new Check(name, Outcome.CAUTION, finding,
                    format("only differences above %.1f ns are found here, see steadiness",
                            difference.detectableNanos()));
        }
        return new Check(name, Outcome.FAILED, finding, "a real difference is missed or misjudged");
    }

    /** Whether the machine was steady during the comparison with itself. */
    public static Check steadiness(ResultDirectory directory, Cell cell) {
        List<PairedQuad> quads = cell.pairs() == null ? List.of() : PairedQuad.of(directory.readBlocks(cell.pairs()));
        return quads.isEmpty()
                ? new Check("steadiness", Outcome.CAUTION, "nothing was measured", "nothing is known about the machine")
                : steadiness(quads);
    }

    static Check steadiness(List<PairedQuad> quads) {
        List<Double> borders = PairedDifferences.borders(quads);
        List<double[]> levels = PairedDifferences.byAllocation(quads).values().stream().map(allocation -> new double[] {
            allocation.get(0).startNanos() / NANOS_PER_SECOND,
            PairedDifferences.median(allocation.stream().mapToDouble(PairedQuad::levelNanos).toArray())}).toList();
        double seconds = levels.get(levels.size() - 1)[0] - levels.get(0)[0];
        if (!borders.isEmpty()) {
            return new Check("steadiness", Outcome.CAUTION, placements(levels, borders, seconds),
                    "two runs can differ by that alone, so trust pairs and comparisons within one placement");
        }
        double level = PairedDifferences.median(levels.stream().mapToDouble(each -> each[1]).toArray());
        double drift = slope(levels) * seconds / level;
        double[] sorted = levels.stream().mapToDouble(each -> each[1]).sorted().toArray();
        double low = sorted[sorted.length / 10];
        double high = sorted[sorted.length - 1 - sorted.length / 10];
        boolean steady = Math.abs(drift) <= LARGEST_DRIFT && high <= LARGEST_SPREAD * low;
        return new Check("steadiness", steady ? Outcome.OK : Outcome.CAUTION,
                format("%.0f ns a round trip, 80 %% of the allocations between %.0f and %.0f ns, drift %+.1f %% in %.0f s",
                        level, low,
                        high, 100 * drift, seconds),
                steady ? "single cells of this hour can be compared"
                        : "two runs can differ by that alone, so trust pairs");
    }

    private static String placements(List<double[]> levels, List<Double> borders, double seconds) {
        Map<Integer, List<Double>> groups = new TreeMap<>();
        int moves = 0;
        int last = -1;
        for (double[] level : levels) {
            int placement = PairedDifferences.placement(level[1], borders);
            moves += last >= 0 && placement != last ? 1 : 0;
            last = placement;
            groups.computeIfAbsent(placement, key -> new ArrayList<>()).add(level[1]);
        }
        List<String> words = new ArrayList<>();
        groups.values().forEach(group -> words.add(format("%.0f ns (%d of %d allocations)",
                PairedDifferences.median(group.stream().mapToDouble(Double::doubleValue).toArray()), group.size(),
                levels.size())));
        return groups.size() + " placements of the CPUs: " + String.join(", ", words)
                + format(", %d %s in %.0f s", moves, moves == 1 ? "move" : "moves", seconds);
    }

    /** Theil and Sen's: the median slope of all pairs of points, on which outliers have little effect (Sen, JASA 63, 1968). */
    static double slope(List<double[]> points) {
        List<Double> slopes = new ArrayList<>();
        for (int i = 0; i < points.size(); i++) {
            for (int j = i + 1; j < points.size(); j++) {
                double run = points.get(j)[0] - points.get(i)[0];
                if (run > 0) {
                    slopes.add((points.get(j)[1] - points.get(i)[1]) / run);
                }
            }
        }
        return slopes.isEmpty() ? 0 : PairedDifferences.median(slopes.stream().mapToDouble(Double::doubleValue).toArray());
    }

    private static String format(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
