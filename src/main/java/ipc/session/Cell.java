package ipc.session;

import ipc.bench.Benchmarks;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.openjdk.jmh.annotations.Mode;

/**
 * One benchmark with one set of parameters.
 *
 * @param benchmark what is measured
 * @param params    JMH's parameters, each with one value
 * @param mode      JMH's mode
 */
record Cell(Benchmarks.Entry benchmark, Map<String, String> params, Mode mode) {
    /** Unique in a run and fit for a file name. */
    String id() {
        List<String> parts = new ArrayList<>(List.of(benchmark.name()));
        parts.addAll(params.values());
        if (mode != Mode.AverageTime) {
            parts.add(mode.shortLabel());
        }
        return String.join("-", parts).replaceAll("[^A-Za-z0-9.-]", "-");
    }

    /** The name of the cell on the terminal. */
    String words() {
        List<String> words = new ArrayList<>(List.of(benchmark.name()));
        words.add(benchmark.isBaseline() ? params.get(benchmark.parameters().get(0))
                : String.join(" against ", transports().stream().map(Transport::name).toList()));
        if (params.containsKey(Benchmarks.SIZE)) {
            words.add(params.get(Benchmarks.SIZE) + " B");
        }
        if (params.containsKey(Benchmarks.RATE)) {
            words.add(isClosedLoop() ? "closed loop" : rateHz() + " Hz");
        }
        if (mode != Mode.AverageTime) {
            words.add("(" + mode.shortLabel() + ")");
        }
        return String.join(" ", words);
    }

    private boolean isClosedLoop() {
        return rateHz() == 0;
    }

    /** Messages a second; 0 where they are not paced, or not by a parameter. */
    int rateHz() {
        return Integer.parseInt(params.getOrDefault(Benchmarks.RATE, "0"));
    }

    /** The messages that its transports must carry. */
    Traffic traffic() {
        return benchmark.traffic(params);
    }

    /** Why one of its transports cannot carry its messages, with what would be right; empty if all can. */
    Optional<String> refusal() {
        return transports().stream().map(transport -> transport.unsupported(traffic())).flatMap(Optional::stream).findFirst();
    }

    /** Whether each of two sides keeps a CPU busy. */
    boolean needsTwoCpus() {
        return benchmark.needsTwoCpus(params);
    }

    /** Secondary metrics with a histogram, the main one first. */
    List<String> metrics() {
        return benchmark.metrics(params);
    }

    /** One, or the two of a pair. */
    List<Transport> transports() {
        return benchmark.transports(params);
    }
}
