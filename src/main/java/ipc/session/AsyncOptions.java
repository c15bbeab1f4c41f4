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
 * The options after {@code -prof async:}, in the format of JMH's own async profiler: {@code name=value} or a name alone,
 * separated by semicolons.
 */
final class AsyncOptions {
    /** Which event is sampled. */
    static final String EVENT = "event";
    /** Allocations, as an event of its own or beside another. */
    static final String ALLOC = "alloc";
    /** Likewise threads that wait for a monitor. */
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
    /** Those that say yes or no; async-profiler's are there or not. */
    private static final Set<String> SWITCHES = Set.of("threads", "simple", "sig", "ann", "allkernel", "alluser", "filter");
    /** Those that may have several values. */
    private static final Set<String> LISTS = Set.of(INCLUDE, EXCLUDE);
    /** Those that async-profiler is not told: they are about files, or say nothing any more. */
    private static final Set<String> NOT_ITS_OWN = Set.of(LIBRARY, OUTPUT, DIRECTION, DIRECTORY, "verbose", TRACES, FLAT, TITLE,
            RAW, "width", MIN_WIDTH);
    /** Those that it takes as they are. */
    private static final Set<String> OTHERS = Set.of(EVENT, ALLOC, LOCK, "interval", "jstackdepth", "framebuf", "cstack");
    /** Those that mean something without a value. */
    private static final Set<String> WITHOUT_VALUE = Set.of(ALLOC, LOCK);
    /** JMH's default for a summary. */
    static final String TEXT_LINES = "200";

    private final Map<String, String> values = new LinkedHashMap<>();

    private AsyncOptions() {
    }

    /**
     * Takes them apart.
     *
     * @throws BadInputException if one has a name that JMH does not know, or no value, or is there twice, or if two do not go
     *                           together
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
                throw new BadInputException("-prof async: " + list + " chooses among stacks, and a recording has them all; leave"
                        + " it out, or output=jfr");
            }
        });
        return options;
    }

    private void take(String option) {
        int equals = option.indexOf('=');
        String name = equals < 0 ? option : option.substring(0, equals);
        if (!names().contains(name)) {
            // JMH would complain of its first letter.
            throw new BadInputException("-prof async:" + option + ": there is no option " + name + "; choose from "
                    + names().stream().sorted().collect(Collectors.joining(", ")));
        }
        String value = equals < 0 ? SWITCHES.contains(name) ? "true" : "" : option.substring(equals + 1);
        if (value.isEmpty() && !WITHOUT_VALUE.contains(name)) {
            throw new BadInputException("-prof async:" + option + ": " + name + " has no value; " + name + "=VALUE is right");
        }
        if (values.put(name, value) != null) {
            throw new BadInputException("-prof async: " + name + " is given twice; once is right");
        }
    }

    /** All that JMH knows. */
    static Set<String> names() {
        return Stream.of(SWITCHES, LISTS, NOT_ITS_OWN, OTHERS).flatMap(Set::stream).collect(Collectors.toSet());
    }

    /** As JMH reads them, with the library, and with the defaults that are ours. */
    String forJmh(Path library) {
        Map<String, String> all = new LinkedHashMap<>(values);
        all.put(LIBRARY, library.toString());
        all.putIfAbsent(OUTPUT, "flamegraph");
        return all.entrySet().stream().map(option -> word(option.getKey(), option.getValue())).collect(Collectors.joining(";"));
    }

    /** As async-profiler reads them: what every command to it says. */
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

    /** The directory that the user chose for the files; empty if none. */
    Optional<Path> directory() {
        return Optional.ofNullable(values.get(DIRECTORY)).map(Path::of);
    }

    Optional<String> title() {
        return Optional.ofNullable(values.get(TITLE));
    }

    /** Which event was asked for; empty where allocations or monitors alone were, or nothing. */
    Optional<String> event() {
        return Optional.ofNullable(values.get(EVENT));
    }

    /** Whether any event was asked for. */
    boolean hasEvent() {
        return !events().isEmpty();
    }

    /** To be called where none was asked for. */
    void choose(String event) {
        values.put(EVENT, event);
    }

    /** Which are sampled, the main one first: only a recording can have more than one. */
    List<String> events() {
        Set<String> events = new LinkedHashSet<>();
        event().ifPresent(events::add);
        WITHOUT_VALUE.stream().sorted().filter(values::containsKey).forEach(events::add);
        return List.copyOf(events);
    }

    Set<Output> outputs() {
        Set<Output> outputs = EnumSet.noneOf(Output.class);
        for (String name : values.getOrDefault(OUTPUT, Output.FLAMEGRAPH.name()).split(",")) {
            outputs.add(Output.valueOf(name.toUpperCase(Locale.ROOT)));
        }
        return outputs;
    }

    /** Whether a graph grows from where a process began to where it was; so it does by default. */
    boolean forward() {
        return !values.getOrDefault(DIRECTION, "").equals("reverse");
    }

    /** Whether it grows from where a process was to its callers. */
    boolean reverse() {
        return !values.getOrDefault(DIRECTION, "forward").equals("forward");
    }

    /** Whether {@code threads}, {@code simple} or another that says yes or no says yes. */
    boolean is(String option) {
        return Boolean.parseBoolean(values.get(option));
    }

    /** In per cent of the graph, below which a frame is left out. */
    double minWidth() {
        return Double.parseDouble(values.getOrDefault(MIN_WIDTH, "0"));
    }
}
