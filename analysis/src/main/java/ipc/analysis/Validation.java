package ipc.analysis;

import ipc.analysis.PairedDifferences.Difference;
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

/** Whether the harness can be trusted on this machine: judges what {@code ./run.sh validate} has measured. */
public final class Validation {
    /** From so many comparisons of a transport with itself on, it is said whether too many of them go wrong. */
    public static final int FEWEST_REPETITIONS = 30;

    private static final double EXPECTED_SHARE = 0.05;
    /** So rarely a sound harness is called unsound by chance. */
    private static final double FALSE_ALARM = 0.005;
    private static final double LARGEST_READ_NANOS = 100;
    private static final double LARGEST_STEP_NANOS = 100;
    /** Half to twice what was added: what a delay shows as depends on how the two sides' looks fall. */
    private static final double SIZE_FACTOR = 2;
    /** Beyond this it is not seen as what it is. */
    private static final double LARGEST_SIZE_FACTOR = 4;
    private static final double LARGEST_DRIFT = 0.05;
    /** The slower tenth of the allocations by the quicker tenth. */
    private static final double LARGEST_SPREAD = 1.10;
    private static final double NANOS_PER_SECOND = 1e9;

    private Validation() {
    }

    /** How a check ended. */
    public enum Outcome {
        /** As it must be. */
        OK,
        /** The harness is sound, but this machine limits what it can show. */
        CAUTION,
        /** The harness cannot be trusted here. */
        FAILED
    }

    /**
     * One check.
     *
     * @param name    what was examined
     * @param outcome how it ended
     * @param finding what was found
     * @param meaning what that means, in one clause
     */
    public record Check(String name, Outcome outcome, String finding, String meaning) {
    }

    /** The clock's cost and granularity. */
    public static Check clock(Clock clock) {
        if (clock == null) {
            return new Check("clock", Outcome.FAILED, "it could not be measured", "nothing can be timed");
        }
        boolean fine = clock.readNanos() <= LARGEST_READ_NANOS && clock.granularityNanos() <= LARGEST_STEP_NANOS;
        return new Check("clock", fine ? Outcome.OK : Outcome.CAUTION,
                format("one read takes %.0f ns, in steps of %.0f ns", clock.readNanos(), clock.granularityNanos()),
                fine ? "each round trip contains one read; single latencies are known to a step, means far better"
                        : "so coarse a clock hides what is quicker than itself; see ./run.sh doctor for the clock source");
    }

    /** Every operation recorded: the cell fails if the fork's count and the peer's own differ in any iteration. */
    public static Check recorded(Cell cell) {
        long operations = cell.metrics().stream().map(Metric::all).mapToLong(all -> all.operations()).sum();
        boolean measured = cell.status() == Status.MEASURED;
        return new Check("every operation recorded", measured ? Outcome.OK : Outcome.FAILED,
                measured ? operations + " operations; with those that settle each new allocation, the peer counted as many"
                        : cell.reason().lines().findFirst().orElse(""),
                "of what is measured, nothing was sampled, dropped or made up");
    }

