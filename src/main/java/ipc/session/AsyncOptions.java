package ipc.session;

import ipc.BadInputException;
import ipc.profile.Output;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The options after {@code -prof async:}. They are those of JMH's async profiler: {@code name=value} or a name alone, separated by
 * semicolons.
 */
final class AsyncOptions {
    /** The sampled event. */
    static final String EVENT = "event";
    /** Samples allocations, alone or beside another event. */
    static final String ALLOC = "alloc";
    /** Samples threads that wait for a monitor, likewise. */
    static final String LOCK = "lock";

    private static final String LIBRARY = "libPath";
    private static final String OUTPUT = "output";
    private static final String DIRECTION = "direction";
    private static final String DIRECTORY = "dir";
    private static final String TITLE = "title";
    private static final String TRACES = "traces";
    private static final String FLAT = "flat";
    private static final String RAW = "rawCommand";
    private static final String INCLUDE = "include";
    private static final String EXCLUDE = "exclude";
    private static final String MIN_WIDTH = "minwidth";
    private static final String INTERVAL = "interval";
    /** Events that may be sampled every millisecond or more often. Timers such as ctimer are not finer than the kernel's tick. */
    private static final Set<String> FINE_EVENTS = Set.of("cpu-clock", "wall");
    /** The default of async-profiler. */
    private static final long USUAL_INTERVAL_NANOS = 10_000_000;
    private static final long MORE_OFTEN = 10;
    /** With a shorter interval, sampling takes a large share of the time that it measures. */
    private static final long SHORTEST_INTERVAL_NANOS = 100_000;
    /** Options that are true or false. async-profiler knows them by their name alone. */
    private static final Set<String> SWITCHES = Set.of("threads", "simple", "sig", "ann", "allkernel", "alluser", "filter");
    /** Options with one value or several. */
    private static final Set<String> LISTS = Set.of(INCLUDE, EXCLUDE);
    /** Options that are not passed to async-profiler: they are about files, or have no effect any more. */
    private static final Set<String> NOT_ITS_OWN = Set.of(LIBRARY, OUTPUT, DIRECTION, DIRECTORY, "verbose", TRACES, FLAT, TITLE,
            RAW, "width", MIN_WIDTH);
    /** Options that are passed as they are. */
    private static final Set<String> OTHERS = Set.of(EVENT, ALLOC, LOCK, INTERVAL, "jstackdepth", "framebuf", "cstack");
    /** Options that need no value. */
    private static final Set<String> WITHOUT_VALUE = Set.of(ALLOC, LOCK);
    /** JMH's default for a summary. */
    static final String TEXT_LINES = "200";

    private final Map<String, String> values = new LinkedHashMap<>();

    private AsyncOptions() {
    }

    /**
     * Parses them.
     *
     * @throws BadInputException if JMH does not know a name, if a value is missing, if an option is there twice, or if two
     *                           options exclude each other
     */
    static AsyncOptions parse(String line) {
        AsyncOptions options = new AsyncOptions();
        for (String option : line.split(";")) {
            if (!option.isBlank()) {
                options.take(option.strip());
            }
        }
        LISTS.stream().filter(options.values::containsKey).findFirst().ifPresent(list -> {
            if (options.values.getOrDefault(OUTPUT, "").contains("jfr")) {
                throw new BadInputException("-prof async: " + list + " selects stacks, and a recording always has all of them."
                        + " Remove " + list + " or output=jfr.");
            }
        });
        return options;
    }

    private void take(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        if (!names().contains(name)) {
            // JMH's own message would name only the first letter.
            throw new BadInputException("-prof async:" + option + ": there is no option " + name + "; choose from "
                    + names().stream().sorted().collect(Collectors.joining(", ")));
        }
        String value = equals < 0 ? SWITCHES.contains(name) ? "true" : "" : option.substring(equals + 1);
        if (value.isEmpty() && !WITHOUT_VALUE.contains(name)) {
            throw new BadInputException("-prof async:" + option + ": " + name + " has no value. Write " + name + "=VALUE.");
        }
        if (values.put(name, value) != null) {
            throw new BadInputException("-prof async: " + name + " is given twice. Give it once.");
        }
    }

