package ipc.session;

import ipc.BadInputException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;

/**
 * JMH's part of a command line, taken apart just far enough that a typed option can replace a profile's; what the values
 * mean is JMH's business. JMH refuses an option given twice, so this happens before it sees them.
 */
final class JmhArguments {
    /** JMH 1.37's options, and whether a value follows. JMH keeps its parser to itself. */
    private static final Map<String, Boolean> TAKES_VALUE = options();
    private static final String PARAMETER = "p";
    /** Between {@link #PARAMETER} and the parameter's name in a key. */
    private static final char KEY_SEPARATOR = ' ';

    private final Map<String, List<String>> options;
    private final List<String> patterns;

    private JmhArguments(Map<String, List<String>> options, List<String> patterns) {
        this.options = options;
        this.patterns = patterns;
    }

    private static Map<String, Boolean> options() {
        Map<String, Boolean> takesValue = new LinkedHashMap<>();
        for (String option : List.of("bm", "bs", "e", "f", "foe", "gc", "i", "jvm", "jvmArgs", "jvmArgsAppend",
                "jvmArgsPrepend", "o", "opi", "p", "prof", "r", "rf", "rff", "si", "t", "tg", "to", "tu", "v", "w", "wbs",
                "wf", "wi", "wm", "wmb")) {
            takesValue.put(option, true);
        }
        for (String flag : List.of("h", "l", "lp", "lprof", "lrf")) {
            takesValue.put(flag, false);
        }
        return takesValue;
    }

    /** Every option of JMH, and whether a value follows. */
    static Map<String, Boolean> names() {
        return TAKES_VALUE;
    }

    /**
     * Takes tokens apart.
     *
     * @throws BadInputException if one is not an option of JMH, or its value is missing
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
            if (TAKES_VALUE.get(name)) {
                if (value == null) {
                    if (++index == tokens.size()) {
                        throw new BadInputException("option -" + name + " needs a value");
                    }
                    value = tokens.get(index);
                }
                options.computeIfAbsent(key(name, value), key -> new ArrayList<>()).add(value);
            } else {
                options.put(name, List.of());
            }
        }
        return new JmhArguments(options, patterns);
    }

    /** {@code -wi 3}, {@code -wi=3}, {@code --wi 3} and, for one letter, {@code -i3}: as JMH's parser reads them. */
    private static String[] split(String token) {
        String text = token.replaceFirst("^--?", "");
        if (TAKES_VALUE.containsKey(text)) {
            return new String[] {text, null};
        }
        int equals = text.indexOf('=');
        if (equals > 0 && Boolean.TRUE.equals(TAKES_VALUE.get(text.substring(0, equals)))) {
            return new String[] {text.substring(0, equals), text.substring(equals + 1)};
        }
        String letter = text.isEmpty() ? "" : text.substring(0, 1);
        if (!token.startsWith("--") && text.length() > 1 && Character.isDigit(text.charAt(1))
                && Boolean.TRUE.equals(TAKES_VALUE.get(letter))) {
            return new String[] {letter, text.substring(1)};
        }
        throw new BadInputException("unknown option " + token + "; ours and JMH's are listed by ./run.sh help run",
                Suggestions.line(token, RunOptions.allNames(TAKES_VALUE.keySet()), ""));
    }

    /** Each benchmark parameter is an option of its own: {@code -p size=8} does not replace {@code -p transport=…}. */
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

    /** The one value of an option, or null; JMH takes it once. */
    String value(String name) {
        List<String> values = values(name);
        if (values.size() > 1) {
            throw new BadInputException("option -" + name + " is given " + values.size() + " times; once is right");
        }
        return values.isEmpty() ? null : values.get(0);
    }

    /** Parameters by name, their values taken apart. */
    Map<String, List<String>> parameters() {
        Map<String, List<String>> parameters = new LinkedHashMap<>();
        options.forEach((key, values) -> {
            if (key.equals(PARAMETER)) {
                throw new BadInputException("-p " + values.get(0) + ": name=value[,value] is expected");
            }
            if (key.startsWith(PARAMETER + KEY_SEPARATOR)) {
                List<String> all = values.stream()
                        .flatMap(value -> List.of(value.substring(value.indexOf('=') + 1).split(",")).stream())
                        .distinct().toList();
                if (all.isEmpty()) {
                    throw new BadInputException("-p " + values.get(0) + ": name=value[,value] is expected");
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
     * What JMH makes of them.
     *
     * @throws BadInputException with JMH's own words
     */
    CommandLineOptions toJmh() {
        try {
            return new CommandLineOptions(toList().toArray(new String[0]));
        } catch (CommandLineOptionException | IllegalStateException | IllegalArgumentException e) {
            // An unknown -bm is an IllegalStateException.
            throw new BadInputException("JMH says: " + String.valueOf(e.getMessage()).replaceAll("\\R", " "));
        }
    }
}
