package ipc.analysis.stats;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * The difference of two transports, from the pairs of a paired benchmark.
 *
 * <p>The estimate is the median over the pairs, so that a few disturbed pairs do not count. Pairs follow each other closely and are
 * not independent. Pairs of one allocation are not independent either, because the place of two regions in physical memory shifts
 * all of them. The unit of replication is therefore the allocation. Each allocation gives one value, the median over its pairs.
 * The 95 % interval is that of Wilcoxon's signed-rank test over these values ({@link SignedRank}). The order of the transports is
 * drawn for each allocation. Without a difference the values are therefore symmetric about 0, and the interval misses 0 in at most
 * 5 % of all cases. If the median over all pairs lies outside (allocations of unequal size), the interval is widened up to it.
 *
 * <p>The allocations of all forks are taken together, although those of one fork share its compiled code. For transports with the
 * same code this has no effect, since any preference of that code has either sign by the same draw. For transports with different
 * code, forks can differ by their compiled code. The interval holds for the measured forks and does not include that.
 *
 * <p>Pairs are first grouped by the placement of the CPUs. If levels of allocations differ by more than 1.3-fold, every pair
 * belongs to the group with the nearest level. Each group is judged by itself, with its own 95 % interval, however many groups
 * there are. If the levels of allocations form groups more than 1.3-fold apart, each pair belongs to the group with the nearest
 * level. Each group has an interval of its own, of 95 %.
 *
 * <p>Equality needs two one-sided tests at 5 % that reject a difference above the margin in either direction. This holds if the 90 %
 * interval lies inside the margin (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987).
 */
public final class PairedDifferences {
    /** Two transports are equal within this share of the level. */
    public static final double MARGIN = 0.01;

    private static final double CONFIDENCE = 0.95;
    /** Two one-sided tests at 5 %. */
    private static final double EQUALITY_CONFIDENCE = 0.90;
    /**
     * Placements nearer to each other than this are judged together. Their levels overlap, and both sides of a pair have the same
     * placement.
     */
    private static final double GROUP_RATIO = 1.3;
    /** Fewer allocations than this are not a placement but a pause of the machine. */
    private static final int FEWEST_OF_PLACEMENT = 2;
    /** An allocation with fewer pairs in a placement is left out. */
    private static final int FEWEST_PAIRS = 5;
    /**
     * The difference that is found in four cases out of five, divided by the half-width of a 95 % interval. For nearly normal
     * estimates it is (1.960 + 0.842) / 1.960 (Cohen, Statistical Power Analysis, 1988).
     */
    private static final double DETECTABLE_PER_HALF_WIDTH = 1.43;

    private PairedDifferences() {
    }

    /**
     * The difference in one placement.
     *
     * @param levelNanos      the typical latency in that placement
     * @param differenceNanos the median over the pairs
     * @param interval        its 95 % interval; null if there are too few allocations
     * @param equal           whether the difference was shown to be within the margin
     * @param pairs           how many pairs
     * @param allocations     in how many allocations
     * @param share           of all the cell's pairs, 0 to 1
     */
    public record Difference(double levelNanos, double differenceNanos, double[] interval, boolean equal, long pairs,
            int allocations,
            double share) {
        /** The largest difference that counts as equal. */
        public double marginNanos() {
            return MARGIN * levelNanos;
        }

        /** The difference that is found in four cases out of five. Call it only if there is an interval. */
        public double detectableNanos() {
            return DETECTABLE_PER_HALF_WIDTH * (interval[1] - interval[0]) / 2;
        }

        /** Whether the interval leaves 0 out. */
        public boolean isShown() {
            return interval != null && (interval[0] > 0 || interval[1] < 0);
        }
    }

    /** One for each placement, the one with the most pairs first. */
    public static List<Difference> of(List<PairedQuad> quads) {
        List<Double> borders = borders(quads);
        Map<Integer, List<PairedQuad>> groups = quads.stream().collect(Collectors.groupingBy(
                quad -> placement(quad.levelNanos(), borders), TreeMap::new, Collectors.toList()));
        return groups.values().stream().map(group -> difference(group, quads.size()))
                .sorted(Comparator.comparingLong(Difference::pairs).reversed()).toList();
    }

    /** The placement of a level; the fastest is 0. */
    public static int placement(double levelNanos, List<Double> borders) {
        return (int) borders.stream().filter(border -> levelNanos > border).count();
    }

    /** The levels between placements: the geometric means of the allocations' levels on both sides of each wide gap. */
    public static List<Double> borders(List<PairedQuad> quads) {
        double[] levels = byAllocation(quads).values().stream().filter(each -> each.size() >= FEWEST_PAIRS).mapToDouble(
                each -> median(each.stream().mapToDouble(PairedQuad::levelNanos).toArray())).sorted().toArray();
        List<Double> borders = new ArrayList<>();
        for (int i = FEWEST_OF_PLACEMENT; i <= levels.length - FEWEST_OF_PLACEMENT; i++) {
            if (levels[i] > GROUP_RATIO * levels[i - 1]) {
                borders.add(Math.sqrt(levels[i] * levels[i - 1]));
            }
        }
        return borders;
    }

    /** The quads of each allocation of both regions, by its number. */
    public static Map<Integer, List<PairedQuad>> byAllocation(List<PairedQuad> quads) {
        return quads.stream().collect(Collectors.groupingBy(PairedQuad::allocation, TreeMap::new, Collectors.toList()));
    }

    private static Difference difference(List<PairedQuad> quads, int all) {
        double level = median(quads.stream().mapToDouble(PairedQuad::levelNanos).toArray());
        double difference = median(differences(quads));
        double[] values = byAllocation(quads).values().stream().filter(each -> each.size() >= FEWEST_PAIRS)
                .mapToDouble(each -> median(differences(each))).toArray();
        SignedRank ranks = new SignedRank(values);
        double[] interval = ranks.interval(CONFIDENCE);
        boolean equal = false;
        if (interval != null) {
            interval[0] = Math.min(interval[0], difference);
            interval[1] = Math.max(interval[1], difference);
            double[] inner = ranks.interval(EQUALITY_CONFIDENCE);
            equal = Math.min(inner[0], difference) > -MARGIN * level && Math.max(inner[1], difference) < MARGIN * level;
        }
        return new Difference(level, difference, interval, equal, quads.size(), values.length, (double) quads.size() / all);
    }

    private static double[] differences(List<PairedQuad> quads) {
        return quads.stream().mapToDouble(PairedQuad::differenceNanos).toArray();
    }

    /** The median; the mean of the two middle values if their number is even. */
    public static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
