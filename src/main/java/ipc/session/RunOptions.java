package ipc.session;

import ipc.PrintableText;
import ipc.BadInputException;
import ipc.environment.CpuChoice;
import ipc.result.RunRecord;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Unmatched;

/** The options of a run: ours, and JMH's in {@link #jmh}. A field is null if its option was not given. */
@Command(name = "run", sortOptions = false,
        header = "Measures what a profile says, and prints the timing table.",
        customSynopsis = {"./run.sh PROFILE [options] [JMH options]", "./run.sh paired A B [options] [JMH options]"},
        footer = {
            "JMH's options -wi, -i, -w, -r, -p, -bm, -tu, -prof, -jvmArgs, -rf, -rff, -v and others mean what JMH says."
                    + " A typed option replaces the profile's. -f N is --rounds N. -l and -lp list benchmarks, -lprof lists"
                    + " profilers.",
            "Examples:",
            "  ./run.sh desktop",
            "  ./run.sh desktop -prof async",
            "  ./run.sh quick RoundTrip -p size=8,64 --rounds 6"})
public final class RunOptions {
    /** The number of rounds if neither the profile nor the user gives one. */
    static final int DEFAULT_ROUNDS = 5;

    private static final double MAX_DELAY_NANOS = 1e6;

    @Option(names = "--out", paramLabel = "DIR",
            description = "The result directory, empty or new. Default: results/TIME-PROFILE.")
    Path out;

    @Option(names = "--machine", paramLabel = "NAME",
            description = "The machine's name in the table. Default: CPU model, CPUs, virtualisation, OS, kernel.")
    String machine;

    @Option(names = "--rounds", paramLabel = "N",
            description = "How often every cell is measured, each time by a new pair of processes. Six or more give intervals and"
                    + " verdicts. Default: the profile's, or " + DEFAULT_ROUNDS + ".")
    Integer rounds;

    @Option(names = "--seed", paramLabel = "N",
            description = "Measures the cells in the same order as the run that printed this seed. Default: a random seed.")
    Long seed;

    @Option(names = "--cpus", paramLabel = "A,B|auto|none",
            description = "The CPUs of the two processes. auto: two cores of the fastest kind that share a cache. none: the scheduler"
                    + " decides. Default: " + CpuChoice.AUTO + ".")
    String cpus;

    @Option(names = "--mmap-dir", paramLabel = "DIR",
            description = "The directory for mapped files. Default: the result directory.")
    Path mmapDirectory;

    @Option(names = "--add-delay", paramLabel = "NANOS",
            description = "Tests the harness: adds this delay to every message, or only to the contender's in a pair. All messages"
                    + " also get a random delay of 0 to about 50 ns; 0 adds only that. Default: no delay.")
    Double addDelayNanos;

    @Option(names = "--verbose",
            description = "Shows JMH's own output instead of the live view. -v EXTRA shows more of it.")
    Boolean verbose;

    @Option(names = "--side-by-side",
            description = "Measures even if another measurement is running. Both become slower and less steady, and the later run's"
                    + " table says so.")
    boolean sideBySide;

    @Option(names = "--wait",
            description = "Begins when another measurement that is running has ended. Default: the run is refused.")
    boolean waits;

    @Unmatched
    List<String> unmatched = new ArrayList<>();

    private JmhArguments jmh;

    /**
     * Parses a command line.
     *
     * @throws BadInputException if an option is unknown, or its value is missing or wrong
     */
    static RunOptions parse(List<String> tokens) {
        RunOptions options = new RunOptions();
        try {
            new CommandLine(options)
                    .setExpandAtFiles(false)
                    .setOverwrittenOptionsAllowed(false)
                    .setPosixClusteredShortOptionsAllowed(false)
                    .setUnmatchedOptionsArePositionalParams(false)
                    .parseArgs(tokens.toArray(new String[0]));
        } catch (ParameterException e) {
            throw ParseErrors.translate(e, "run");
        }
        options.jmh = JmhArguments.parse(options.unmatched);
        options.takeForksAsRounds();
        options.requireInRange();
        return options;
    }

