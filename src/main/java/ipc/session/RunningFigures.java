package ipc.session;

import ipc.histogram.HistogramResult;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.runner.IterationType;

/**
 * The latencies of each cell so far: all finished rounds, and the finished iterations of the running fork. Before the first
 * measured iteration has ended, the figures are those of the last warm-up.
 */
final class RunningFigures {
    private static final int SIGNIFICANT_DIGITS = 3;

    private final Map<Cell, Histogram> finished = new HashMap<>();
    private Cell cell;
    private Histogram fork = new Histogram(SIGNIFICANT_DIGITS);
    private Optional<Histogram> warmUp = Optional.empty();

    /**
     * Figures in nanoseconds, the same as in the result.
     *
     * @param warmUp     whether they are a warm-up's, which no result contains
     * @param operations the number of operations
     */
    record Figures(boolean warmUp, long operations, long min, long p50, long mean, long p99, long max) {
        private static Figures of(boolean warmUp, Histogram histogram) {
            return new Figures(warmUp, histogram.getTotalCount(), histogram.getMinValue(), histogram.getValueAtPercentile(50),
                    Math.round(histogram.getMean()), histogram.getValueAtPercentile(99), histogram.getMaxValue());
        }
    }

    /** A fork of this cell begins. The figures of the last fork are forgotten unless they were kept. */
    void begins(Cell running) {
        cell = running;
        fork = new Histogram(SIGNIFICANT_DIGITS);
        warmUp = Optional.empty();
    }

    /** An iteration of the running fork has ended. */
    void add(IterationType type, IterationResult iteration) {
        Histogram latencies = new Histogram(SIGNIFICANT_DIGITS);
        // A pair has two metrics, one for each side. Another cell's second metric describes the same operations.
        List<String> metrics = cell.benchmark().isPaired() ? cell.metrics() : cell.metrics().subList(0, 1);
        for (String metric : metrics) {
            if ((Result<?>) iteration.getSecondaryResults().get(metric) instanceof HistogramResult result) {
                latencies.add(result.histogram());
            }
        }
        if (type == IterationType.MEASUREMENT) {
            fork.add(latencies);
        } else if (latencies.getTotalCount() > 0) {
            warmUp = Optional.of(latencies);
        }
    }

    /** The running fork has ended well. */
    void keep() {
        finished.computeIfAbsent(cell, unused -> new Histogram(SIGNIFICANT_DIGITS)).add(fork);
    }

    /** The figures of the cell whose fork is running; empty if there are none yet. */
    Optional<Figures> now() {
        Histogram measured = fork.copy();
        Optional.ofNullable(finished.get(cell)).ifPresent(measured::add);
        return measured.getTotalCount() > 0 ? Optional.of(Figures.of(false, measured))
                : warmUp.map(latencies -> Figures.of(true, latencies));
    }

    /** The figures of a cell's finished rounds; empty if there are none. */
    Optional<Figures> of(Cell ended) {
        return Optional.ofNullable(finished.get(ended)).filter(all -> all.getTotalCount() > 0)
                .map(all -> Figures.of(false, all));
    }
}
