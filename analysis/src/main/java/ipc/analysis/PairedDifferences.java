package ipc.analysis;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What two transports differ by, from the pairs of a paired benchmark.
 *
 * <p>The estimate is the median over the pairs, so that the few in which a scheduler or hypervisor took part do not count. Pairs
 * follow each other closely and are not independent; neither are those of one allocation, for where two regions lie in
 * physical memory shifts all of them. So the unit of replication is the allocation: each gives one value, the median over
 * its pairs, and the 95 % interval is that of Wilcoxon's signed-rank test over these values ({@link SignedRank}). Which
 * transport came first was drawn for each allocation, so that without a difference their values are symmetric about 0
 * whatever their distribution, and the interval misses 0 in no more than 5 % of all cases. Should the median over all pairs
 * lie outside (allocations of unequal size), the interval is widened up to it.
 *
 * <p>The allocations of all forks are taken together, though those of one fork share the code it compiled. Between transports of
 * the same code that costs nothing: whatever that code prefers, one slot or the first made, has either sign by the same draw.
 * Between transports of different code forks can differ by how they compiled it; how much is not in the interval, which is that
 * of the forks measured and not of any to come.
 *
 * <p>Pairs are grouped by the placement of the CPUs first: where allocations' levels fall apart into groups more than 1.3-fold
 * from each other, every pair belongs to the group whose level is nearest, and each group is judged by itself: its interval
 * is one of 95 %, however many there are.
 *
 * <p>Equality is claimed only when two one-sided tests at 5 % reject a difference of more than the margin either way, that
 * is, when the 90 % interval lies inside it (Schuirmann, Journal of Pharmacokinetics and Biopharmaceutics 15, 1987).
 */
final class PairedDifferences {
    /** What counts as equal: this share of the level. */
    static final double MARGIN = 0.01;

    private static final double CONFIDENCE = 0.95;
    /** Two one-sided tests at 5 %. */
    private static final double EQUALITY_CONFIDENCE = 0.90;
    /**
     * Placements nearer to each other than this are judged together: their levels overlap where allocations scatter, and both sides
     * of a pair have met the same one.
     */
    private static final double GROUP_RATIO = 1.3;
    /** Fewer allocations than this are no placement: the machine stood still for a moment. */
    private static final int FEWEST_OF_PLACEMENT = 2;
    /** An allocation with fewer pairs in a placement has no median worth a vote. */
    private static final int FEWEST_PAIRS = 5;
    /**
     * From the half-width of a 95 % interval to the difference that would have been seen in four cases out of five, for nearly
     * normal estimates: (1.960 + 0.842) / 1.960 (Cohen, Statistical Power Analysis, 1988).
     */
    private static final double DETECTABLE_PER_HALF_WIDTH = 1.43;

    private PairedDifferences() {
    }

    /**
     * What they differ by in one placement.
     *
     * @param levelNanos      what an operation takes there
     * @param differenceNanos the median over the pairs
     * @param interval        its 95 % interval; null where there are too few allocations
     * @param equal           whether the difference was shown to be within the margin
     * @param pairs           how many pairs
     * @param allocations     in how many allocations
     * @param share           of all the cell's pairs, 0 to 1
     */
    record Difference(double levelNanos, double differenceNanos, double[] interval, boolean equal, long pairs, int allocations,
            double share) {
        double marginNanos() {
            return MARGIN * levelNanos;
        }

        /** What would have been seen in four cases out of five; only where there is an interval. */
        double detectableNanos() {
            return DETECTABLE_PER_HALF_WIDTH * (interval[1] - interval[0]) / 2;
        }

        /** Whether the interval has 0 outside. */
        boolean isShown() {
            return interval != null && (interval[0] > 0 || interval[1] < 0);
        }
    }

    /** One for each placement, the one with the most pairs first. */
    static List<Difference> of(List<PairedQuad> quads) {
        List<Double> borders = borders(quads);
        Map<Integer, List<PairedQuad>> groups = quads.stream().collect(Collectors.groupingBy(
                quad -> placement(quad.levelNanos(), borders), TreeMap::new, Collectors.toList()));
        return groups.values().stream().map(group -> difference(group, quads.size()))
                .sorted(Comparator.comparingLong(Difference::pairs).reversed()).toList();
    }

    /** Which placement a level belongs to, the quickest being 0. */
    static int placement(double levelNanos, List<Double> borders) {
        return (int) borders.stream().filter(border -> levelNanos > border).count();
    }

    /** The levels between placements: the geometric means of the allocations' levels on both sides of each wide gap. */
    static List<Double> borders(List<PairedQuad> quads) {
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

    static Map<Integer, List<PairedQuad>> byAllocation(List<PairedQuad> quads) {
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

    static double median(double[] values) {
        double[] sorted = values.clone();
        java.util.Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
