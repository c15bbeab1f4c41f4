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
    private static final Map<String, LatencyRecorder> LATENCIES = new LinkedHashMap<>();
    private static final Map<String, Long> COUNTS = new LinkedHashMap<>();
    private static final Map<String, Result<?>> RESULTS = new LinkedHashMap<>();

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

    /** A number of this iteration that will come home as a secondary metric, summed over iterations. */
    public static synchronized void count(String metric, long value) {
        COUNTS.put(metric, value);
    }

    /** Any other result of this iteration that will come home as a secondary metric; replaces one of the same label. */
    public static synchronized void result(Result<?> result) {
        RESULTS.put(result.getLabel(), result);
    }

    static synchronized List<Result<?>> take() {
        List<Result<?>> results = new ArrayList<>();
        LATENCIES.forEach((metric, recorder) -> results.add(new HistogramResult(metric, recorder.copy())));
        COUNTS.forEach((metric, value) -> results.add(new ScalarResult(metric, value, "#", AggregationPolicy.SUM)));
        results.addAll(RESULTS.values());
        return results;
    }
}
