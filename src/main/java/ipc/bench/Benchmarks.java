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

/** The catalogue of benchmarks: what each is, which parameters it knows, and which values of them. */
public final class Benchmarks {
    /** Which transport, where there is one. */
    public static final String TRANSPORT = "transport";
    /** Which two transports, where they are measured in turn: {@code BASELINE:CONTENDER}. */
    public static final String PAIR = "pair";
    /** As a value of {@link #TRANSPORT}: every transport but the optional ones. */
    public static final String ALL_TRANSPORTS = "all";
    /** The message's size in bytes. */
    public static final String SIZE = "size";

    /** Messages a second; 0 is a closed loop. */
    public static final String RATE = "rateHz";
    /** How many messages of a stream may be under way. */
    public static final String WINDOW = "window";

    private static final String CLOSED_LOOP = "0";
    private static final String WAIT = "wait";
    private static final String CALL = "call";

    private static final List<Entry> ALL = List.of(
            new Entry("RoundTrip", RoundTrip.class.getName() + ".roundTrip",
                    "closed loop: send, echo, receive; the next message right after the reply",
                    List.of(TRANSPORT, SIZE), List.of(RoundTrip.METRIC), Benchmarks::exchanged, Benchmarks::refusedByRoundTrip),
            new Entry("OneWay", OneWay.class.getName() + ".oneWay",
                    "paced: the published 56-byte message so many times a second, from its time stamp; 0 is a closed loop",
                    List.of(TRANSPORT, SIZE, RATE), List.of(OneWay.METRIC, OneWay.METRIC_FROM_INTENDED), Benchmarks::sentByPeer,
                    Benchmarks::refusedByOneWay),
            new Entry("Throughput", Throughput.class.getName() + ".message",
                    "a one-way stream with back-pressure, every message verified: time per message",
                    List.of(TRANSPORT, SIZE, WINDOW), List.of(Throughput.METRIC), Benchmarks::streamed,
                    Benchmarks::refusedByThroughput),
            new Entry("Paired", Paired.class.getName() + ".quad",
                    "two transports in turn, in one fork and one peer: what their round trips differ by",
                    List.of(PAIR, SIZE), List.of(Paired.BASELINE, Paired.CONTENDER), Benchmarks::exchanged,
                    Benchmarks::refusedByPaired),
            new Entry("PairedPaced", PairedPaced.class.getName() + ".quad",
                    "two transports message by message, every 2 ms to a sleeping receiver: what they differ by",
                    List.of(PAIR), List.of(Paired.BASELINE, Paired.CONTENDER), Benchmarks::sentByPeer,
                    Benchmarks::refusedByPairedPaced),
            new Entry("ThreadHandOff", ThreadHandOff.class.getName() + ".handOff",
                    "baseline: the round trip between two threads of one JVM, over the same layout",
                    List.of(WAIT, SIZE), List.of(ThreadHandOff.METRIC), Benchmarks::exchanged,
                    Benchmarks::refusedByThreadHandOff),
            new Entry("Call", Call.class.getName() + ".thousandCalls",
                    "baseline: a thousand calls that are empty, read the clock, go through JNA, or into the kernel",
                    List.of(CALL), List.of(Call.METRIC), Benchmarks::exchanged, Benchmarks::refusedByCall));

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

