package ipc.analysis.run;

import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Cost;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.stream.Stream;

/** CPU times and rates of messages, as tables show them. */
public final class CostText {
    private static final List<String> NOTES = List.of("CPU µs/message: user and system time of all threads of fork and peer,"
            + " divided by the messages.",
            "A round trip is two messages. A side that spins takes CPU time for as long as it waits.");
    private static final String THREADS_NOTE = "Baselines with two threads have one process: fork has the CPU time of both.";

    private static final MathContext DIGITS = new MathContext(3);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double LEAST_PERCENT = 0.1;

    private CostText() {
    }

    /** How to read the CPU times of these cells; empty if there are none. */
    public static List<String> notes(List<Cell> cells) {
        List<Cell> costly = cells.stream().filter(cell -> cell.cost() != null).toList();
        return costly.isEmpty() ? List.of()
                : costly.stream().anyMatch(CellParameters::isBaseline)
                        ? Stream.concat(NOTES.stream(), Stream.of(THREADS_NOTE)).toList()
                : NOTES;
    }

    /** CPU time of fork and peer for a message. A baseline's sides are threads of the fork, so that the peer's is absent. */
    public static List<Value> perMessage(Cell cell) {
        Cost cost = cell.cost();
        return cost == null ? List.of(Value.absent(), Value.absent())
                : List.of(fine(cost.forkNanosPerMessage()),
                        CellParameters.isBaseline(cell) ? Value.absent() : fine(cost.peerNanosPerMessage()));
    }

    private static Value fine(double nanos) {
        return new Value(nanos, Microseconds.fine(nanos));
    }

    /** The messages that crossed in a second; empty if they were not counted. */
    public static OptionalDouble messagesPerSecond(Cell cell) {
        Cost cost = cell.cost();
        return cost == null || !(cost.seconds() > 0) ? OptionalDouble.empty()
                : OptionalDouble.of(cost.messages() / cost.seconds());
    }

    /** A rate with three significant digits. */
    public static String rate(double perSecond) {
        return new BigDecimal(perSecond).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Messages a second with three significant digits; absent if they were not counted. */
    public static Value rate(Cell cell) {
        OptionalDouble perSecond = messagesPerSecond(cell);
        return perSecond.isEmpty() ? Value.absent() : new Value(perSecond.getAsDouble(), rate(perSecond.getAsDouble()));
    }

    /** Megabytes (10^6 bytes) a second with three significant digits; absent as above, or if cells have no size. */
    public static Value megabytes(Cell cell) {
        OptionalDouble perSecond = messagesPerSecond(cell);
        if (perSecond.isEmpty() || CellParameters.sizeBytes(cell).isEmpty()) {
            return Value.absent();
        }
        double megabytes = perSecond.getAsDouble() * CellParameters.sizeBytes(cell).getAsInt() / BYTES_PER_MEGABYTE;
        return new Value(megabytes, rate(megabytes));
    }

    /** The share of one CPU, in per cent, that this CPU time for each message takes at this rate. */
    public static double percent(double nanosPerMessage, double perSecond) {
        return 100 * nanosPerMessage * perSecond / NANOS_PER_SECOND;
    }

    /** A percentage as tables show it, without its sign. */
    public static String percent(double percent) {
        return percent > 0 && percent < LEAST_PERCENT ? "< " + LEAST_PERCENT
                : String.format(Locale.ROOT, percent < 10 ? "%.1f" : "%.0f", percent);
    }
}
