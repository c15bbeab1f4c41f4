package ipc.bench;

import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The catalogue of benchmarks: what each is, which parameters it knows, and which values of them. */
public final class Benchmarks {
    /** Which transport, where there is one. */
    public static final String TRANSPORT = "transport";
    /** Which two transports, where they are measured in turn: {@code BASELINE:CONTENDER}. */
    public static final String PAIR = "pair";
    /** As a value of {@link #TRANSPORT}: every transport one would choose between. */
    public static final String ALL_TRANSPORTS = "all";
    /** The message's size in bytes. */
    public static final String SIZE = "size";

    private static final List<Entry> ALL = List.of(
            new Entry("RoundTrip", RoundTrip.class.getName() + ".roundTrip",
                    "closed loop: send, echo, receive; the next message right after the reply",
                    List.of(TRANSPORT, SIZE), List.of(RoundTrip.METRIC), Benchmarks::refusedByRoundTrip),
            new Entry("OneWay", OneWay.class.getName() + ".oneWay",
                    "paced: a 56-byte message every 2 ms to a sleeping receiver, the published method",
                    List.of(TRANSPORT), List.of(OneWay.METRIC, OneWay.METRIC_FROM_INTENDED), Benchmarks::refusedByOneWay),
            new Entry("Paired", Paired.class.getName() + ".quad",
                    "two transports in turn, in one fork and one peer: what their round trips differ by",
                    List.of(PAIR, SIZE), List.of(Paired.BASELINE, Paired.CONTENDER), Benchmarks::refusedByPaired),
            new Entry("PairedPaced", PairedPaced.class.getName() + ".quad",
                    "two transports message by message, every 2 ms to a sleeping receiver: what they differ by",
                    List.of(PAIR), List.of(Paired.BASELINE, Paired.CONTENDER), Benchmarks::refusedByPairedPaced));

    private Benchmarks() {
    }

    /** All of them, in the order of tables and lists. */
    public static List<Entry> list() {
        return ALL;
    }

    /** The benchmark JMH calls so. */
    public static Optional<Entry> find(String method) {
        return ALL.stream().filter(entry -> entry.method().equals(method)).findFirst();
    }

    /** Values of a parameter as typed, {@link #ALL_TRANSPORTS} replaced by the names it stands for. */
    public static List<String> expand(String parameter, List<String> values) {
        if (!parameter.equals(TRANSPORT) || !values.contains(ALL_TRANSPORTS)) {
            return values;
        }
        return Transports.ordinary().stream().map(Transport::name).toList();
    }

    private static Optional<String> refusedByRoundTrip(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : unknownTransport(value);
    }

    private static Optional<String> refusedByOneWay(String parameter, String value) {
        Optional<String> unknown = unknownTransport(value);
        if (unknown.isPresent()) {
            return unknown;
        }
        return Transports.get(value).blocks() ? Optional.empty()
                : Optional.of("it measures the wake-up of a sleeping receiver, and with " + value + " none sleeps");
    }

    private static Optional<String> refusedByPaired(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : refusedPair(value, Benchmarks::unknownTransport);
    }

    private static Optional<String> refusedByPairedPaced(String parameter, String value) {
        return refusedPair(value, name -> refusedByOneWay(parameter, name));
    }

    private static Optional<String> refusedPair(String value, Function<String, Optional<String>> refusal) {
        List<String> names = transports(PAIR, value);
        if (names.size() != 2) {
            return Optional.of("a pair is two transports, such as sysv/spin:mmap/spin, and " + value + " is not");
        }
        return names.stream().map(refusal).flatMap(Optional::stream).findFirst();
    }

    /** The transports that a value of {@link #TRANSPORT} or {@link #PAIR} names. */
    private static List<String> transports(String parameter, String value) {
        return parameter.equals(PAIR) ? List.of(value.split(Allocations.SEPARATOR, -1)) : List.of(value);
    }

    private static Optional<String> unknownTransport(String value) {
        return Transports.find(value).isPresent() ? Optional.empty()
                : Optional.of("no transport is called " + value + "; ./run.sh list shows those there are");
    }

    /** What no transport can carry is no size. What only some cannot costs their cells: see {@link Transport#refusesSize}. */
    private static Optional<String> refusedSize(String value) {
        int size;
        try {
            size = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return Optional.of("size " + value + ": a number of bytes is expected, such as 8 or 64");
        }
        List<Optional<String>> answers = Transports.list().stream().map(transport -> transport.refusesSize(size)).toList();
        return answers.stream().allMatch(Optional::isPresent) ? answers.get(0) : Optional.empty();
    }

    /**
     * A benchmark.
     *
     * @param name        short, as tables and file names use it
     * @param method      as JMH calls it
     * @param description one line
     * @param parameters  JMH parameters it knows
     * @param metrics     secondary metrics with a histogram, the main one first
     * @param refusal     parameter and value to the reason against it, empty if it is fine
     */
    public record Entry(String name, String method, String description, List<String> parameters, List<String> metrics,
                        BiFunction<String, String, Optional<String>> refusal) {
        /** Whether it has the parameter. */
        public boolean knows(String parameter) {
            return parameters.contains(parameter);
        }

        /** Values of one of its parameters that have names; empty where they are numbers. */
        public List<String> examples(String parameter) {
            return parameter.equals(TRANSPORT) || parameter.equals(PAIR)
                    ? Transports.list().stream().map(Transport::name).toList() : List.of();
        }

        /** The transports that these parameters name. */
        public List<Transport> transports(Map<String, String> params) {
            String parameter = knows(PAIR) ? PAIR : TRANSPORT;
            return Benchmarks.transports(parameter, params.get(parameter)).stream().map(Transports::get).toList();
        }

        /** Whether two transports are measured in turn. */
        public boolean isPaired() {
            return knows(PAIR);
        }

        /** Why it does not take this value of one of its parameters; empty if it does. */
        public Optional<String> refuses(String parameter, String value) {
            return refusal.apply(parameter, value);
        }
    }
}