    /** Where it is no parameter, it is the published message's. */
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
            case RATE -> refusedNumber(value, 0, Schedule.MAX_RATE_HZ, "messages a second, where 0 is a closed loop");
            default -> unknownTransport(value);
        };
    }

    private static Optional<String> refusedByThroughput(String parameter, String value) {
        return parameter.equals(WINDOW)
                ? value.equals(Throughput.AUTO) ? Optional.empty()
                        : refusedNumber(value, 1, MessageStream.MAX_WINDOW, "messages under way, or auto, which goes by the size")
                : refusedByRoundTrip(parameter, value);
    }

    private static Optional<String> refusedByThreadHandOff(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : Transports.betweenThreads(value).isPresent() ? Optional.empty()
                : Optional.of("no wait strategy is called " + value);
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
            // Said below.
        }
        return Optional.of(least + " to " + most + " are right: " + what);
    }

    private static Optional<String> refusedByPaired(String parameter, String value) {
        return parameter.equals(SIZE) ? refusedSize(value) : refusedPair(value, Benchmarks::unknownTransport);
    }

    private static Optional<String> refusedByPairedPaced(String parameter, String value) {
        return refusedPair(value, name -> unknownTransport(name).or(() -> refusedAwake(name)));
    }

    private static Optional<String> refusedAwake(String transport) {
        return Transports.get(transport).blocks() ? Optional.empty()
                : Optional.of("it measures the wake-up of a sleeping receiver, and with " + transport + " none sleeps");
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

    /** What no transport can carry is no size. What only some cannot costs their cells: see {@link Transport#unsupportedSize}. */
    private static Optional<String> refusedSize(String value) {
        int size;
        try {
            size = Integer.parseInt(value);
        } catch (NumberFormatException e) {
            return Optional.of("size " + value + ": a number of bytes is expected, such as 8 or 64");
        }
        List<Optional<String>> answers = Transports.list().stream().map(transport -> transport.unsupportedSize(size)).toList();
        return answers.stream().allMatch(Optional::isPresent) ? answers.get(0) : Optional.empty();
    }

    /**
     * A benchmark.
     *
     * @param name        short, as tables and file names use it
     * @param method      as JMH calls it
     * @param description one line
     * @param parameters  JMH parameters it knows
     * @param metrics     secondary metrics with a histogram, the main one first; all that it can have
     * @param traffic     parameters to what its messages are to each transport
     * @param refusal     parameter and value to the reason against it, empty if it is fine
     */
    public record Entry(String name, String method, String description, List<String> parameters, List<String> metrics,
            Function<Map<String, String>, Traffic> traffic, BiFunction<String, String, Optional<String>> refusal) {
        /** Whether it has the parameter. */
        public boolean knows(String parameter) {
            return parameters.contains(parameter);
        }

        /** Values of one of its parameters that have names; empty where they are numbers. */
        public List<String> examples(String parameter) {
            return switch (parameter) {
                case TRANSPORT, PAIR -> Transports.list().stream().map(Transport::name).toList();
                case CALL -> Call.Kind.names().toList();
                default -> List.of();
            };
        }

        /** Its parameters with what a value stands for in its place: a window in messages. */
        public Map<String, String> resolve(Map<String, String> params) {
            if (!knows(WINDOW)) {
                return params;
            }
            Map<String, String> resolved = new LinkedHashMap<>(params);
            resolved.computeIfPresent(WINDOW,
                    (name, value) -> Integer.toString(Throughput.window(value, Integer.parseInt(params.get(SIZE)))));
            return resolved;
        }

        /** Secondary metrics with a histogram, the main one first: of a closed loop no message is due at a time. */
        public List<String> metrics(Map<String, String> params) {
            return CLOSED_LOOP.equals(params.get(RATE)) ? metrics.subList(0, 1) : metrics;
        }

        /** Whether it is no transport that is measured, but what one can be compared with. */
        public boolean isBaseline() {
            return !knows(TRANSPORT) && !knows(PAIR);
        }

        /** Whether both sides keep a CPU busy each, with whatever transport these parameters name. */
        public boolean needsTwoCpus(Map<String, String> params) {
            return knows(WAIT) ? Transports.betweenThreads(params.get(WAIT)).orElseThrow().needsOwnCpu()
                    : transports(params).stream().anyMatch(Transport::needsOwnCpu);
        }

        /** Whether a known delay can be put into the way of its messages. */
        public boolean takesDelay() {
            return !isBaseline() && !knows(WINDOW);
        }

        /** The transports that these parameters name; none of a baseline. */
        public List<Transport> transports(Map<String, String> params) {
            if (isBaseline()) {
                return List.of();
            }
            String parameter = knows(PAIR) ? PAIR : TRANSPORT;
            return Benchmarks.transports(parameter, params.get(parameter)).stream().map(Transports::get).toList();
        }

        /** What its messages are to each of these transports; requests and acknowledgements, a word each, fit anywhere. */
        public Traffic traffic(Map<String, String> params) {
            return traffic.apply(params);
        }

        /** Whether two transports are measured in turn. */
        public boolean isPaired() {
            return knows(PAIR);
        }

        /** Why it does not take this value of one of its parameters; empty if it does. */
        public Optional<String> unsupported(String parameter, String value) {
            return refusal.apply(parameter, value);
        }
    }
}
