package ipc.histogram;

import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.profile.InternalProfiler;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.runner.IterationType;

/**
 * Adds what an iteration recorded to JMH's results: the histogram of all latencies, the other {@link Recordings} of a measured
 * iteration, and the clock's cost.
 *
 * <p>The harness adds this profiler by itself. With plain JMH: {@code -prof ipc.histogram.LatencyProfiler}.
 */
public final class LatencyProfiler implements InternalProfiler {
    /** Secondary metric: cost of a clock read in nanoseconds. */
    public static final String CLOCK_READ = "clockRead";
    /** Secondary metric: the clock's smallest step in nanoseconds. */
    public static final String CLOCK_GRANULARITY = "clockGranularity";

    @Override
    public String getDescription() {
        return "ipc-roundtrip: the latency of every operation as a secondary metric";
    }

    @Override
    public void beforeIteration(BenchmarkParams benchmarkParams, IterationParams iterationParams) {
        Recordings.begin();
    }

    @Override
    public Collection<? extends Result<?>> afterIteration(
            BenchmarkParams benchmarkParams, IterationParams iterationParams, IterationResult iterationResult) {
        if (iterationParams.getType() != IterationType.MEASUREMENT) {
            // For the live view only: JMH discards the results of a warm-up.
            return Recordings.latencies();
        }
        List<Result<?>> results = Recordings.take();
        ClockCost clock = ClockCost.measure();
        results.add(new ScalarResult(CLOCK_READ, clock.readNanos(), "ns", AggregationPolicy.AVG));
        results.add(new ScalarResult(CLOCK_GRANULARITY, clock.granularityNanos(), "ns", AggregationPolicy.MIN));
        return results;
    }
}
