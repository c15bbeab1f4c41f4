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
 * Brings home what an iteration recorded: the histogram of every operation's latency and, if it was measured, whatever else is
 * in {@link Recordings}, and the clock's cost.
 *
 * <p>With plain JMH: {@code -prof ipc.histogram.LatencyProfiler}. The harness adds it by itself.
 */
public final class LatencyProfiler implements InternalProfiler {
    /** Secondary metric: nanoseconds one clock read takes. */
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
            // For those who look on; JMH keeps none of a warm-up's results.
            return Recordings.latencies();
        }
        List<Result<?>> results = Recordings.take();
        ClockCost clock = ClockCost.measure();
        results.add(new ScalarResult(CLOCK_READ, clock.readNanos(), "ns", AggregationPolicy.AVG));
        results.add(new ScalarResult(CLOCK_GRANULARITY, clock.granularityNanos(), "ns", AggregationPolicy.MIN));
        return results;
    }
}
