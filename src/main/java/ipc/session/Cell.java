package ipc.session;

import ipc.bench.Benchmarks;
import ipc.transport.Transport;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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

    /** How it is called on the terminal. */
    String words() {
        String size = params.containsKey(Benchmarks.SIZE) ? " " + params.get(Benchmarks.SIZE) + " B" : "";
        String unusual = mode == Mode.AverageTime ? "" : " (" + mode.shortLabel() + ")";
        return benchmark.name() + " "
                + String.join(" against ", transports().stream().map(Transport::name).toList()) + size + unusual;
    }

    /** One, or the two of a pair. */
    List<Transport> transports() {
        return benchmark.transports(params);
    }
}
