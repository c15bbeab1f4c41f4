package ipc.analysis;

import ipc.analysis.document.Microseconds;
import ipc.analysis.document.Value;
import ipc.result.RunRecord.Cell;
import ipc.result.RunRecord.Cost;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;

/** What messages cost and how many there were, in figures. */
final class CostText {
    private static final String NOTE = "CPU per message: what the fork and what the peer took, all threads of each, user and"
            + " system, over all measured iterations; a round trip is two messages, a one-way message and one of a stream one;"
            + " what goes back to request or acknowledge them is in their CPU time. A spinning side takes CPU time for as long as"
            + " it waits.";
    private static final String THREADS_NOTE = " Of two threads of one JVM the one figure is what both took together.";

    private static final MathContext DIGITS = new MathContext(3);
    private static final double NANOS_PER_SECOND = 1e9;
    private static final double BYTES_PER_MEGABYTE = 1e6;
    private static final double LEAST_PERCENT = 0.1;

    private CostText() {
    }

    /** What stands under a table that has CPU times of these cells; empty if none has any. */
    static Optional<String> note(List<Cell> cells) {
        List<Cell> costly = cells.stream().filter(cell -> cell.cost() != null).toList();
        return costly.isEmpty() ? Optional.empty()
                : Optional.of(costly.stream().anyMatch(CellParameters::isBaseline) ? NOTE + THREADS_NOTE : NOTE);
    }

    /** CPU time of fork and peer for a message. A baseline's sides are threads of the fork, so that the peer's is absent. */
    static List<Value> perMessage(Cell cell) {
        Cost cost = cell.cost();
        return cost == null ? List.of(Value.absent(), Value.absent())
                : List.of(fine(cost.forkNanosPerMessage()),
                        CellParameters.isBaseline(cell) ? Value.absent() : fine(cost.peerNanosPerMessage()));
    }

    private static Value fine(double nanos) {
        return new Value(nanos, Microseconds.fine(nanos));
    }

    /** Empty if nobody counted. */
    static OptionalDouble messagesPerSecond(Cell cell) {
        Cost cost = cell.cost();
        return cost == null || !(cost.seconds() > 0) ? OptionalDouble.empty()
                : OptionalDouble.of(cost.messages() / cost.seconds());
    }

    /** To three digits, and no more dots than it takes. */
    static String rate(double perSecond) {
        return new BigDecimal(perSecond).round(DIGITS).stripTrailingZeros().toPlainString();
    }

    /** Messages a second, to three digits. */
    static Value rate(Cell cell) {
        OptionalDouble perSecond = messagesPerSecond(cell);
        return perSecond.isEmpty() ? Value.absent() : new Value(perSecond.getAsDouble(), rate(perSecond.getAsDouble()));
    }

    /** Megabytes (10^6) a second, to three digits. */
    static Value megabytes(Cell cell) {
        OptionalDouble perSecond = messagesPerSecond(cell);
        if (perSecond.isEmpty() || CellParameters.sizeBytes(cell).isEmpty()) {
            return Value.absent();
        }
        double megabytes = perSecond.getAsDouble() * CellParameters.sizeBytes(cell).getAsInt() / BYTES_PER_MEGABYTE;
        return new Value(megabytes, rate(megabytes));
    }

    /** Of one CPU, what so much CPU time for a message is at so many a second. */
    static double percent(double nanosPerMessage, double perSecond) {
        return 100 * nanosPerMessage * perSecond / NANOS_PER_SECOND;
    }

    /** A percentage as tables show it, without its sign. */
    static String percent(double percent) {
        return percent > 0 && percent < LEAST_PERCENT ? "< " + LEAST_PERCENT
                : String.format(Locale.ROOT, percent < 10 ? "%.1f" : "%.0f", percent);
    }
}