    /** {@code -f N} and {@code --rounds N} are the same option. */
    private void takeForksAsRounds() {
        String forks = jmh.value("f");
        if (forks != null) {
            int number = Integer.parseInt(forks);
            if (rounds != null && rounds != number) {
                throw new BadInputException(
                        "-f " + number + " and --rounds " + rounds + " are the same option. Give one of them");
            }
            rounds = number;
            jmh = jmh.without("f");
        }
    }

    private void requireInRange() {
        if (addDelayNanos != null && !(addDelayNanos >= 0 && addDelayNanos <= MAX_DELAY_NANOS)) {
            throw new BadInputException("--add-delay " + addDelayNanos + ": must be 0 to 1000000 nanoseconds");
        }
        if (machine != null) {
            machine = PrintableText.name("--machine", machine);
        }
        if (sideBySide && waits) {
            throw new BadInputException("--wait and --side-by-side exclude each other. Give one of them");
        }
        if (rounds != null && rounds < 1) {
            throw new BadInputException("--rounds " + rounds + ": must be at least 1");
        }
        if (rounds != null && rounds > RunRecord.MOST_ROUNDS) {
            throw new BadInputException("--rounds " + rounds + ": must be at most " + RunRecord.MOST_ROUNDS);
        }
    }

    /** The user's choice for the case that another measurement is running. */
    RunLock.IfTaken ifAnotherRuns() {
        if (waits) {
            return RunLock.IfTaken.WAIT;
        }
        return sideBySide ? RunLock.IfTaken.GO_ON : RunLock.IfTaken.REFUSE;
    }

    /** These options, each replaced if the others have it. */
    RunOptions replacedBy(RunOptions others) {
        RunOptions merged = new RunOptions();
        merged.out = firstGiven(others.out, out);
        merged.machine = firstGiven(others.machine, machine);
        merged.rounds = firstGiven(others.rounds, rounds);
        merged.seed = firstGiven(others.seed, seed);
        merged.cpus = firstGiven(others.cpus, cpus);
        merged.mmapDirectory = firstGiven(others.mmapDirectory, mmapDirectory);
        merged.addDelayNanos = firstGiven(others.addDelayNanos, addDelayNanos);
        merged.verbose = firstGiven(others.verbose, verbose);
        merged.sideBySide = others.sideBySide || sideBySide;
        merged.waits = others.waits || waits;
        merged.jmh = jmh.replacedBy(others.jmh);
        return merged;
    }

    private static <T> T firstGiven(T first, T second) {
        return first != null ? first : second;
    }

    JmhArguments jmh() {
        return jmh;
    }

    int roundsOrDefault() {
        return rounds == null ? DEFAULT_ROUNDS : rounds;
    }

    String cpusOrDefault() {
        return cpus == null ? CpuChoice.AUTO : cpus;
    }

    boolean isVerbose() {
        return Boolean.TRUE.equals(verbose);
    }

    OptionalDouble addDelayNanos() {
        return addDelayNanos == null ? OptionalDouble.empty() : OptionalDouble.of(addDelayNanos);
    }

    /** The options as one would type them. Options that were not given are left out, except rounds and CPUs. */
    List<String> toList() {
        List<String> tokens = new ArrayList<>();
        add(tokens, "--rounds", roundsOrDefault());
        add(tokens, "--cpus", cpusOrDefault());
        add(tokens, "--machine", machine);
        add(tokens, "--mmap-dir", mmapDirectory);
        add(tokens, "--add-delay", addDelayNanos);
        if (sideBySide) {
            tokens.add("--side-by-side");
        }
        tokens.addAll(jmh.toList());
        return tokens;
    }

    private static void add(List<String> tokens, String name, Object value) {
        if (value != null) {
            tokens.add(name);
            tokens.add(value.toString());
        }
    }

    /** The names of JMH's options with their dash, each with whether a value follows. */
    public static Map<String, Boolean> jmhOptions() {
        Map<String, Boolean> typed = new LinkedHashMap<>();
        JmhArguments.names().forEach((name, value) -> typed.put("-" + name, value != JmhValue.NONE));
        return typed;
    }

    /** The names of our options and of JMH's with their dashes, for suggestions. */
    static List<String> allNames(Collection<String> jmhNames) {
        List<String> names = new ArrayList<>(new CommandLine(new RunOptions()).getCommandSpec().optionsMap().keySet());
        jmhNames.forEach(name -> names.add("-" + name));
        return names;
    }
}
