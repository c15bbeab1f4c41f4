package ipc.bench;

import ipc.peer.MessageStream;
import ipc.peer.Schedule;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/** The catalogue of benchmarks: their names, parameters and allowed values. */
public final class Benchmarks {
    /** Parameter: name of a transport. */
    public static final String TRANSPORT = "transport";
    /** Parameter: names of two transports that are measured in turn, {@code BASELINE:CONTENDER}. */
    public static final String PAIR = "pair";
    /** Value of {@link #TRANSPORT} that stands for every transport except the optional ones. */
    public static final String ALL_TRANSPORTS = "all";
    /** Parameter: length of a message in bytes. */
    public static final String SIZE = "size";

    /** Parameter: messages a second; 0 is a closed loop. */
    public static final String RATE = "rateHz";
    /** Parameter: how many messages of a stream can be in flight. */
    public static final String WINDOW = "window";

    private static final String CLOSED_LOOP = "0";
    private static final String WAIT = "wait";
    private static final String CALL = "call";

    private static final List<Entry> ALL = List.of(
            new Entry("RoundTrip", RoundTrip.class.getName() + ".roundTrip",
                    "send, echo, receive; the next one at once",
                    List.of(TRANSPORT, SIZE), List.of(RoundTrip.METRIC), Benchmarks::exchanged, Benchmarks::refusedByRoundTrip),
            new Entry("OneWay", OneWay.class.getName() + ".oneWay",
                    "the published message, one way, at a rate",
                    List.of(TRANSPORT, SIZE, RATE), List.of(OneWay.METRIC, OneWay.METRIC_FROM_INTENDED), Benchmarks::sentByPeer,
                    Benchmarks::refusedByOneWay),
            new Entry("Throughput", Throughput.class.getName() + ".message",
                    "a verified one-way stream",
                    List.of(TRANSPORT, SIZE, WINDOW), List.of(Throughput.METRIC), Benchmarks::streamed,
                    Benchmarks::refusedByThroughput),
            new Entry("Paired", Paired.class.getName() + ".quad",
                    "the difference of two round trips",
                    List.of(PAIR, SIZE), List.of(Paired.BASELINE, Paired.CONTENDER), Benchmarks::exchanged,
                    Benchmarks::refusedByPaired),
            new Entry("PairedPaced", PairedPaced.class.getName() + ".quad",
                    "the same for a message every 2 ms, one way",
                    List.of(PAIR), List.of(Paired.BASELINE, Paired.CONTENDER), Benchmarks::sentByPeer,
                    Benchmarks::refusedByPairedPaced),
            new Entry("ThreadHandOff", ThreadHandOff.class.getName() + ".handOff",
                    "baseline: a round trip between two threads",
                    List.of(WAIT, SIZE), List.of(ThreadHandOff.METRIC), Benchmarks::exchanged,
                    Benchmarks::refusedByThreadHandOff),
            new Entry("Call", Call.class.getName() + ".thousandCalls",
                    "baseline: empty, clock, JNA and kernel calls",
                    List.of(CALL), List.of(Call.METRIC), Benchmarks::exchanged, Benchmarks::refusedByCall));

    private Benchmarks() {
    }

    /** All benchmarks, in the order of tables and lists. */
    public static List<Entry> list() {
        return ALL;
    }

    /** The benchmark of a JMH method name such as {@code ipc.bench.RoundTrip.roundTrip}. */
    public static Optional<Entry> find(String method) {
        return ALL.stream().filter(entry -> entry.method().equals(method)).findFirst();
    }

    /** The values of a parameter, with {@link #ALL_TRANSPORTS} replaced by transport names. */
    public static List<String> expand(String parameter, List<String> values) {
        if (!parameter.equals(TRANSPORT) || !values.contains(ALL_TRANSPORTS)) {
            return values;
        }
        return Transports.usual().stream().map(Transport::name).toList();
    }

    private static Traffic exchanged(Map<String, String> params) {
        return Traffic.oneByOne(sizeBytes(params));
    }

    private static Traffic sentByPeer(Map<String, String> params) {
        return Traffic.toFork(sizeBytes(params), 1);
    }

    private static Traffic streamed(Map<String, String> params) {
        int size = sizeBytes(params);
        return Traffic.toPeer(size, Throughput.window(params.get(WINDOW), size));
    }

    /** The size; benchmarks without this parameter use the published message. */
    private static int sizeBytes(Map<String, String> params) {
        return Integer.parseInt(params.getOrDefault(SIZE, Integer.toString(OneWay.SIZE_BYTES)));
    }

    private static Optional<String> refusedByRoundTrip(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : unknownTransport(value);
    }

    private static Optional<String> refusedByOneWay(String parameter, String value) {
        return switch (parameter) {
            case SIZE -> refusedSize(value).or(() -> Integer.parseInt(value) >= OneWay.SIZE_BYTES ? Optional.empty()
                    : Optional.of("size " + value + ": " + OneWay.TOO_SMALL));
            case RATE -> refusedNumber(value, 0, Schedule.MAX_RATE_HZ, "messages a second; 0 is a closed loop");
            default -> unknownTransport(value);
        };
    }

    private static Optional<String> refusedByThroughput(String parameter, String value) {
        return parameter.equals(WINDOW)
                ? value.equals(Throughput.AUTO) ? Optional.empty()
                        : refusedNumber(value, 1, MessageStream.MAX_WINDOW, "messages, or auto, which depends on the size")
                : refusedByRoundTrip(parameter, value);
    }

    private static Optional<String> refusedByThreadHandOff(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : Transports.betweenThreads(value).isPresent() ? Optional.empty()
                : Optional.of("unknown wait strategy " + value);
    }

