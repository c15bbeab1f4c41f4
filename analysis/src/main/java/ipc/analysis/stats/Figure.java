package ipc.analysis.stats;

import ipc.BadInputException;
import ipc.result.RunRecord.Clock;
import ipc.result.RunRecord.Metric;
import ipc.result.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A figure of a round by which rounds can be compared. Minimum and maximum are none: they depend on the number of operations. */
public enum Figure {
    MEAN("mean", 1, Summary::mean),
    P50("p50", 2, Summary::p50),
    P90("p90", 10, Summary::p90),
    P99("p99", 100, Summary::p99),
    P999("p99.9", 1000, Summary::p999);

    /** Histograms count whole nanoseconds. */
    private static final double ROUNDING_NANOS = 1;

    private final String words;
    private final long fewestOperations;
    private final ToDoubleFunction<Summary> value;

    Figure(String words, long fewestOperations, ToDoubleFunction<Summary> value) {
        this.words = words;
        this.fewestOperations = fewestOperations;
        this.value = value;
    }

    /**
     * The figures of these names.
     *
     * @throws BadInputException if a name is unknown
     */
    public static List<Figure> parse(List<String> names) {
        return names.stream().map(Figure::parse).distinct().sorted().toList();
    }

    private static Figure parse(String name) {
        return Arrays.stream(values())
                .filter(figure -> name.equals(figure.words) || name.equalsIgnoreCase(figure.name())).findFirst()
                .orElseThrow(() -> new BadInputException("--metric " + name + ": choose from "
                        + Arrays.stream(values()).map(Figure::words).collect(Collectors.joining(", "))));
    }

    /** The name on the command line and in tables. */
    public String words() {
        return words;
    }

    /** The figure of one round, nanoseconds. */
    public double of(Summary round) {
        return value.applyAsDouble(round);
    }

    /** The figure of each round, nanoseconds. */
    public double[] of(List<Summary> rounds) {
        return rounds.stream().mapToDouble(value).toArray();
    }

    /**
     * The figure of the typical round, nanoseconds: the median over the rounds. Null if there is no round, or if a round has too
     * few operations.
     */
    public Double typical(Metric metric) {
        return metric.rounds().isEmpty() || !isIn(metric.rounds()) ? null : (Double) MedianInterval.median(of(metric.rounds()));
    }

    /** The operations that a round needs. With fewer, none lies beyond the percentile, and it is only the maximum. */
    public long fewestOperations() {
        return fewestOperations;
    }

    /** Whether every round has operations enough for this figure. */
    public boolean isIn(List<Summary> rounds) {
        return rounds.stream().allMatch(round -> round.operations() >= fewestOperations);
    }

    /**
     * The largest distance between the true figure and the measured one, nanoseconds. A percentile is off by half a step of the
     * clock and half a nanosecond of rounding. Above 2 µs it is the upper end of a bucket of the histogram, so the bucket's width
     * is added. A mean averages both out.
     *
     * @param clock null if unknown
     * @param nanos the figure measured
     */
    public double errorNanos(Clock clock, double nanos) {
        return this == MEAN ? 0 : ((clock == null ? 0 : clock.granularityNanos()) + ROUNDING_NANOS) / 2
                + Summary.bucketNanos(nanos) - 1;
    }
}
