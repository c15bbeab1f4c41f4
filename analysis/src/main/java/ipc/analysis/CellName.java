package ipc.analysis;

import ipc.result.RunRecord.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cell in words. */
final class CellName {
    private static final String TRANSPORT = "transport";
    private static final String SIZE = "size";
    private static final String USUAL_SIZE = "64";
    private static final String RATE = "rateHz";
    private static final String CLOSED_LOOP = "0";
    private static final String WINDOW = "window";
    private static final Map<String, String> BENCHMARKS = Map.of("RoundTrip", "round trip", "OneWay", "one way",
            "Throughput", "throughput", "ThreadHandOff", "baseline: two threads", "Call", "baseline: 1000 calls");
    /** Metrics that need no name: what their benchmark is about. */
    private static final List<String> MAIN_METRICS = List.of("rtt", "oneWay", "per1000Calls");
    private static final Map<String, String> METRICS = Map.of("oneWayFromIntended", "from the intended time", "perMessage", "time per message");

    private CellName() {
    }

    /** Such as {@code round trip, sysv/spin, 8 bytes}. */
    static String of(Cell cell) {
        List<String> parts = new ArrayList<>(List.of(BENCHMARKS.getOrDefault(cell.benchmark(), cell.benchmark())));
        Map<String, String> params = new LinkedHashMap<>(cell.params());
        String transport = params.remove(TRANSPORT);
        if (transport != null) {
            parts.add(transport);
        }
        String size = params.remove(SIZE);
        String rate = params.remove(RATE);
        if (rate != null) {
            parts.add(rate.equals(CLOSED_LOOP) ? "closed loop" : rate + " Hz");
        }
        String window = params.remove(WINDOW);
        if (window != null) {
            parts.add("window " + window);
        }
        params.values().forEach(parts::add);
        if (size != null && !size.equals(USUAL_SIZE)) {
            parts.add(size + " bytes");
        }
        mode(cell).ifPresent(parts::add);
        return String.join(", ", parts);
    }

    /** The same with the metric's name, where it is not the main one. */
    static String of(Cell cell, String metric) {
        return of(cell) + (MAIN_METRICS.contains(metric) ? "" : ", " + METRICS.getOrDefault(metric, metric));
    }

    /** What the id has beyond benchmark and parameters: JMH's mode, where it is not the usual one. */
    private static Optional<String> mode(Cell cell) {
        int usualLength = cell.benchmark().length() + cell.params().values().stream().mapToInt(value -> value.length() + 1).sum();
        return cell.id().startsWith(cell.benchmark()) && cell.id().length() > usualLength + 1
                ? Optional.of("mode " + cell.id().substring(usualLength + 1)) : Optional.empty();
    }
}
