package ipc.analysis.advise;

import ipc.analysis.run.CellParameters;
import ipc.analysis.run.CostText;
import ipc.analysis.table.RateTables;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Metric;
import ipc.result.RunRecord.Status;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The cells of one run that answer a question about a size and a rate. All have one method, one size and one rate, so that only
 * the transport differs.
 *
 * <p>Paced messages near the rate answer the question. If there are none, round trips in a closed loop are used, although they do
 * not show what a sleeping receiver and an idle CPU add. Near means within a factor of two. Nothing is interpolated, because
 * latency has steps: a message needs another cache line, page or call, or a CPU falls into a deeper sleep.
 *
 * @param run       the run of the cells
 * @param sizeBytes measured
 * @param rateHz    measured, messages a second; empty for a closed loop
 * @param distance  from the question, in natural logarithms of size and rate; 0 if both are exactly those of the question
 * @param cells     one for every transport, in the run's order
 */
record Evidence(RunRecord run, int sizeBytes, OptionalDouble rateHz, double distance, List<Cell> cells) {
    private static final double NEAR = Math.log(2) + 1e-9;

    /** The nearest cells of the best of these runs; empty if none has any. */
    static Optional<Evidence> find(List<RunRecord> runs, Question question) {
        return runs.stream().flatMap(run -> all(run, question).stream())
                .max(Comparator.comparing((Evidence evidence) -> evidence.figures(question) > 0)
                        .thenComparing(evidence -> evidence.rateHz.isPresent())
                        .thenComparing(evidence -> -evidence.farness(question))
                        .thenComparing(evidence -> evidence.figures(question))
                        // If two are equally near, the one with the larger size or rate.
                        .thenComparing(Evidence::sizeBytes)
                        .thenComparing(evidence -> evidence.rateHz.orElse(0))
                        // If two runs measured the same, the newer one.
                        .thenComparing(evidence -> evidence.run.started()));
    }

    /** A lower rate than the question's counts as twice as far: a transport that keeps it need not keep the higher one. */
    private double farness(Question question) {
        return distance + (rateHz.isPresent() && rateHz.getAsDouble() < question.rateHz()
                ? distance(rateHz.getAsDouble(), question.rateHz()) : 0);
    }

    private static List<Evidence> all(RunRecord run, Question question) {
        Map<List<Double>, Map<String, Cell>> groups = new LinkedHashMap<>();
        for (Cell cell : run.cells()) {
            OptionalDouble rate = CellParameters.rateHz(cell);
            boolean speaks = rate.isPresent() ? isNear(rate.getAsDouble(), question.rateHz())
                    : cell.benchmark().equals(CellParameters.ROUND_TRIP);
            if (speaks && CellParameters.transport(cell).isPresent() && isNear(cell, question)) {
                groups.computeIfAbsent(List.of((double) CellParameters.sizeBytes(cell).orElseThrow(), rate.orElse(0)),
                        unused -> new LinkedHashMap<>()).putIfAbsent(CellParameters.transport(cell).orElseThrow(), cell);
            }
        }
        List<Evidence> all = new ArrayList<>();
        groups.forEach((key, cells) -> {
            OptionalDouble rate = key.get(1) > 0 ? OptionalDouble.of(key.get(1)) : OptionalDouble.empty();
            double distance = distance(key.get(0), question.sizeBytes())
                    + (rate.isPresent() ? distance(rate.getAsDouble(), question.rateHz()) : 0);
            all.add(new Evidence(run, key.get(0).intValue(), rate, distance, List.copyOf(cells.values())));
        });
        return all;
    }

    static boolean isNear(Cell cell, Question question) {
        return CellParameters.sizeBytes(cell).isPresent()
                && isNear(CellParameters.sizeBytes(cell).getAsInt(), question.sizeBytes());
    }

    private static boolean isNear(double measured, double asked) {
        return distance(measured, asked) <= NEAR;
    }

    private static double distance(double measured, double asked) {
        return Math.abs(Math.log(measured / asked));
    }

    /** How many of its cells have the figure of the question. */
    long figures(Question question) {
        return cells.stream().flatMap(cell -> metric(cell).stream())
                .filter(metric -> question.percentile().isIn(metric.rounds())).count();
    }

    /** The latencies of a cell; of paced messages, those from the intended time. Empty if it was not measured in full. */
    Optional<Metric> metric(Cell cell) {
        return cell.status() != Status.MEASURED ? Optional.empty() : cell.metrics().stream()
                .filter(metric -> rateHz.isEmpty() || metric.name().equals(RateTables.FROM_INTENDED))
                .filter(metric -> !metric.rounds().isEmpty()).findFirst();
    }

    /** The method, the size and the rate, in words. */
    String inWords() {
        return rateHz.isPresent() ? "one way from the intended time, " + sizeBytes + " bytes, "
                + CostText.rate(rateHz.getAsDouble()) + " Hz" : "round trips in a closed loop, " + sizeBytes + " bytes";
    }
}
