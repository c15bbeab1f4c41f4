package ipc.session;

import ipc.BadInputException;
import ipc.bench.ForkJvm;
import ipc.bench.ForkSettings;
import ipc.cleanup.PrivateDirectory;
import ipc.environment.CpuChoice;
import ipc.environment.CpuTopology;
import ipc.result.RunRecord;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.WarmupMode;

/** A request for a run: its profile and options, checked against each other, and the cells that follow from them. */
final class RunRequest {
    /** To start and to end a fork and its peer. The first estimate of the time left uses it. */
    private static final long FORK_OVERHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);
    private static final int MOST_SEED = 1_000_000;

    private final String profile;
    private final String profileNote;
    private final List<String> typed;
    private final RunOptions options;
    private final CommandLineOptions jmh;
    private final Plan plan;
    private final CpuChoice cpus;
    private final long seed;

    /**
     * Resolves a profile and the options typed after it.
     *
     * @param profile the profile's name
     * @param typed   the options that the user typed after the profile
     * @throws BadInputException if an option is wrong, or if two options contradict each other
     */
    RunRequest(String profile, List<String> typed) {
        this.profile = profile;
        this.profileNote = Profiles.note(profile);
        this.typed = typed;
        this.options = Profiles.load(profile).replacedBy(RunOptions.parse(typed));
        this.jmh = options.jmh().toJmh();
        refuseTheMeaningless(jmh);
        this.plan = Plan.of(jmh, options.jmh().parameters());
        refuseTooMuch();
        this.cpus = CpuChoice.resolve(options.cpusOrDefault(), CpuTopology.ofThisMachine());
        refuseDelay();
        refuseTwoPlacesForJmhsText();
        this.seed = options.seed != null ? options.seed : new Random().nextInt(MOST_SEED);
    }

    String profile() {
        return profile;
    }

    /** The profile's own note for tables; read once, because the program's file may be replaced during a run. */
    String profileNote() {
        return profileNote;
    }

    List<String> typed() {
        return typed;
    }

    RunOptions options() {
        return options;
    }

    /** The same options as JMH has them. */
    CommandLineOptions jmh() {
        return jmh;
    }

    Plan plan() {
        return plan;
    }

    CpuChoice cpus() {
        return cpus;
    }

    long seed() {
        return seed;
    }

    int rounds() {
        return options.roundsOrDefault();
    }

    /** Whether JMH's own text goes to standard error. */
    boolean saysWhatJmhSays() {
        return !jmh.getOutput().hasValue() && (options.isVerbose() || options.jmh().has("v"));
    }

    /** How long a fork should take, in nanoseconds: its iterations, its start and its end. */
    long expectedForkNanos() {
        TimeValue second = TimeValue.seconds(1);
        long warmup = jmh.getWarmupIterations().orElse(1) * jmh.getWarmupTime().orElse(second).convertTo(TimeUnit.NANOSECONDS);
        long measured = jmh.getMeasurementIterations().orElse(1)
                * jmh.getMeasurementTime().orElse(second).convertTo(TimeUnit.NANOSECONDS);
        return warmup + measured + FORK_OVERHEAD_NANOS;
    }

    /** A fork's JVM options in JMH's order: ours, then the user's. */
    List<String> forkOptions(Path privateDirectory, Path mmapDirectory) {
        List<String> all = new ArrayList<>(ownForkOptions(privateDirectory, mmapDirectory));
        all.addAll(typedForkOptions());
        return all;
    }

    /** The part of them that is ours. */
    List<String> ownForkOptions(Path privateDirectory, Path mmapDirectory) {
        List<String> own = new ArrayList<>(ForkJvm.options(typedForkOptions(), jmh.getJvm().hasValue()));
        own.addAll(PrivateDirectory.jvmOptions(privateDirectory));
        own.addAll(new ForkSettings(cpus.fork(), cpus.peer(), mmapDirectory, options.addDelayNanos()).toJvmOptions());
        return own;
    }

    private List<String> typedForkOptions() {
        List<String> given = new ArrayList<>(jmh.getJvmArgsPrepend().orElse(List.of()));
        given.addAll(jmh.getJvmArgs().orElse(List.of()));
        given.addAll(jmh.getJvmArgsAppend().orElse(List.of()));
        return given;
    }

    /** Readers of {@code run.json} accept only so many figures. */
    private void refuseTooMuch() {
        int metrics = plan.cells().stream().mapToInt(cell -> cell.metrics().size()).sum();
        int rounds = options.roundsOrDefault();
        if ((long) metrics * rounds > RunRecord.MOST_SUMMARIES) {
            throw new BadInputException("--rounds " + rounds + ": must be at most " + RunRecord.MOST_SUMMARIES / metrics + " for "
                    + count(plan.cells().size(), "cell") + ". Measure several times; ./run.sh table joins the results");
        }
    }

    private void refuseDelay() {
        if (options.addDelayNanos().isPresent()) {
            plan.cells().stream().filter(cell -> !cell.benchmark().takesDelay()).findFirst().ifPresent(cell -> {
                throw new BadInputException("--add-delay: " + cell.benchmark().name() + " cannot add a delay."
                        + " Use it with RoundTrip, OneWay, Paired or PairedPaced");
            });
        }
    }

    private void refuseTwoPlacesForJmhsText() {
        if (options.isVerbose() && jmh.getOutput().hasValue()) {
            throw new BadInputException("--verbose and -o " + jmh.getOutput().get() + ": JMH's output goes to one place. Give one"
                    + " of the two");
        }
    }

    private static void refuseTheMeaningless(CommandLineOptions jmh) {
        int threads = jmh.getThreads().orElse(1);
        if (threads != 1) {
            throw new BadInputException("-t " + (threads < 0 ? "max" : threads)
                    + ": must be 1, because one thread talks to one other process");
        }
        if (jmh.getThreadGroups().hasValue()) {
            throw new BadInputException("-tg: no benchmark here has thread groups. Leave it out");
        }
        for (Mode mode : jmh.getBenchModes()) {
            if (mode == Mode.SingleShotTime || mode == Mode.All) {
                throw new BadInputException("-bm " + mode.shortLabel() + ": must be avgt, thrpt or sample, because a single shot"
                        + " would measure the start of two JVMs");
            }
        }
        WarmupMode warmup = jmh.getWarmupMode().orElse(WarmupMode.INDI);
        if (warmup != WarmupMode.INDI) {
            throw new BadInputException("-wm " + warmup + ": must be INDI, because every cell has a fork of its own");
        }
        if (jmh.getMeasurementTime().hasValue() && jmh.getMeasurementTime().get().getTime() <= 0) {
            throw new BadInputException("-r 0: must be longer than 0, for example 1s");
        }
        if (jmh.getJvm().hasValue() && !Files.isExecutable(Path.of(jmh.getJvm().get()))) {
            throw new BadInputException("-jvm " + jmh.getJvm().get() + ": there is no such program. Name a java command");
        }
        requireWritable("-o", jmh.getOutput());
        requireWritable("-rff", jmh.getResult());
        if (!jmh.getWarmupIncludes().isEmpty()) {
            throw new BadInputException("-wmb: every cell has a fork of its own, which warms up for itself. Leave it out");
        }
    }

    private static void requireWritable(String option, org.openjdk.jmh.util.Optional<String> file) {
        if (file.hasValue()) {
            Path path = Path.of(file.get()).toAbsolutePath();
            if (Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : path.getParent())) {
                throw new BadInputException(option + " " + file.get() + ": the file cannot be written. Name one in an existing"
                        + " directory");
            }
        }
    }

    static String count(int number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
