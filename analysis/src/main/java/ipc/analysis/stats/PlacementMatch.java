package ipc.analysis.stats;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Placement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rounds of two runs in which the CPUs had the same placement. A virtual machine's CPUs move between placements in which the
 * same code takes 70 or 500 ns. A run that met the far one is not a slower run.
 *
 * <p>Rounds have the same placement if their reference probes, before and after, all lie within {@link #ALIKE} of each other.
 * Several sets of rounds can qualify. The largest one is used: its sizes a and b maximise a b / (a + b). The choice depends on
 * reference probes only, never on the compared figures, so it cannot create a difference.
 *
 * @param baseline   indices of the baseline's rounds
 * @param contender  indices of the contender's rounds
 * @param probeNanos the median of these rounds' reference probes, nanoseconds a round trip
 */
public record PlacementMatch(List<Integer> baseline, List<Integer> contender, double probeNanos) {
    /**
     * The largest ratio of two reference probes within one placement. Between two near CPUs the reference probe took 68 to 85 ns,
     * between two far ones 490 to 540 ns.
     */
    public static final double ALIKE = 1.25;

    /** The best set; empty if the two have no placement in common. */
    public static Optional<PlacementMatch> of(List<Placement> baseline, List<Placement> contender) {
        PlacementMatch best = null;
        for (double lowest : readings(Stream.concat(baseline.stream(), contender.stream()))) {
            PlacementMatch candidate = from(lowest, baseline, contender);
            if (candidate.sharpness() > (best == null ? 0 : best.sharpness())) {
                best = candidate;
            }
        }
        return Optional.ofNullable(best);
    }

    /** The most frequent placement of one run. */
    public static Home home(List<Placement> placements) {
        Home best = new Home(0, 0);
        for (double lowest : readings(placements.stream())) {
            PlacementMatch candidate = from(lowest, placements, List.of());
            if (candidate.baseline.size() > best.rounds) {
                best = new Home(candidate.baseline.size(), candidate.probeNanos);
            }
        }
        return best;
    }

    /**
     * The most frequent placement of a run.
     *
     * @param rounds     how many of its rounds had it; zero if the CPUs moved in every round
     * @param probeNanos the median of these rounds' reference probes
     */
    public record Home(int rounds, double probeNanos) {
    }

    /** Whether each measured round of a cell has its reference probes. */
    public static boolean isKnown(Cell cell) {
        return !cell.placements().isEmpty()
                && cell.metrics().stream().allMatch(metric -> metric.rounds().size() == cell.placements().size())
                && cell.placements().stream().allMatch(placement -> placement.lowNanos() > 0 && placement.highNanos() > 0);
    }

    private static PlacementMatch from(double lowest, List<Placement> baseline, List<Placement> contender) {
        List<Integer> baselineRounds = within(lowest, baseline);
        List<Integer> contenderRounds = within(lowest, contender);
        double[] used = readings(Stream.concat(baselineRounds.stream().map(baseline::get),
                contenderRounds.stream().map(contender::get)));
        return new PlacementMatch(baselineRounds, contenderRounds, used.length == 0 ? 0 : MedianInterval.median(used));
    }

    private static List<Integer> within(double lowest, List<Placement> placements) {
        List<Integer> rounds = new ArrayList<>();
        for (int round = 0; round < placements.size(); round++) {
            Placement placement = placements.get(round);
            if (Math.min(placement.lowNanos(), placement.highNanos()) >= lowest
                    && Math.max(placement.lowNanos(), placement.highNanos()) <= lowest * ALIKE) {
                rounds.add(round);
            }
        }
        return rounds;
    }

    private double sharpness() {
        double both = baseline.size() + contender.size();
        return both == 0 ? 0 : baseline.size() * contender.size() / both;
    }

    private static double[] readings(Stream<Placement> placements) {
        return placements.flatMap(placement -> Stream.of(placement.lowNanos(), placement.highNanos()))
                .mapToDouble(Double::doubleValue).sorted().toArray();
    }
}
