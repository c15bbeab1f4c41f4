package ipc.analysis.run;

import ipc.BadInputException;
import ipc.result.RunRecord.Cell;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** The parameters of a cell as values. */
public final class CellParameters {
    /** JMH parameter: name of the transport. */
    public static final String TRANSPORT = "transport";
    /** JMH parameter: size of a message in bytes. */
    public static final String SIZE = "size";
    /** JMH parameter: messages per second of a paced sender. */
    public static final String RATE = "rateHz";
    /** JMH parameter: number of messages that may be under way. */
    public static final String WINDOW = "window";
    /** JMH parameter: wait strategy of a baseline between threads. */
    public static final String WAIT = "wait";
    /** Benchmark of round trips. */
    public static final String ROUND_TRIP = "RoundTrip";
    static final String ONE_WAY = "OneWay";
    /** Benchmark of streams of messages. */
    public static final String THROUGHPUT = "Throughput";
    /** The size of a one-way cell without that parameter: the published message and its sequence word. */
    public static final int PUBLISHED_BYTES = 64;
    /** The rate of a one-way cell without that parameter: one message every 2 ms, as published. */
    static final double PUBLISHED_HZ = 500;

    private CellParameters() {
    }

    /** The transport; empty for a pair and for a baseline. */
    public static Optional<String> transport(Cell cell) {
        return Optional.ofNullable(cell.params().get(TRANSPORT));
    }

    /** The name of a baseline with two threads, such as {@code thread/spin}; empty for any other cell. */
    public static Optional<String> threads(Cell cell) {
        return Optional.ofNullable(cell.params().get(WAIT)).map(wait -> "thread/" + wait);
    }

    /** Whether the cell measures neither a transport nor a pair: the cost of machine and JVM alone. */
    public static boolean isBaseline(Cell cell) {
        return transport(cell).isEmpty() && !PairNames.isPair(cell);
    }

    /** The size of a message with its sequence word; empty if the cell has none. */
    public static OptionalInt sizeBytes(Cell cell) {
        String size = cell.params().get(SIZE);
        if (size == null) {
            return cell.benchmark().equals(ONE_WAY) ? OptionalInt.of(PUBLISHED_BYTES) : OptionalInt.empty();
        }
        try {
            return OptionalInt.of(Integer.parseInt(size));
        } catch (NumberFormatException e) {
            throw new BadInputException("cell " + cell.id() + " is malformed: its size is " + size
                    + ", which is no number of bytes");
        }
    }

    /** The rate at which messages were due; empty for a closed loop. */
    public static OptionalDouble rateHz(Cell cell) {
        if (!cell.benchmark().equals(ONE_WAY)) {
            return OptionalDouble.empty();
        }
        String rate = cell.params().get(RATE);
        if (rate == null) {
            return OptionalDouble.of(PUBLISHED_HZ);
        }
        try {
            double hertz = Double.parseDouble(rate);
            return hertz > 0 ? OptionalDouble.of(hertz) : OptionalDouble.empty();
        } catch (NumberFormatException e) {
            throw new BadInputException("cell " + cell.id() + " is malformed: its rate is " + rate
                    + ", which is no number of hertz");
        }
    }
}
