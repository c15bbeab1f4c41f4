package ipc.session;

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

/** Our options of a run, and beside them JMH's. A field is null where the option was not given. */
@Command(name = "./run.sh PROFILE", sortOptions = false, usageHelpAutoWidth = true,
        header = "Measures what a profile says and prints the timing table.",
        synopsisHeading = "%nUsage: ",
        customSynopsis = "./run.sh PROFILE [options] [JMH options]%n",
        optionListHeading = "%nOptions:%n",
        footerHeading = "%nJMH's options mean what JMH says: ",
        footer = {
            "-wi, -i, -w, -r, -p, -bm, -tu, -prof, -jvmArgs, -rf, -rff, -v and so on. A typed option",
            "replaces the profile's. `-f N` is `--rounds N`. `-l` and `-lp` list, `-lprof` lists profilers.",
            "",
            "Examples:",
            "  ./run.sh desktop",
            "  ./run.sh desktop -prof async",
            "  ./run.sh quick RoundTrip -p size=8,64 --rounds 5"})
public final class RunOptions {
    /** How many rounds where neither the profile nor the user says. */
    static final int DEFAULT_ROUNDS = 5;

    private static final double MAX_DELAY_NANOS = 1e6;

    @Option(names = "--out", paramLabel = "DIR",
            description = "Where the results go: an empty or new directory. Default: results/TIME-PROFILE.")
    Path out;

    @Option(names = "--machine", paramLabel = "NAME",
            description = "How the table calls this machine. Default: CPU model, CPUs, virtualisation, OS, kernel.")
    String machine;

    @Option(names = "--rounds", paramLabel = "N",
            description = "How often every cell is measured, each time by a new pair of processes. Default: the profile's, or "
                    + DEFAULT_ROUNDS + ".")
    Integer rounds;

    @Option(names = "--seed", paramLabel = "N",
            description = "Repeats the order in which an earlier run measured its cells. Default: a random one, printed.")
    Long seed;

    @Option(names = "--cpus", paramLabel = "A,B|auto|none",
            description = "CPUs of the two processes. auto: two cores that share a last-level cache; none: left to the scheduler."
                    + " Default: " + CpuChoice.AUTO + ".")
    String cpus;

    @Option(names = "--mmap-dir", paramLabel = "DIR",
            description = "Where mapped files lie. Default: the result directory.")
    Path mmapDirectory;

    @Option(names = "--add-delay", paramLabel = "NANOS",
            description = "Puts a known delay into the way of every message, of a pair into the contender's only, and a random one"
                    + " of 0 to some 50 ns into all: to see what the harness finds. 0 gives the random one alone. Default: none.")
    Double addDelayNanos;

    @Option(names = "--verbose",
            description = "Shows JMH's own output instead of the table as it grows; -v EXTRA shows more of it.")
    Boolean verbose;

    @Option(names = "--side-by-side",
            description = "Runs although another measurement is running. Both are slower and less steady for it; the table of the one that began later says so.")
    boolean sideBySide;

    @Unmatched
    List<String> unmatched = new ArrayList<>();

    private JmhArguments jmh;

    /**
     * Takes a command line apart.
     *
     * @throws BadInputException if an option is unknown or its value is not what it must be
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
            throw new BadInputException(e.getMessage().replaceAll("\\R", " "));
        }
        options.jmh = JmhArguments.parse(options.unmatched);
        options.takeForksAsRounds();
        return options;
    }

    /** {@code -f N} and {@code --rounds N} are the same thing. */
    private void takeForksAsRounds() {
        String forks = jmh.value("f");
        if (forks != null) {
            int number;
            try {
                number = Integer.parseInt(forks);
            } catch (NumberFormatException e) {
                throw new BadInputException("-f " + forks + ": a whole number is expected");
            }
            if (number == 0) {
                throw new BadInputException("-f 0 would measure inside the harness's own process; the peer belongs to a fork,"
                        + " so 1 or more is right");
            }
            if (rounds != null && rounds != number) {
                throw new BadInputException("-f " + number + " and --rounds " + rounds + " are the same option; give one");
            }
            rounds = number;
            jmh = jmh.without("f");
        }
        if (addDelayNanos != null && !(addDelayNanos >= 0 && addDelayNanos <= MAX_DELAY_NANOS)) {
            throw new BadInputException("--add-delay " + addDelayNanos + ": 0 to 1000000 nanoseconds are right");
        }
        if (rounds != null && (rounds < 1 || rounds > RunRecord.MOST_ROUNDS)) {
            throw new BadInputException("--rounds " + rounds + ": 1 or more is right, up to " + RunRecord.MOST_ROUNDS);
        }
    }

    /** These options with others on top. */
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

    /** As one would type them; what was not given is left out. */
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

    /** JMH's options as typed, and whether a value follows. */
    public static Map<String, Boolean> jmhOptions() {
        Map<String, Boolean> typed = new LinkedHashMap<>();
        JmhArguments.names().forEach((name, takesValue) -> typed.put("-" + name, takesValue));
        return typed;
    }

    /** Every option's name as typed, ours and JMH's, for suggestions. */
    static List<String> allNames(Collection<String> jmhNames) {
        List<String> names = new ArrayList<>(new CommandLine(new RunOptions()).getCommandSpec().optionsMap().keySet());
        jmhNames.forEach(name -> names.add("-" + name));
        return names;
    }
}