    private static Optional<String> refusedByCall(String parameter, String value) {
        return Call.Kind.names().anyMatch(value::equals) ? Optional.empty()
                : Optional.of("choose from " + String.join(", ", Call.Kind.names().toList()));
    }

    private static Optional<String> refusedNumber(String value, int least, int most, String what) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return Optional.empty();
            }
        } catch (NumberFormatException e) {
            // The message below covers this too.
        }
        return Optional.of("must be " + least + " to " + most + " " + what);
    }

    private static Optional<String> refusedByPaired(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : refusedPair(value, Benchmarks::unknownTransport);
    }

    private static Optional<String> refusedByPairedPaced(String parameter, String value) {
        return refusedPair(value, name -> unknownTransport(name).or(() -> refusedAwake(name)));
    }

    private static Optional<String> refusedAwake(String transport) {
        return Transports.get(transport).blocks() ? Optional.empty()
                : Optional.of(transport + " does not sleep; choose transports that do, such as sysv/condvar");
    }

    private static Optional<String> refusedPair(String value, Function<String, Optional<String>> refusal) {
        List<String> names = transports(PAIR, value);
        if (names.size() != 2) {
            return Optional.of("must be two transports, such as sysv/spin:mmap/spin");
        }
        return names.stream().map(refusal).flatMap(Optional::stream).findFirst();
    }

    /** The transport names in a value of {@link #TRANSPORT} or {@link #PAIR}. */
    private static List<String> transports(String parameter, String value) {
        return parameter.equals(PAIR) ? List.of(value.split(Allocations.SEPARATOR, -1)) : List.of(value);
    }

    private static Optional<String> unknownTransport(String value) {
        return Transports.find(value).isPresent() ? Optional.empty()
                : Optional.of("unknown transport " + value + "; ./run.sh list shows all");
    }

    /**
     * Rejects a size that every transport rejects. A size that only some reject fails their cells: see
     * {@link Transport#unsupportedSize}.
     */
    private static Optional<String> refusedSize(String value) {
        int size;
        try {
            size = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return Optional.of("size " + value + ": must be a number of bytes, such as 64");
        }
        List<Optional<String>> answers = Transports.list().stream().map(transport -> transport.unsupportedSize(size)).toList();
        return answers.stream().allMatch(Optional::isPresent) ? answers.get(0) : Optional.empty();
    }

    /**
     * A benchmark.
     *
     * @param name        short name in tables and file names
     * @param method      name of the JMH method
     * @param description one line
     * @param parameters  names of its JMH parameters
     * @param metrics     all secondary metrics that can have a histogram, the main one first
     * @param traffic     maps parameter values to the messages that each transport will carry
     * @param refusal     maps a parameter and a value to the reason to reject it, empty if it is allowed
     */
    public record Entry(String name, String method, String description, List<String> parameters, List<String> metrics,
            Function<Map<String, String>, Traffic> traffic, BiFunction<String, String, Optional<String>> refusal) {
        /** Whether it has the parameter. */
        public boolean knows(String parameter) {
            return parameters.contains(parameter);
        }

        /** The names that a parameter can have as value; empty if its values are numbers. */
        public List<String> examples(String parameter) {
            return switch (parameter) {
                case TRANSPORT, PAIR -> Transports.list().stream().map(Transport::name).toList();
                case CALL -> Call.Kind.names().toList();
                default -> List.of();
            };
        }

        /** The parameter values with the window as a number of messages. */
        public Map<String, String> resolve(Map<String, String> params) {
            if (!knows(WINDOW)) {
                return params;
            }
            Map<String, String> resolved = new LinkedHashMap<>(params);
            resolved.computeIfPresent(WINDOW,
                    (name, value) -> Integer.toString(Throughput.window(value, Integer.parseInt(params.get(SIZE)))));
            return resolved;
        }

        /**
         * The secondary metrics with a histogram, the main one first. A closed loop has no intended times, so it lacks their
         * metric.
         */
        public List<String> metrics(Map<String, String> params) {
            return CLOSED_LOOP.equals(params.get(RATE)) ? metrics.subList(0, 1) : metrics;
        }

        /** Whether it measures no transport, but something to compare transports with. */
        public boolean isBaseline() {
            return !knows(TRANSPORT) && !knows(PAIR);
        }

        /** Whether both sides keep a CPU busy with these parameter values. */
        public boolean needsTwoCpus(Map<String, String> params) {
            return knows(WAIT) ? Transports.betweenThreads(params.get(WAIT)).orElseThrow().needsOwnCpu()
                    : transports(params).stream().anyMatch(Transport::needsOwnCpu);
        }

        /** Whether a known delay can be added to its messages. */
        public boolean takesDelay() {
            return !isBaseline() && !knows(WINDOW);
        }

        /** The transports that these parameter values name; none for a baseline. */
        public List<Transport> transports(Map<String, String> params) {
            if (isBaseline()) {
                return List.of();
            }
            String parameter = knows(PAIR) ? PAIR : TRANSPORT;
            return Benchmarks.transports(parameter, params.get(parameter)).stream().map(Transports::get).toList();
        }

        /**
         * The messages that each of these transports will carry. Requests and acknowledgements are one word each, which every
         * transport supports.
         */
        public Traffic traffic(Map<String, String> params) {
            return traffic.apply(params);
        }

        /** Whether it measures two transports in turn. */
        public boolean isPaired() {
            return knows(PAIR);
        }

        /** The reason to reject a value of a parameter; empty if it is allowed. */
        public Optional<String> unsupported(String parameter, String value) {
            return refusal.apply(parameter, value);
        }
    }
}
