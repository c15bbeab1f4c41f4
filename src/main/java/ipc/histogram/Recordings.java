package ipc.histogram;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.ScalarResult;

/**
 * What this fork has recorded in the present iteration. The benchmark puts in, {@link LatencyProfiler} takes out; JMH
 * offers the two no other way to meet. One benchmark runs at a time in a fork.
 */
public final class Recordings {
    /** Secondary metric: the reference probe's lowest reading around the measured iterations, nanoseconds. */
    public static final String PLACEMENT_LOW = "placementLow";
    /** Secondary metric: the reference probe's highest reading around the measured iterations, nanoseconds. */
    public static final String PLACEMENT_HIGH = "placementHigh";
    /** Secondary metric: the delay that was put into the way, as calibrated; there only if one was. */
    public static final String ADDED = "addedNanos";
    /** Secondary metric: how many messages the iterations' cost is about. */
    public static final String MESSAGES = "messages";
    /** Secondary metric: how long these took, nanoseconds. */
    public static final String MEASURED_NANOS = "measuredNanos";
    /** Secondary metric: the fork's CPU time meanwhile, nanoseconds. */
    public static final String FORK_CPU_NANOS = "forkCpuNanos";
    /** Secondary metric: the peer's CPU time meanwhile, nanoseconds. */
    public static final String PEER_CPU_NANOS = "peerCpuNanos";
    /** Secondary metric: the blocks of a paired benchmark, of a long allocation the first. */
    public static final String BLOCKS = "blocks";

    private static final Map<String, LatencyRecorder> LATENCIES = new LinkedHashMap<>();
    private static final Map<String, Result<?>> RESULTS = new LinkedHashMap<>();
    private static final List<Double> PLACEMENTS = new ArrayList<>();
    private static BlockLog blocks;

    private Recordings() {
    }

    /**
     * A recorder whose histogram will come home as a secondary metric.
     *
     * @param metric its name, such as {@code rtt}
     */
    public static synchronized LatencyRecorder latency(String metric) {
        return LATENCIES.computeIfAbsent(metric, name -> new LatencyRecorder());
    }

    /** The log whose blocks will come home as the secondary metric {@link #BLOCKS}. */
    public static synchronized BlockLog blocks() {
        blocks = new BlockLog();
        return blocks;
    }

    /** A number of this iteration that will come home as a secondary metric, summed over iterations. */
    public static synchronized void count(String metric, long value) {
        RESULTS.put(metric, new ScalarResult(metric, value, "#", AggregationPolicy.SUM));
    }

    /** What this iteration's messages cost; will come home as secondary metrics, each summed over iterations. */
    public static synchronized void cost(long messages, long nanos, long forkCpuNanos, long peerCpuNanos) {
        count(MESSAGES, messages);
        sum(MEASURED_NANOS, nanos);
        sum(FORK_CPU_NANOS, forkCpuNanos);
        sum(PEER_CPU_NANOS, peerCpuNanos);
    }

    private static void sum(String metric, long nanos) {
        RESULTS.put(metric, new ScalarResult(metric, nanos, "ns", AggregationPolicy.SUM));
    }

    /** A known delay was put into the way; will come home as a secondary metric. */
    public static synchronized void added(double nanos) {
        RESULTS.put(ADDED, new ScalarResult(ADDED, nanos, "ns/op", AggregationPolicy.AVG));
    }

    /** A reading of the reference probe; the lowest and the highest will come home as secondary metrics. */
    public static synchronized void placement(double nanos) {
        PLACEMENTS.add(nanos);
    }

    /** An iteration begins. Recorders and logs are restarted by the benchmark itself, on the measuring thread. */
    static synchronized void begin() {
        RESULTS.clear();
        PLACEMENTS.clear();
    }

    /** Any other result of this iteration that will come home as a secondary metric; replaces one of the same label. */
    public static synchronized void result(Result<?> result) {
        RESULTS.put(result.getLabel(), result);
    }

    /** The latencies alone. */
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
