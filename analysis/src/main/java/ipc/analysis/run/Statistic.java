package ipc.analysis.run;

import ipc.analysis.stats.Figure;
import ipc.BadInputException;
import ipc.analysis.document.Column;
import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Unit;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Metric;
import ipc.result.Summary;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** A figure of a histogram over every operation of all rounds. */
public enum Statistic {
    MIN("min", 1, Summary::min),
    MEAN("mean", 1, Summary::mean),
    P50("p50", Figure.P50.fewestOperations(), Summary::p50),
    P90("p90", Figure.P90.fewestOperations(), Summary::p90),
    P99("p99", Figure.P99.fewestOperations(), Summary::p99),
    P999("p99.9", Figure.P999.fewestOperations(), Summary::p999),
    MAX("max", 1, Summary::max);

    /** The usual figures of a wide table, in the order of its data. */
    public static final List<Statistic> USUAL = List.of(MIN, MEAN, P50, P99, P999, MAX);

    private final String words;
    private final long fewestOperations;
    private final ToDoubleFunction<Summary> value;

    Statistic(String words, long fewestOperations, ToDoubleFunction<Summary> value) {
        this.words = words;
        this.fewestOperations = fewestOperations;
        this.value = value;
    }

    /**
     * The figures with these names, in the order of tables.
     *
     * @throws BadInputException if a name is unknown
     */
    public static List<Statistic> parse(List<String> names) {
        return names.stream().map(Statistic::parse).distinct().sorted().toList();
    }

    private static Statistic parse(String name) {
        return Arrays.stream(values()).filter(column -> column.words.equals(name)).findFirst()
                .orElseThrow(() -> new BadInputException("--metric " + name + ": choose from "
                        + Arrays.stream(values()).map(Statistic::words).collect(Collectors.joining(", "))));
    }

    /** Its name on the command line and in tables. */
    public String words() {
        return words;
    }

    /** The column of a table that shows this figure. */
    public Column column() {
        return Column.of(words, Unit.MICROSECONDS);
    }

    /** The figure to the nanosecond; absent if the metric is, or if it has too few operations. */
    public Value of(Optional<Metric> metric) {
        return metric.map(Metric::all).filter(this::isIn).map(value::applyAsDouble)
                .map(nanos -> new Value(nanos, Microseconds.fine(nanos))).orElse(Value.absent());
    }

    /** The figure to three significant digits; absent as above. */
    public Value coarse(Optional<Metric> metric) {
        return Value.of(of(metric).raw(), Unit.MICROSECONDS);
    }

    /** Nanoseconds; null where too few operations stand behind it. */
    public Double nanos(Summary all) {
        return isIn(all) ? (Double) value.applyAsDouble(all) : null;
    }

    /** Whether there are operations enough: with fewer, none lies beyond the percentile, and what stands there is the maximum. */
    public boolean isIn(Summary all) {
        return all.operations() >= fewestOperations;
    }
}
