package ipc.result;

import ipc.BadInputException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** Refuses a run whose figures cannot be measured ones: negative times and counts, percentiles out of order, counts that do not add up. */
final class Plausible {
    /** Figures that may be below zero. */
    private static final Set<String> SIGNED = Set.of("seed", "stealTicks", "differenceNanos", "low", "high");
    /** A mean is that of a histogram's buckets, whose width is 0.1 %. */
    private static final double BUCKET = 0.002;

    private Plausible() {
    }

    /** @param file its name in messages */
    static void require(RunRecord run, Path file) {
        try {
            requireNotNegative(run, "");
            for (RunRecord.Cell cell : run.cells()) {
                cell.metrics().forEach(metric -> requireFigures(metric, "cell " + cell.id() + ", " + metric.name()));
            }
            run.paired().forEach(pair -> requireOrder("pair of cell " + pair.cell(), "low", pair.low(), "high", pair.high()));
        } catch (IllegalArgumentException e) {
            throw new BadInputException(file + " is malformed: " + e.getMessage());
        }
    }

    private static void requireFigures(RunRecord.Metric metric, String where) {
        requireFigures(metric.all(), where + ", all rounds");
        long operations = 0;
        for (int round = 0; round < metric.rounds().size(); round++) {
            requireFigures(metric.rounds().get(round), where + ", round " + (round + 1));
            operations += metric.rounds().get(round).operations();
        }
        if (operations != metric.all().operations()) {
            throw new IllegalArgumentException(where + ": its rounds have " + operations + " operations, and all together "
                    + metric.all().operations());
        }
    }

    private static void requireFigures(Summary summary, String where) {
        if (summary.operations() < 1) {
            throw new IllegalArgumentException(where + ": it has no operation");
        }
        List<String> names = List.of("min", "p50", "p90", "p99", "p99.9", "p99.99", "max");
        double[] figures = {summary.min(), summary.p50(), summary.p90(), summary.p99(), summary.p999(), summary.p9999(),
            summary.max()};
        for (int i = 1; i < figures.length; i++) {
            requireOrder(where, names.get(i - 1), figures[i - 1], names.get(i), figures[i]);
        }
        requireOrder(where, "min", summary.min() * (1 - BUCKET) - 1, "mean", summary.mean());
        requireOrder(where, "mean", summary.mean(), "max", summary.max() * (1 + BUCKET) + 1);
    }

    private static void requireOrder(String where, String lower, Double low, String higher, Double high) {
        if (low != null && high != null && low > high) {
            throw new IllegalArgumentException(where + ": " + lower + " (" + low + ") is above " + higher + " (" + high + ")");
        }
    }

    /** Looks at every number of a record and of the records in it. */
    private static void requireNotNegative(Object value, String name) {
        if (value instanceof Number number) {
            if (number.doubleValue() < 0 && !SIGNED.contains(name)) {
                throw new IllegalArgumentException(name + " is " + number + ", and cannot be negative");
            }
        } else if (value instanceof Iterable<?> all) {
            all.forEach(each -> requireNotNegative(each, name));
        } else if (value instanceof Record) {
            for (RecordComponent component : value.getClass().getRecordComponents()) {
                try {
                    requireNotNegative(component.getAccessor().invoke(value), component.getName());
                } catch (ReflectiveOperationException e) {
                    throw new IllegalStateException(e);
                }
            }
        }
    }
}
