package ipc.analysis.run;

import ipc.result.RunRecord.Cell;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A cell in words. */
public final class CellName {
    /** The names of baselines begin with this, unless a heading says it. */
    public static final String BASELINE = "baseline: ";

    private static final String USUAL_SIZE = "64";
    private static final Map<String, String> BENCHMARKS = Map.of("RoundTrip", "round trip", "OneWay", "one way",
            "Throughput", "throughput", "ThreadHandOff", BASELINE + "two threads", "Call", BASELINE + "1000 calls");
    /** Metrics that need no name: what their benchmark is about. */
    private static final List<String> MAIN_METRICS = List.of("rtt", "oneWay", "per1000Calls", "");
    private static final Map<String, String> METRICS = Map.of("oneWayFromIntended", "from the intended time",
            "perMessage", "time per message");
    private static final String CLOSED_LOOP = "0";

    private CellName() {
    }

    /** Such as {@code round trip, sysv/spin, 8 bytes}. */
    public static String of(Cell cell) {
        Map<String, String> params = new LinkedHashMap<>(cell.params());
        params.remove(CellParameters.SIZE, USUAL_SIZE);
        return inWords(cell, params);
    }

    /** The same with the metric's name, where it is not the main one. */
    public static String of(Cell cell, String metric) {
        return withMetric(of(cell), metric);
    }

    /** The name without some parameters, which cells of one group share: {@code round trip, 64 bytes}. */
    public static String without(List<String> parameters, Cell cell, String metric) {
        Map<String, String> params = new LinkedHashMap<>(cell.params());
        params.keySet().removeAll(parameters);
        return withMetric(inWords(cell, params), metric);
    }

    private static String withMetric(String words, String metric) {
        return words + (MAIN_METRICS.contains(metric) ? "" : ", " + METRICS.getOrDefault(metric, metric));
    }

    /** @param shown those of the cell's parameters that are said */
    private static String inWords(Cell cell, Map<String, String> shown) {
        List<String> parts = new ArrayList<>(List.of(BENCHMARKS.getOrDefault(cell.benchmark(), cell.benchmark())));
        Map<String, String> params = new LinkedHashMap<>(shown);
        Optional.ofNullable(params.remove(CellParameters.TRANSPORT)).ifPresent(parts::add);
        if (params.remove(CellParameters.WAIT) != null) {
            parts.set(0, BASELINE + CellParameters.threads(cell).orElseThrow());
        }
        Optional<String> size = Optional.ofNullable(params.remove(CellParameters.SIZE)).map(bytes -> bytes + " bytes");
        params.forEach((name, value) -> parts.add(switch (name) {
            case CellParameters.RATE -> value.equals(CLOSED_LOOP) ? "closed loop" : value + " Hz";
            case CellParameters.WINDOW -> "window " + value;
            default -> value;
        }));
        size.ifPresent(parts::add);
        mode(cell).ifPresent(parts::add);
        return String.join(", ", parts);
    }

    /** JMH's mode, if it is not the usual one: the rest of the id behind benchmark and parameters. */
    private static Optional<String> mode(Cell cell) {
        int usualLength = cell.benchmark().length() + cell.params().values().stream().mapToInt(value -> value.length() + 1).sum();
        return cell.id().startsWith(cell.benchmark()) && cell.id().length() > usualLength + 1
                ? Optional.of("mode " + cell.id().substring(usualLength + 1)) : Optional.empty();
    }
}
