package ipc.analysis.advise;

import ipc.analysis.stats.Change;
import ipc.analysis.stats.Figure;
import ipc.analysis.stats.MedianInterval;
import ipc.analysis.stats.PlacementMatch;
import ipc.analysis.stats.RankSum;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Placement;
import ipc.result.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether the rounds show that the second of two cells of one run is slower than the first.
 *
 * <p>As between two runs, rounds of the same placement are compared. If there are too few of them, all rounds
 * are compared, and a difference counts only if it exceeds the ratio of the placements' reference probes.
 *
 * @param answer the answer
 * @param change from the first to the second; null if there is no interval
 */
record Separation(Answer answer, Change change) {
    /** The answers. */
    enum Answer {
        /** The second is slower. */
        SLOWER,
        /** The second may be as fast as the first, or faster. */
        NOT_SEPARATED,
        /** A cell has fewer than {@link MedianInterval#FEWEST_ROUNDS} rounds. */
        TOO_FEW_ROUNDS;

        /** In plain words, as in JSON. */
        String words() {
            return name().toLowerCase(Locale.ROOT).replace('_', ' ');
        }
    }

    static Separation of(Candidate first, Candidate second, Figure figure) {
        Cell a = first.cell();
        Cell b = second.cell();
        List<Summary> aRounds = first.metric().rounds();
        List<Summary> bRounds = second.metric().rounds();
        if (Math.min(aRounds.size(), bRounds.size()) < MedianInterval.FEWEST_ROUNDS) {
            return new Separation(Answer.TOO_FEW_ROUNDS, null);
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

    /** Whether this many rounds of one placement still have an interval. */
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
            return new Separation(Answer.NOT_SEPARATED, null);
        }
        Change change = Change.of(Arrays.stream(first).map(nanos -> handicap * nanos).toArray(), second,
                nanos -> handicap * figure.errorNanos(a.clock(), nanos / handicap), nanos -> figure.errorNanos(b.clock(), nanos),
                MedianInterval.CONFIDENCE).orElseThrow();
        return new Separation(change.low() > 0 ? Answer.SLOWER : Answer.NOT_SEPARATED, change);
    }

    private static boolean isBelowTheClock(Cell cell, double[] rounds, Figure figure) {
        return Arrays.stream(rounds).anyMatch(nanos -> nanos <= figure.errorNanos(cell.clock(), nanos));
    }
}
