package ipc.session;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;
import org.openjdk.jmh.runner.options.WarmupMode;

/** The kinds of values that JMH's options take. Each kind says what is wrong with a value before JMH sees it. */
enum JmhValue {
    /** The option stands alone. */
    NONE(""),
    /** 0 or more. */
    COUNT("must be a whole number, at least 0"),
    /** 1 or more. */
    POSITIVE("must be a whole number, at least 1"),
    /** A whole number, or {@code max}. */
    THREADS("must be 1"),
    /** A duration as JMH writes it. */
    TIME("must be a whole number with a unit, such as 500ms or 2s"),
    /** JMH itself takes every other word for {@code false}. */
    SWITCH("must be true or false"),
    /** Benchmark modes, separated by commas. */
    MODES("must be avgt, thrpt or sample"),
    /** The unit of JMH's own scores. */
    TIME_UNIT("must be one of m, s, ms, us, ns"),
    /** The format of an extra result file. */
    FORMAT("must be one of " + names(ResultFormatType.values())),
    /** How much JMH prints. */
    VERBOSITY("must be one of " + names(VerboseMode.values())),
    /** When JMH warms up. */
    WARMUP("must be " + WarmupMode.INDI),
    /** Any text; what it means is found out later. */
    TEXT("");

    private static final List<String> UNITS = List.of("m", "s", "ms", "us", "ns");

    private final String rule;

    JmhValue(String rule) {
        this.rule = rule;
    }

    private static String names(Enum<?>[] values) {
        return Arrays.stream(values).map(JmhValue::lowerCase).collect(Collectors.joining(", "));
    }

    private static String lowerCase(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    /** Describes the allowed values; empty if this value can be passed to JMH. */
    Optional<String> objection(String value) {
        return accepts(value) ? Optional.empty() : Optional.of(rule);
    }

    private boolean accepts(String value) {
        return switch (this) {
            case COUNT -> isWhole(value, 0);
            case POSITIVE -> isWhole(value, 1);
            case THREADS -> value.equals("max") || isWhole(value, 1);
            case TIME -> isTime(value);
            case SWITCH -> value.equalsIgnoreCase("true") || value.equalsIgnoreCase("false");
            case MODES -> Stream.of(value.split(",")).allMatch(JmhValue::isMode);
            case TIME_UNIT -> UNITS.contains(value);
            case FORMAT -> isOneOf(ResultFormatType.values(), value.toUpperCase(Locale.ROOT));
            case VERBOSITY -> isOneOf(VerboseMode.values(), value.toUpperCase(Locale.ROOT));
            case WARMUP -> isOneOf(WarmupMode.values(), value);
            case NONE, TEXT -> true;
        };
    }

    private static boolean isWhole(String value, int least) {
        try {
            return Integer.parseInt(value) >= least;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private static boolean isTime(String value) {
        try {
            return TimeValue.fromString(value) != null;
        } catch (IllegalArgumentException e) {
            return false;
        }
    }

    private static boolean isMode(String value) {
        try {
            return Mode.deepValueOf(value) != null;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    private static boolean isOneOf(Enum<?>[] values, String name) {
        return Arrays.stream(values).anyMatch(value -> value.name().equals(name));
    }
}
