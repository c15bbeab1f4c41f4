package ipc.session;

import ipc.BadInputException;
import ipc.bench.Benchmarks;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Collectors;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * The cells that a run measures.
 *
 * @param cells in the catalogue's order
 * @param notes warnings about benchmarks that are left out and about iterations that are too short
 */
record Plan(List<Cell> cells, List<String> notes) {
    private static final int FEWEST_MESSAGES = 10;
    private static final double NANOS_PER_SECOND = 1e9;

    /**
     * Crosses the chosen benchmarks with their parameters. A benchmark ignores the parameters and values that it does not know.
     *
     * @throws BadInputException if nothing matches, or if no chosen benchmark knows a parameter or a value
     */
    static Plan of(CommandLineOptions options, Map<String, List<String>> typed) {
        List<BenchmarkListEntry> chosen = choose(options);
        Map<String, List<String>> wanted = new LinkedHashMap<>();
        typed.forEach((parameter, values) -> wanted.put(parameter, Benchmarks.expand(parameter, values)));
        requireKnown(wanted, chosen);
        List<Cell> cells = new ArrayList<>();
        List<String> notes = new ArrayList<>();
        for (BenchmarkListEntry entry : chosen) {
            Benchmarks.Entry benchmark = ours(entry);
            Map<String, List<String>> values = values(entry, benchmark, wanted);
            values.forEach((parameter, accepted) -> {
                if (accepted.isEmpty()) {
                    notes.add(benchmark.name() + " is left out: "
                            + benchmark.unsupported(parameter, wanted.get(parameter).get(0)).orElseThrow());
                }
            });
            for (Map<String, String> params : cross(values).stream().map(benchmark::resolve).distinct().toList()) {
                for (Mode mode : modes(options, entry)) {
                    cells.add(new Cell(benchmark, params, mode));
                }
            }
        }
        notes.addAll(tooFewMessages(cells, options.getMeasurementTime().orElse(TimeValue.seconds(1))));
        return new Plan(cells, notes);
    }

    /** Warns of iterations that are too short for a few messages at their rate. */
    private static List<String> tooFewMessages(List<Cell> cells, TimeValue iteration) {
        double seconds = iteration.convertTo(TimeUnit.NANOSECONDS) / NANOS_PER_SECOND;
        return cells.stream().filter(cell -> cell.rateHz() > 0 && cell.rateHz() * seconds < FEWEST_MESSAGES)
                .mapToInt(Cell::rateHz).distinct().sorted()
                .mapToObj(rate -> "an iteration of " + iteration + " holds fewer than " + FEWEST_MESSAGES + " messages at " + rate
                        + " Hz. Use -r " + (FEWEST_MESSAGES + rate - 1) / rate + "s or longer")
                .toList();
    }

    /** The order of one round. The same seed and round give the same order. */
    List<Cell> shuffled(Random random) {
        List<Cell> order = new ArrayList<>(cells);
        Collections.shuffle(order, random);
        return order;
    }

    private static List<BenchmarkListEntry> choose(Options options) {
        Set<BenchmarkListEntry> found;
        try {
            found = BenchmarkList.defaultList().find(
                    OutputFormatFactory.createFormatInstance(System.err, VerboseMode.SILENT),
                    options.getIncludes(), options.getExcludes());
        } catch (PatternSyntaxException e) {
            throw new BadInputException("\"" + e.getPattern() + "\" is not a regular expression: " + e.getDescription());
        }
        if (found.isEmpty()) {
            throw new BadInputException("no benchmark matches " + String.join(" ", options.getIncludes()) + ". Benchmarks are "
                    + Benchmarks.list().stream().map(Benchmarks.Entry::name).collect(Collectors.joining(", ")),
                    Suggestions.line(String.join(" ", options.getIncludes()),
                            Benchmarks.list().stream().map(Benchmarks.Entry::name).toList(), ""));
        }
        List<Benchmarks.Entry> order = Benchmarks.list();
        List<BenchmarkListEntry> chosen = new ArrayList<>(found);
        chosen.sort(java.util.Comparator.comparingInt(entry -> order.indexOf(ours(entry))));
        return chosen;
    }

    private static Benchmarks.Entry ours(BenchmarkListEntry entry) {
        return Benchmarks.find(entry.getUsername()).orElseThrow(
                () -> new IllegalStateException(entry.getUsername() + " is not in the catalogue of benchmarks"));
    }

    private static void requireKnown(Map<String, List<String>> typed, Collection<BenchmarkListEntry> chosen) {
        typed.forEach((parameter, values) -> {
            List<Benchmarks.Entry> knowing = chosen.stream().map(Plan::ours)
                    .filter(benchmark -> benchmark.knows(parameter)).toList();
            if (knowing.isEmpty()) {
                Set<String> known = new TreeSet<>();
                chosen.forEach(entry -> known.addAll(ours(entry).parameters()));
                throw new BadInputException("-p " + parameter + "=" + String.join(",", values)
                        + ": there is no such parameter. The chosen benchmarks have " + String.join(", ", known),
                        Suggestions.line(parameter, known, "-p "));
            }
            for (String value : values) {
                if (knowing.stream().allMatch(benchmark -> benchmark.unsupported(parameter, value).isPresent())) {
                    throw new BadInputException("-p " + parameter + "=" + value + ": "
                            + knowing.get(0).unsupported(parameter, value).orElseThrow(),
                            Suggestions.line(value, knowing.get(0).examples(parameter), "-p " + parameter + "="));
                }
            }
        });
    }

    private static Map<String, List<String>> values(
            BenchmarkListEntry entry, Benchmarks.Entry benchmark, Map<String, List<String>> given) {
        Map<String, String[]> defaults = entry.getParams().orElse(Map.of());
        Map<String, List<String>> values = new LinkedHashMap<>();
        // In the catalogue's order, which is that of names and columns.
        for (String parameter : benchmark.parameters()) {
            List<String> wanted = given.getOrDefault(parameter, List.of(defaults.get(parameter)));
            values.put(parameter, wanted.stream().filter(value -> benchmark.unsupported(parameter, value).isEmpty()).toList());
        }
        return values;
    }

    private static List<Map<String, String>> cross(Map<String, List<String>> values) {
        List<Map<String, String>> combinations = List.of(new LinkedHashMap<>());
        for (Map.Entry<String, List<String>> parameter : values.entrySet()) {
            List<Map<String, String>> longer = new ArrayList<>();
            for (Map<String, String> combination : combinations) {
                for (String value : parameter.getValue()) {
                    Map<String, String> next = new LinkedHashMap<>(combination);
                    next.put(parameter.getKey(), value);
                    longer.add(next);
                }
            }
            combinations = longer;
        }
        return combinations;
    }

    private static Collection<Mode> modes(Options options, BenchmarkListEntry entry) {
        // JMH keeps them in a hash set, but their order must not change from run to run.
        return options.getBenchModes().isEmpty() ? List.of(entry.getMode()) : new TreeSet<>(options.getBenchModes());
    }
}
