package ipc.session;

import ipc.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * JMH's part of a command line. It is parsed only as far as is needed for a typed option to replace a profile's, and for each
 * value to be checked. JMH refuses an option that is given twice, so the two are merged before JMH sees them.
 */
final class JmhArguments {
    /** JMH 1.37's options and the kind of value that follows. JMH keeps its parser private. */
    private static final Map<String, JmhValue> VALUES = options();
    /** JMH takes these several times, and joins their values. */
    private static final Set<String> REPEATABLE = Set.of("bm", "e", "p", "prof", "tg", "wmb");
    private static final String PARAMETER = "p";
    /** Between {@link #PARAMETER} and the parameter's name in a key. */
    private static final char KEY_SEPARATOR = ' ';

    private final Map<String, List<String>> options;
    private final List<String> patterns;

    private JmhArguments(Map<String, List<String>> options, List<String> patterns) {
        this.options = options;
        this.patterns = patterns;
    }

    private static Map<String, JmhValue> options() {
        Map<String, JmhValue> values = new TreeMap<>();
        put(values, JmhValue.COUNT, "wf", "wi");
        put(values, JmhValue.POSITIVE, "bs", "f", "i", "opi", "wbs");
        put(values, JmhValue.THREADS, "t");
        put(values, JmhValue.TIME, "r", "to", "w");
        put(values, JmhValue.SWITCH, "foe", "gc", "si");
        put(values, JmhValue.MODES, "bm");
        put(values, JmhValue.TIME_UNIT, "tu");
        put(values, JmhValue.FORMAT, "rf");
        put(values, JmhValue.VERBOSITY, "v");
        put(values, JmhValue.WARMUP, "wm");
        put(values, JmhValue.TEXT, "e", "jvm", "jvmArgs", "jvmArgsAppend", "jvmArgsPrepend", "o", "p", "prof", "rff", "tg",
                "wmb");
        put(values, JmhValue.NONE, "h", "l", "lp", "lprof", "lrf");
        return values;
    }

    private static void put(Map<String, JmhValue> values, JmhValue kind, String... names) {
        for (String name : names) {
            values.put(name, kind);
        }
    }

    private static boolean takesValue(String name) {
        return VALUES.getOrDefault(name, JmhValue.NONE) != JmhValue.NONE;
    }

    /** The names of all options of JMH, in alphabetical order, each with the kind of its value. */
    static Map<String, JmhValue> names() {
        return VALUES;
    }

