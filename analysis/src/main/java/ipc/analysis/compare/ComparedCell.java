package ipc.analysis.compare;

import ipc.analysis.stats.Change;
import ipc.analysis.stats.Figure;
import java.util.Comparator;
import java.util.List;

/**
 * One cell of a comparison.
 *
 * @param id         as in both runs
 * @param name       in words
 * @param baseline   the baseline's rounds
 * @param contender  the contender's rounds
 * @param probeNanos the placement of the rounds used, in nanoseconds of the reference probe's round trip; null if unknown
 * @param rows       one for each figure asked for
 */
record ComparedCell(String id, String name, Rounds baseline, Rounds contender, Double probeNanos, List<Row> rows) {
    /**
     * Rounds of one run.
     *
     * @param measured how many it has
     * @param used     how many of them were compared
     */
    record Rounds(int measured, int used) {
        @Override
        public String toString() {
            return used + " of " + measured;
        }
    }

    /**
     * One figure.
     *
     * @param figure         which
     * @param baselineNanos  the median over the baseline's rounds; null if there are none
     * @param contenderNanos the median over the contender's rounds; null if there are none
     * @param change         null if there is no interval
     * @param verdict        what can be said
     * @param detail         the reason, short; empty if the verdict needs none
     */
    record Row(Figure figure, Double baselineNanos, Double contenderNanos, Change change, Verdict verdict, String detail) {
    }

    /** The first verdict, in the order of {@link Verdict}, that one of its rows has. */
    Verdict verdict() {
        return rows.stream().map(Row::verdict).min(Comparator.naturalOrder()).orElse(Verdict.NOT_COMPARABLE);
    }

    /** The first row with the cell's verdict. */
    Row decisive() {
        return rows.stream().filter(row -> row.verdict() == verdict()).findFirst().orElseThrow();
    }
}
