package ipc.histogram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * The recordings of this fork in the present iteration. The benchmark adds them and {@link LatencyProfiler} reads them. They are
 * static because JMH offers no other way to connect the two. One benchmark runs at a time in a fork.
 */
public final class Recordings {
    /** Secondary metric: the reference probe's lowest reading around the measured iterations, in nanoseconds. */
    public static final String PLACEMENT_LOW = "placementLow";
    /** Secondary metric: the reference probe's highest reading around the measured iterations, in nanoseconds. */
    public static final String PLACEMENT_HIGH = "placementHigh";
    /** Secondary metric: the calibrated delay that was added, in nanoseconds; only if one was. */
    public static final String ADDED = "addedNanos";
    /** Secondary metric: number of messages whose cost was measured. */
    public static final String MESSAGES = "messages";
    /** Secondary metric: time in which they were measured, in nanoseconds. */
    public static final String MEASURED_NANOS = "measuredNanos";
    /** Secondary metric: the fork's CPU time in this time, in nanoseconds. */
    public static final String FORK_CPU_NANOS = "forkCpuNanos";
    /** Secondary metric: the peer's CPU time in this time, in nanoseconds. */
    public static final String PEER_CPU_NANOS = "peerCpuNanos";
    /** Secondary metric: the blocks of a paired benchmark, up to {@link BlockLog#MOST_IN_ALLOCATION} per allocation. */
    public static final String BLOCKS = "blocks";

    private static final Map<String, LatencyRecorder> LATENCIES = new LinkedHashMap<>();
    private static final Map<String, Result<?>> RESULTS = new LinkedHashMap<>();
    private static final List<Double> PLACEMENTS = new ArrayList<>();
    private static BlockLog blocks;

    private Recordings() {
    }

    /**
     * The recorder of a secondary metric. Its histogram becomes part of the results.
     *
     * @param metric name, such as {@code rtt}
     */
    public static synchronized LatencyRecorder latency(String metric) {
        return LATENCIES.computeIfAbsent(metric, name -> new LatencyRecorder());
    }

    /** The log of the secondary metric {@link #BLOCKS}. */
    public static synchronized BlockLog blocks() {
        blocks = new BlockLog();
        return blocks;
    }

    /** Sets a secondary metric that is a number and is summed over iterations. */
    public static synchronized void count(String metric, long value) {
        RESULTS.put(metric, new ScalarResult(metric, value, "#", AggregationPolicy.SUM));
    }

    /** Sets the secondary metrics of this iteration's cost, each summed over iterations. */
    public static synchronized void cost(long messages, long nanos, long forkCpuNanos, long peerCpuNanos) {
        count(MESSAGES, messages);
        sum(MEASURED_NANOS, nanos);
        sum(FORK_CPU_NANOS, forkCpuNanos);
        sum(PEER_CPU_NANOS, peerCpuNanos);
    }

    private static void sum(String metric, long nanos) {
        RESULTS.put(metric, new ScalarResult(metric, nanos, "ns", AggregationPolicy.SUM));
    }

    /** Sets the secondary metric of an added delay. */
    public static synchronized void added(double nanos) {
        RESULTS.put(ADDED, new ScalarResult(ADDED, nanos, "ns/op", AggregationPolicy.AVG));
    }

    /** Adds a reading of the reference probe. The lowest and the highest become secondary metrics. */
    public static synchronized void placement(double nanos) {
        PLACEMENTS.add(nanos);
    }

    /** Starts an iteration. The benchmark restarts its recorders and logs itself, on the measuring thread. */
    static synchronized void begin() {
        RESULTS.clear();
        PLACEMENTS.clear();
    }

    /** Sets any other secondary metric of this iteration; replaces one of the same label. */
    public static synchronized void result(Result<?> result) {
        RESULTS.put(result.getLabel(), result);
    }

    /** The histograms only. */
    static synchronized List<Result<?>> latencies() {
        List<Result<?>> results = new ArrayList<>();
        LATENCIES.forEach((metric, recorder) -> results.add(new HistogramResult(metric, recorder.copy())));
        return results;
    }

    static synchronized List<Result<?>> take() {
        List<Result<?>> results = latencies();
        results.addAll(RESULTS.values());
        PLACEMENTS.stream().min(Double::compare)
                .ifPresent(low -> results.add(new ScalarResult(PLACEMENT_LOW, low, "ns/op", AggregationPolicy.MIN)));
        PLACEMENTS.stream().max(Double::compare)
                .ifPresent(high -> results.add(new ScalarResult(PLACEMENT_HIGH, high, "ns/op", AggregationPolicy.MAX)));
        if (blocks != null) {
            results.add(new BlocksResult(BLOCKS, blocks.copy()));
        }
        return results;
    }
}
