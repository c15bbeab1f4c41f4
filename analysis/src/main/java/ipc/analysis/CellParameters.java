package ipc.analysis;

import ipc.BadInputException;
import ipc.result.RunRecord.Cell;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/** What a cell's parameters say, for reporters that put cells in rows by them. */
final class CellParameters {
    static final String TRANSPORT = "transport";
    static final String SIZE = "size";
    static final String RATE = "rateHz";
    static final String WINDOW = "window";
    static final String WAIT = "wait";
    static final String ROUND_TRIP = "RoundTrip";
    static final String ONE_WAY = "OneWay";
    static final String THROUGHPUT = "Throughput";
    /** The published message and its sequence word: the size of a one-way cell that has no such parameter. */
    static final int PUBLISHED_BYTES = 64;
    /** One message every 2 ms, as published: the rate of a one-way cell that has no such parameter. */
    static final double PUBLISHED_HZ = 500;

    private CellParameters() {
    }

    /** Empty for a pair, and for a baseline. */
    static Optional<String> transport(Cell cell) {
        return Optional.ofNullable(cell.params().get(TRANSPORT));
    }

    /** What a baseline is called whose sides are threads of one process, such as {@code thread/spin}; empty for any other. */
    static Optional<String> threads(Cell cell) {
        return Optional.ofNullable(cell.params().get(WAIT)).map(wait -> "thread/" + wait);
    }

    /** Neither a transport nor a pair of them: what the machine and the JVM take without one. */
    static boolean isBaseline(Cell cell) {
        return transport(cell).isEmpty() && !PairNames.isPair(cell);
    }

    /** Of a message, sequence word included; empty where nothing has a size. */
    static OptionalInt sizeBytes(Cell cell) {
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

    /** At which messages were due; empty for a closed loop, where the next one follows the last. */
    static OptionalDouble rateHz(Cell cell) {
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
