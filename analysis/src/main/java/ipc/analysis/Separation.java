package ipc.analysis;

import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Placement;
import ipc.result.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether two cells of one run are told apart by their rounds.
 *
 * <p>As between two runs ({@link Comparison}), rounds in which the CPUs lay alike are compared. Where too few do, all rounds are,
 * and a difference counts only beyond what the placements can have made of it: all of the ratio of their reference probes.
 *
 * @param told   the answer
 * @param change from the first to the second; null where there is no interval
 */
record Separation(Told told, Change change) {
    /** What the rounds say. */
    enum Told {
        /** The second is slower. */
        APART,
        /** It may be as quick, or quicker. */
        NOT_APART,
        /** However they differ, so few rounds have no interval. */
        TOO_FEW_ROUNDS
    }

    /** Of each cell, so many rounds have an interval. */
    static int fewestRounds() {
        return RankSum.fewestOfEach(MedianInterval.CONFIDENCE);
    }

    static Separation of(Candidate first, Candidate second, Figure figure) {
        Cell a = first.cell();
        Cell b = second.cell();
        List<Summary> aRounds = first.metric().rounds();
        List<Summary> bRounds = second.metric().rounds();
        if (!isEnough(aRounds.size(), bRounds.size())) {
            return new Separation(Told.TOO_FEW_ROUNDS, null);
        }
        if (!PlacementMatch.isKnown(a) || !PlacementMatch.isKnown(b)) {
            return decide(a, figure.of(aRounds), b, figure.of(bRounds), 1, figure);
        }
        Optional<PlacementMatch> match = PlacementMatch.of(a.placements(), b.placements())
                .filter(found -> isEnough(found.baseline().size(), found.contender().size()));
        if (match.isPresent()) {
            return decide(a, figure.of(pick(first.metric(), match.get().baseline())), b,
                    figure.of(pick(second.metric(), match.get().contender())), 1, figure);
        }
        return decide(a, figure.of(aRounds), b, figure.of(bRounds), placementRatio(a, b), figure);
    }

    private static boolean isEnough(int first, int second) {
        return first > 0 && second > 0 && RankSum.rank(first, second, MedianInterval.CONFIDENCE) > 0;
    }

    private static List<Summary> pick(Metric metric, List<Integer> rounds) {
        return rounds.stream().map(metric.rounds()::get).toList();
    }

    private static double placementRatio(Cell first, Cell second) {
        double[] readings = Stream.of(first, second).flatMap(cell -> cell.placements().stream())
                .flatMap(Separation::readings).mapToDouble(Double::doubleValue).sorted().toArray();
        return readings[readings.length - 1] / readings[0];
    }

    private static Stream<Double> readings(Placement placement) {
        return Stream.of(placement.lowNanos(), placement.highNanos());
    }

    private static Separation decide(Cell a, double[] first, Cell b, double[] second, double handicap, Figure figure) {
        if (isBelowTheClock(a, first, figure) || isBelowTheClock(b, second, figure)) {
            return new Separation(Told.NOT_APART, null);
        }
        Change change = Change.of(Arrays.stream(first).map(nanos -> handicap * nanos).toArray(), second,
                nanos -> handicap * figure.errorNanos(a.clock(), nanos / handicap), nanos -> figure.errorNanos(b.clock(), nanos),
                MedianInterval.CONFIDENCE).orElseThrow();
        return new Separation(change.low() > 0 ? Told.APART : Told.NOT_APART, change);
    }

    private static boolean isBelowTheClock(Cell cell, double[] rounds, Figure figure) {
        return Arrays.stream(rounds).anyMatch(nanos -> nanos <= figure.errorNanos(cell.clock(), nanos));
    }
}