    /**
     * A transport against itself: how often the 95 % interval leaves zero out.
     *
     * @param repetitions how many comparisons were asked for; what was measured beyond them is left out
     * @param allocations in a row that are one comparison
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
                    judged + " of " + repetitions + " repetitions stayed in one placement long enough"
                            + " for an interval",
                    repetitions < FEWEST_REPETITIONS
                            ? "too few to judge; that takes --repetitions " + FEWEST_REPETITIONS + " or more"
                            : "the machine moves too fast to judge; repeat it when it is quieter");
        }
        int most = new BinomialDistribution(judged, EXPECTED_SHARE).inverseCumulativeProbability(1 - FALSE_ALARM);
        String finding = format(
                "%d of %d intervals leave zero out (0 to %d expected of 95 %% intervals), half-widths %.2f to %.2f ns",
                excluding, judged, most, halfWidths.stream().min(Double::compare).orElse(0.0),
                halfWidths.stream().max(Double::compare).orElse(0.0));
        return excluding <= most
                ? new Check(name, Outcome.OK, finding, "a difference that a paired comparison shows is not of its own making")
                : new Check(name, Outcome.FAILED, finding, "paired comparisons see differences here that do not exist");
    }

    private static List<List<PairedQuad>> repetitions(List<PairedQuad> quads, int most, int allocations) {
        Map<Integer, List<PairedQuad>> repetitions = new TreeMap<>();
        quads.forEach(quad -> repetitions.computeIfAbsent(quad.allocation() / allocations, key -> new ArrayList<>()).add(quad));
        return repetitions.values().stream().limit(most).toList();
    }

    /** Whether a known delay was found, with its sign and size. */
    public static Check delay(ResultDirectory directory, Cell cell) {
        double added = cell.addedNanos();
        if (cell.pairs() == null || cell.status() != Status.MEASURED) {
            return new Check("a known delay", Outcome.FAILED, cell.reason().lines().findFirst().orElse("nothing was measured"),
                    "nothing is known about the harness here");
        }
        return delay(added, PairedDifferences.of(PairedQuad.of(directory.readBlocks(cell.pairs()))).get(0));
    }

    static Check delay(double added, Difference difference) {
        String name = format("a known delay of %.1f ns", added);
        if (difference.interval() == null) {
            return new Check(name, Outcome.CAUTION, difference.allocations() + " allocations are too few for an interval",
                    "the machine moves too fast to judge; repeat it when it is quieter");
        }
        double low = difference.interval()[0];
        double high = difference.interval()[1];
        String finding = format("found as %+.2f ns [%+.2f, %+.2f] of %.0f ns, %.0f %% of it", difference.differenceNanos(), low,
                high,
                difference.levelNanos(), 100 * difference.differenceNanos() / added);
        double factor = Math.max(difference.differenceNanos() / added, added / difference.differenceNanos());
        if (low > 0 && factor <= SIZE_FACTOR) {
            return new Check(name, Outcome.OK, finding,
                    "a difference of this size is seen, with its sign and half to twice its size");
        }
        if (low > 0 && factor <= LARGEST_SIZE_FACTOR) {
            return new Check(name, Outcome.CAUTION, finding,
                    "a difference of this size is seen here with its sign, not with its size");
        }
        if (!difference.isShown() && difference.detectableNanos() > added) {
            return new Check(name, Outcome.CAUTION, finding,
                    format("here only differences above %.1f ns are seen: see steadiness",
                            difference.detectableNanos()));
        }
        return new Check(name, Outcome.FAILED, finding, "a real difference is missed or misjudged here");
    }

    /** How steady the machine was during the comparison with itself. */
    public static Check steadiness(ResultDirectory directory, Cell cell) {
        List<PairedQuad> quads = cell.pairs() == null ? List.of() : PairedQuad.of(directory.readBlocks(cell.pairs()));
        return quads.isEmpty() ? new Check("steadiness", Outcome.CAUTION, "nothing was measured", "nothing is known about it")
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
                    "two runs can differ by that alone: trust pairs, and comparisons within one placement");
        }
        double level = PairedDifferences.median(levels.stream().mapToDouble(each -> each[1]).toArray());
        double drift = slope(levels) * seconds / level;
        double[] sorted = levels.stream().mapToDouble(each -> each[1]).sorted().toArray();
        double low = sorted[sorted.length / 10];
        double high = sorted[sorted.length - 1 - sorted.length / 10];
        boolean steady = Math.abs(drift) <= LARGEST_DRIFT && high <= LARGEST_SPREAD * low;
        return new Check("steadiness", steady ? Outcome.OK : Outcome.CAUTION,
                format("%.0f ns a round trip, eight allocations in ten between %.0f and %.0f ns, drifting %+.1f %% in %.0f s",
                        level, low,
                        high, 100 * drift, seconds),
                steady ? "unpaired figures of this hour can be compared, as far as their intervals say"
                        : "two runs can differ by that alone: trust pairs");
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

    /** Theil and Sen's: the median slope of all pairs of points, which a few wild ones move little (Sen, JASA 63, 1968). */
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