    /** All names that JMH knows. */
    static Set<String> names() {
        return Stream.of(SWITCHES, LISTS, NOT_ITS_OWN, OTHERS).flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** The options for JMH, with the library and our defaults. */
    String forJmh(Path library) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(LIBRARY, library.toString());
        all.putIfAbsent(OUTPUT, "flamegraph");
        return all.entrySet().stream().map(option -> word(option.getKey(), option.getValue())).collect(Collectors.joining(";"));
    }

    /** The options in each command to async-profiler. */
    String command() {
        List<String> words = new ArrayList<>();
        values.forEach((option, value) -> {
            if (SWITCHES.contains(option)) {
                if (Boolean.parseBoolean(value)) {
                    words.add(option);
                }
            } else if (LISTS.contains(option)) {
                Stream.of(value.split(",")).forEach(each -> words.add(option + "=" + each));
            } else if (OTHERS.contains(option)) {
                words.add(word(option, value));
            }
        });
        Optional.ofNullable(values.get(RAW)).ifPresent(words::add);
        return String.join(",", words);
    }

    /** The command for a summary. */
    String summary() {
        return "summary,flat=" + values.getOrDefault(FLAT, TEXT_LINES) + ",traces=" + values.getOrDefault(TRACES, TEXT_LINES);
    }

    private static String word(String option, String value) {
        return value.isEmpty() ? option : option + "=" + value;
    }

    /** The user's own library. */
    Optional<Path> library() {
        return Optional.ofNullable(values.get(LIBRARY)).map(Path::of);
    }

    /** The user's directory for the files. */
    Optional<Path> directory() {
        return Optional.ofNullable(values.get(DIRECTORY)).map(Path::of);
    }

    Optional<String> title() {
        return Optional.ofNullable(values.get(TITLE));
    }

    /** The event in {@code event=}; empty if there is none. */
    Optional<String> event() {
        return Optional.ofNullable(values.get(EVENT));
    }

    /** Whether any event was asked for. */
    boolean hasEvent() {
        return !events().isEmpty();
    }

    /** Sets the event. Call it if no event was asked for. */
    void choose(String event) {
        values.put(EVENT, event);
    }

    /** The sampled events, the main one first. Only a recording has more than one. */
    List<String> events() {
        Set<String> events = new LinkedHashSet<>();
        event().ifPresent(events::add);
        WITHOUT_VALUE.stream().sorted().filter(values::containsKey).forEach(events::add);
        return List.copyOf(events);
    }

    /**
     * The options that give a graph more samples, in words.
     *
     * @param event   the sampled event
     * @param samples its number of samples, positive
     * @param needed  the number that is needed, larger
     */
    String moreSamples(String event, long samples, long needed) {
        String longer = "measure " + timesAsLong(samples, needed) + " times as long (-r or --rounds)";
        long interval = Long.parseLong(values.getOrDefault(INTERVAL, Long.toString(USUAL_INTERVAL_NANOS)));
        return !FINE_EVENTS.contains(event) || interval <= SHORTEST_INTERVAL_NANOS ? longer
                : longer + ", or sample more often with -prof 'async:interval="
                        + Math.max(SHORTEST_INTERVAL_NANOS, interval / MORE_OFTEN) + "'";
    }

    /** The factor by which a longer measurement has enough samples. */
    static long timesAsLong(long samples, long needed) {
        return needed / samples + 1;
    }

    Set<Output> outputs() {
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        for (String name : values.getOrDefault(OUTPUT, Output.FLAMEGRAPH.name()).split(",")) {
            outputs.add(Output.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return outputs;
    }

    /** Whether there is a graph from the outermost frame to the innermost; by default there is. */
    boolean forward() {
        return !values.getOrDefault(DIRECTION, "").equals("reverse");
    }

    /** Whether there is a graph from the innermost frame to its callers. */
    boolean reverse() {
        return !values.getOrDefault(DIRECTION, "forward").equals("forward");
    }

    /** Whether an option such as {@code threads} or {@code simple} is true. */
    boolean is(String option) {
        return Boolean.parseBoolean(values.get(option));
    }

    /** Narrower frames are left out; in per cent of the graph. */
    double minWidth() {
        return Double.parseDouble(values.getOrDefault(MIN_WIDTH, "0"));
    }
}