    /**
     * Parses tokens.
     *
     * @throws BadInputException if one is not an option of JMH, if its value is missing or wrong, or if it is given too often
     */
    static JmhArguments parse(List<String> tokens) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        List<String> patterns = new ArrayList<>();
        for (int index = 0; index < tokens.size(); index++) {
            String token = tokens.get(index);
            if (!token.startsWith("-") || token.equals("-")) {
                patterns.add(token);
                continue;
            }
            String[] nameAndValue = split(token);
            String name = nameAndValue[0];
            String value = nameAndValue[1];
            if (!takesValue(name)) {
                options.put(name, List.of());
                continue;
            }
            if (value == null) {
                if (++index == tokens.size()) {
                    throw new BadInputException("-" + name + ": the value is missing. See ./run.sh help run");
                }
                value = tokens.get(index);
            }
            add(options, name, value);
        }
        return new JmhArguments(options, patterns);
    }

    private static void add(Map<String, List<String>> options, String name, String value) {
        VALUES.get(name).objection(value).ifPresent(rule -> {
            throw new BadInputException("-" + name + " " + value + ": " + rule);
        });
        List<String> values = options.computeIfAbsent(key(name, value), key -> new ArrayList<>());
        if (!values.isEmpty() && !REPEATABLE.contains(name)) {
            throw new BadInputException("-" + name + " is given twice. Give it once");
        }
        values.add(value);
    }

    /** {@code -wi 3}, {@code -wi=3}, {@code --wi 3} and, for one letter, {@code -i3}: as JMH's parser reads them. The value is null if it is the next token. */
    private static String[] split(String token) {
        String text = token.replaceFirst("^--?", "");
        if (VALUES.containsKey(text)) {
            return new String[] {text, null};
        }
        int equals = text.indexOf('=');
        if (equals > 0 && takesValue(text.substring(0, equals))) {
            return new String[] {text.substring(0, equals), text.substring(equals + 1)};
        }
        String letter = text.isEmpty() ? "" : text.substring(0, 1);
        if (!token.startsWith("--") && text.length() > 1 && Character.isDigit(text.charAt(1)) && takesValue(letter)) {
            return new String[] {letter, text.substring(1)};
        }
        throw new BadInputException("there is no option " + token + ". See ./run.sh help run",
                Suggestions.line(token, RunOptions.allNames(VALUES.keySet()), ""));
    }

    /** Each benchmark parameter counts as one option: {@code -p size=8} does not replace {@code -p transport=…}. */
    private static String key(String name, String value) {
        int equals = value.indexOf('=');
        return name.equals(PARAMETER) && equals > 0 ? name + KEY_SEPARATOR + value.substring(0, equals) : name;
    }

    /** These arguments with others on top: an option of the others replaces ours, their patterns replace ours. */
    JmhArguments replacedBy(JmhArguments others) {
        Map<String, List<String>> merged = new LinkedHashMap<>(options);
        merged.putAll(others.options);
        return new JmhArguments(merged, others.patterns.isEmpty() ? patterns : others.patterns);
    }

    /** These arguments without some options. */
    JmhArguments without(String... names) {
        Map<String, List<String>> rest = new LinkedHashMap<>(options);
        for (String name : names) {
            rest.keySet().removeIf(key -> key.equals(name) || key.startsWith(name + KEY_SEPARATOR));
        }
        return new JmhArguments(rest, patterns);
    }

    /** These arguments without the patterns that choose benchmarks. */
    JmhArguments withoutPatterns() {
        return new JmhArguments(options, List.of());
    }

    boolean has(String name) {
        return options.containsKey(name);
    }

    /** The values of an option, in the order typed; empty if it was not given. */
    List<String> values(String name) {
        return options.getOrDefault(name, List.of());
    }

    /** The value of an option that can be given once, or null. */
    String value(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : values.get(0);
    }

    /** Parameters by name, each with its list of values. */
    Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        options.forEach((key, values) -> {
            if (key.equals(PARAMETER)) {
                throw new BadInputException("-p " + values.get(0) + ": must be NAME=VALUE or NAME=VALUE,VALUE");
            }
            if (key.startsWith(PARAMETER + KEY_SEPARATOR)) {
                List<String> all = values.stream()
                        .flatMap(value -> List.of(value.substring(value.indexOf('=') + 1).split(",")).stream())
                        .distinct().toList();
                if (all.isEmpty()) {
                    throw new BadInputException("-p " + values.get(0) + ": must be NAME=VALUE or NAME=VALUE,VALUE");
                }
                parameters.put(key.substring(2), all);
            }
        });
        return parameters;
    }

    List<String> patterns() {
        return patterns;
    }

    /** As one would type them. */
    List<String> toList() {
        List<String> tokens = new ArrayList<>(patterns);
        options.forEach((key, values) -> {
            String name = "-" + (key.indexOf(KEY_SEPARATOR) < 0 ? key : PARAMETER);
            if (values.isEmpty()) {
                tokens.add(name);
            }
            for (String value : values) {
                tokens.add(name);
                tokens.add(value);
            }
        });
        return tokens;
    }

    /**
     * Has JMH parse them.
     *
     * @throws BadInputException if JMH objects to something that {@link #parse} lets pass
     */
    CommandLineOptions toJmh() {
        try {
            return new CommandLineOptions(toList().toArray(new String[0]));
        } catch (CommandLineOptionException | IllegalStateException | IllegalArgumentException e) {
            throw new BadInputException("JMH does not accept these options: "
                    + String.valueOf(e.getMessage()).replaceAll("\\R", " ") + ". See ./run.sh help run");
        }
    }
}
