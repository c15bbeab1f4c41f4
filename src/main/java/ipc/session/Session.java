package ipc.session;

import ipc.BadInputException;
import ipc.FailureMessage;
import ipc.FileFailure;
import ipc.ResultsNotWrittenException;
import ipc.bench.ForkJvm;
import ipc.bench.ForkSettings;
import ipc.cleanup.PrivateDirectory;
import ipc.environment.CpuChoice;
import ipc.environment.CpuTopology;
import ipc.environment.Doctor;
import ipc.environment.Finding;
import ipc.environment.JavaCommand;
import ipc.environment.Machine;
import ipc.environment.Measures;
import ipc.environment.Report;
import ipc.environment.Setup;
import ipc.ledger.CleanupLedger;
import ipc.posix.FileMapping;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.transport.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.WarmupMode;

/**
 * A run from its profile to its result directory. Bad input is refused before the first fork starts. A later failure costs only
 * the cell in which it happens.
 */
public final class Session {
    /** Memory-backed file systems, where a "mapped file" is shared memory under another name. */
    private static final Set<String> NOT_A_DISK = Set.of("tmpfs", "ramfs", "hugetlbfs");
    /** Recorded if another measurement was running at the start; tables say it first. */
    private static final RunRecord.Finding SIDE_BY_SIDE = new RunRecord.Finding("other measurements",
            "one was running at the start (--side-by-side)", "WARNING", "each takes CPU time and caches from the other",
            "wait until it has ended");
    private static final DateTimeFormatter DIRECTORY_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    /** A limit for long runs on machines that are suspended again and again. */
    private static final int MOST_WARNINGS = 1000;
    /** To start and to end a fork and its peer. The first estimate of the time left uses it. */
    private static final long FORK_OVERHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(2500);

    private final String profile;
    private final List<String> typed;
    private final RunOptions options;
    private final CommandLineOptions jmh;
    private final Plan plan;
    private final CpuChoice cpus;
    private final long seed;
    private final PrintStream err;
    private final String tool;

    private volatile boolean interrupted;

    /**
     * Resolves a profile and the options typed after it.
     *
     * @param profile the profile's name
     * @param typed   the options that the user typed after the profile
     * @param tool    name and version of this program
     * @param err     for progress and messages
     * @throws BadInputException if an option is wrong, or if two options contradict each other
     */
    public Session(String profile, List<String> typed, String tool, PrintStream err) {
        this.profile = profile;
        this.typed = typed;
        this.tool = tool;
        this.err = err;
        this.options = Profiles.load(profile).replacedBy(RunOptions.parse(typed));
        this.jmh = options.jmh().toJmh();
        refuseTheMeaningless(jmh);
        this.plan = Plan.of(jmh, options.jmh().parameters());
        refuseTooMuch();
        this.cpus = CpuChoice.resolve(options.cpusOrDefault(), CpuTopology.ofThisMachine());
        refuseDelay();
        refuseTwoPlacesForJmhsText();
        this.seed = options.seed != null ? options.seed : new Random().nextInt(1_000_000);
    }

    /** Whether one of {@code -l}, {@code -lp}, {@code -lprof} and {@code -lrf} was given, which JMH itself answers. */
    public boolean answersWithAList() {
        return jmh.shouldList() || jmh.shouldListWithParams() || jmh.shouldListProfilers() || jmh.shouldListResultFormats();
    }

    /** The arguments for JMH's main class, when {@link #answersWithAList}. */
    public List<String> listArguments() {
        return options.jmh().toList();
    }

    /**
     * The help text for a profiler if {@code -prof NAME:help} was given.
     *
     * @param columns of the terminal
     */
    public Optional<String> profilerHelp(int columns) {
        return AsyncProfiling.help(jmh.getProfilers(), columns);
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

    /**
     * Measures.
     *
     * @param terminal whether {@code err} is one
     * @return the result directory, and whether every cell could be measured
     * @throws BadInputException if an option is wrong, the machine or a directory does not allow it, or another measurement is
     *                           running
     */
    public Outcome run(boolean terminal) {
        Path privateDirectory = PrivateDirectory.get();
        AsyncProfiling profiling = AsyncProfiling.of(jmh.getProfilers(), privateDirectory);
        Machine machine = machine();
        refuseTraffic();
        requireDirectories();
        requireLoopback();
        // Last, so that a wrong option is reported as such although another measurement is running.
        RunLock lock = RunLock.take(options.sideBySide);
        try {
            Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Path out = (options.out != null ? options.out
                    : unused(Path.of("results"), DIRECTORY_TIME.format(start) + "-" + profile))
                    .toAbsolutePath().normalize();
            Path existing = deepestExisting(out);
            Run run = new Run(lock, start, machine, privateDirectory, profiling, out);
            RunWriter writer = null;
            try {
                writer = run.create();
                return measure(run, writer, terminal);
            } catch (BadInputException e) {
                if (writer != null) {
                    writer.directory().removeFirstFiles();
                }
                for (Path made = out; !made.equals(existing); made = made.getParent()) {
                    // A file may be in the way of a directory that was never made.
                    if (Files.exists(made)) {
                        Files.delete(made);
                    }
                }
                throw e;
            } catch (OutOfMemoryError e) {
                if (writer == null) {
                    throw e;
                }
                throw new ResultsNotWrittenException(
                        FailureMessage.ofThisProcess(e) + ". The rounds measured before are in " + out
                                + ", marked as incomplete",
                        e);
            }
        } catch (IOException e) {
            throw new BadInputException("the results cannot be written: " + FileFailure.inWords(e));
        } finally {
            lock.close();
        }
    }

    /** The name with a number if another run began in the same second. */
    private static Path unused(Path parent, String name) {
        Path path = parent.resolve(name);
        for (int number = 2; Files.exists(path); number++) {
            path = parent.resolve(name + "-" + number);
        }
        return path;
    }

    private static Path deepestExisting(Path path) {
        Path existing = path.toAbsolutePath().normalize();
        while (!Files.exists(existing)) {
            existing = existing.getParent();
        }
        return existing;
    }

    /** The constants of a run, and the warnings and facts that it collects. */
    private final class Run {
        private final Doctor doctor = Doctor.begin();
        private final Measurements measurements = new Measurements(plan.cells());
        private final List<String> warnings = new ArrayList<>(plan.notes());
        private final List<RunRecord.Finding> environment = new ArrayList<>();
        private final RunLock lock;
        private final Instant start;
        private final Machine machine;
        private final Path privateDirectory;
        private final AsyncProfiling profiling;
        private final Path out;
        private final Path mmapDirectory;
        private final FileStore store;

        Run(RunLock lock, Instant start, Machine machine, Path privateDirectory, AsyncProfiling profiling, Path out)
                throws IOException {
            this.lock = lock;
            this.start = start;
            this.machine = machine;
            this.privateDirectory = privateDirectory;
            this.profiling = profiling;
            this.out = out;
            this.mmapDirectory = options.mmapDirectory != null ? options.mmapDirectory.toAbsolutePath() : out;
            this.store = Files.getFileStore(deepestExisting(mmapDirectory));
        }

        /** Keeps a warning for the result, which prints it. Only the first {@value #MOST_WARNINGS} are kept. */
        void warn(String warning) {
            if (warnings.size() < MOST_WARNINGS) {
                warnings.add(warning);
            }
        }

        /** Makes the result directory together with its first files. */
        RunWriter create() {
            Path aside = out.resolveSibling("." + FileMapping.unguessableName());
            return new RunWriter(CleanupLedger.path(aside.toString()).during(() -> ResultDirectory.create(out, aside,
                    directory -> new RunWriter(directory, measurements, this::describe).write(false))), measurements,
                    this::describe);
        }

        private RunRecord describe(Instant finished, boolean complete, List<List<String>> order, List<RunRecord.Cell> cells,
                List<String> flameGraphs) {
            return new RunRecord(RunRecord.FORMAT, tool, start.toString(), finished.toString(), complete, profile,
                    Profiles.note(profile), typed, options.toList(), seed, options.roundsOrDefault(), order,
                    new RunRecord.Machine(options.machine != null ? options.machine : machine.name(), machine.cpuModel(),
                            machine.logicalCpus(), machine.virtualisation(), machine.os(), machine.kernel(),
                            machine.architecture(), machine.java()),
                    cpus.description(), new RunRecord.Mapping(mmapDirectory.toString(), store.type()), cells,
                    Stream.of(warnings, profiling.warnings(), measurements.warnings()).flatMap(Collection::stream).toList(),
                    flameGraphs, environment,
                    List.of());
        }
    }

    private Outcome measure(Run run, RunWriter writer, boolean terminal) throws IOException {
        Path mmapDirectory = run.mmapDirectory;
        Measurements measurements = run.measurements;
        List<String> warnings = run.warnings;
        FileStore store = run.store;
        AsyncProfiling profiling = run.profiling;
        if (options.mmapDirectory == null) {
            requireRoom(mmapDirectory);
        }
        findUnavailable(measurements);
        if (NOT_A_DISK.contains(store.type())) {
            warnings.add("mapped files lie on " + store.type() + ", which is memory. To measure a disk, name a directory on one:"
                    + " --mmap-dir.");
        }
        List<Cell> cells = plan.cells().stream().filter(cell -> !measurements.isUnavailable(cell)).toList();
        Report report = run.doctor.examine(
                new Setup(run.machine, cpus, mmapDirectory, forkOptions(run.privateDirectory, mmapDirectory)),
                Doctor.SHORT_LOOK_NANOS);
        report.findings().stream().map(Session::recorded).forEach(run.environment::add);
        if (run.lock.isBesideAnother()) {
            run.environment.add(SIDE_BY_SIDE);
        }
        writeFirst(writer);
        int forks = Math.max(1, cells.size() * options.roundsOrDefault());
        Progress progress = Progress.of(err, terminal && !saysWhatJmhSays(), System.getenv(), forks, expectedForkNanos());
        beginning(cells, forks, report.inBrief(measures(cells, store)), profiling).forEach(progress::say);
        Thread hook = new Thread(() -> interrupt(progress, writer), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        boolean complete;
        try (PrintStream sink = jmhSink()) {
            CellRunner runner = new CellRunner(options.jmh(), ownForkOptions(run.privateDirectory, mmapDirectory), profiling,
                    sink, new CrashReports(run.privateDirectory, run.out));
            complete = runRounds(run, cells, runner, writer, progress);
        } finally {
            progress.finish();
            leave(hook);
        }
        try {
            writer.write(complete);
        } catch (IOException e) {
            throw new ResultsNotWrittenException("the results cannot be written to " + run.out + ": "
                    + FileFailure.inWords(e) + ". The rounds written before are there, marked as incomplete", e);
        }
        boolean wroteExtra = wroteExtraResult(measurements);
        return new Outcome(writer.directory(), measurements.anyFailed() || !wroteExtra, writer.flameGraphs());
    }

    /** At most three lines. The warnings of the run itself are not among them, because its result prints them. */
    private List<String> beginning(List<Cell> cells, int forks, Optional<String> doctor, AsyncProfiling profiling) {
        List<String> lines = new ArrayList<>();
        lines.add("ipc-roundtrip: profile " + profile + ": " + count(cells.size(), "cell") + ", "
                + count(options.roundsOrDefault(), "round") + ", about " + Progress.duration(forks * expectedForkNanos())
                + "; " + cpus.brief() + "; seed " + seed);
        doctor.ifPresent(line -> lines.add("ipc-roundtrip: " + line));
        profiling.brief().ifPresent(line -> lines.add("ipc-roundtrip: " + line));
        return lines;
    }

    private static RunRecord.Finding recorded(Finding finding) {
        return new RunRecord.Finding(finding.subject(), finding.value(), finding.level().name(), finding.why(), finding.remedy());
    }

    /** Mapped files in memory do not count as files on a disk: the run has a warning of its own for them. */
    private Measures measures(List<Cell> cells, FileStore store) {
        List<Transport> transports = cells.stream().flatMap(cell -> cell.transports().stream()).toList();
        return new Measures(
                transports.stream().anyMatch(transport -> !transport.blocks()) || cells.stream().anyMatch(Cell::needsTwoCpus),
                transports.stream().anyMatch(Transport::blocks),
                !NOT_A_DISK.contains(store.type())
                        && transports.stream().anyMatch(transport -> transport.name().startsWith("mmap/")),
                !jmh.getProfilers().isEmpty());
    }

    /** Removes the hook. If it runs already, this waits for it to end the process. */
    private void leave(Thread hook) {
        try {
            if (!interrupted) {
                Runtime.getRuntime().removeShutdownHook(hook);
                return;
            }
        } catch (IllegalStateException e) {
            // The signal came between the check and the removal.
        }
        sleepUntilHalted();
    }

    /** Returns whether every cell of every round was tried. */
    private boolean runRounds(Run run, List<Cell> cells, CellRunner runner, RunWriter writer, Progress progress) {
        Plan runnable = new Plan(cells, List.of());
        Random random = new Random(seed);
        boolean stopAtFailure = jmh.shouldFailOnError().orElse(Defaults.FAIL_ON_ERROR);
        int rounds = options.roundsOrDefault();
        for (int round = 1; round <= rounds; round++) {
            List<Cell> order = runnable.shuffled(random);
            writer.beginRound(order);
            boolean told = false;
            for (Cell cell : order) {
                if (interrupted) {
                    return false;
                }
                progress.begins(cell, round, rounds);
                try {
                    int warmupForks = round == 1 ? jmh.getWarmupForkCount().orElse(0) : 0;
                    run.measurements.measured(cell, runner.run(cell, warmupForks, progress));
                    collect(run, cell, round, writer);
                } catch (CellRunner.CellFailedException e) {
                    if (interrupted) {
                        return false;
                    }
                    run.measurements.failed(cell, round, e.getMessage());
                    progress.failed();
                    progress.say("ipc-roundtrip: " + cell.words() + " failed in round " + round + ": " + e.getMessage());
                    if (stopAtFailure) {
                        return false;
                    }
                }
                int inRound = round;
                runner.disturbance()
                        .ifPresent(words -> run.warn("during round " + inRound + " of " + cell.words() + " " + words));
                progress.ended();
                run.lock.tryAgain();
                told |= !wrote(writer::writeRecord, writer, progress, round, told);
            }
            wrote(() -> writer.write(false), writer, progress, round, told);
        }
        return true;
    }

    /** A graph that cannot be made is a warning. The cell's figures stay. */
    private static void collect(Run run, Cell cell, int round, RunWriter writer) {
        try {
            writer.addFlameGraphs(run.profiling.collect(cell, round, writer.flameGraphDirectory()));
        } catch (IOException | RuntimeException e) {
            run.warn("round " + round + " of " + cell.words() + " has no flame graph: "
                    + (e instanceof IOException failure ? FileFailure.inWords(failure) : FailureMessage.of(e)));
        }
    }

    /** Refuses a result directory that cannot be written, before anything is measured. */
    private static void writeFirst(RunWriter writer) {
        try {
            writer.write(false);
        } catch (IOException e) {
            throw new BadInputException("the results cannot be written to " + writer.directory().path() + ": "
                    + FileFailure.inWords(e));
        }
    }

    /** A write that may fail. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    /**
     * Writes, and reports a failure. The run goes on, because there may be room again after the next cell or at the end.
     *
     * @param silently whether this round's failure has been reported already
     * @return whether it could be written
     */
    private static boolean wrote(Writing writing, RunWriter writer, Progress progress, int round, boolean silently) {
        try {
            writing.write();
            return true;
        } catch (IOException e) {
            if (!silently) {
                progress.say("ipc-roundtrip: warning: round " + round + " could not be written to " + writer.directory().path()
                        + ": " + FileFailure.inWords(e) + ". The run goes on and tries again");
            }
            return false;
        }
    }

    /** Refuses traffic that none of the chosen transports supports. */
    private void refuseTraffic() {
        List<String> refused = plan.cells().stream().flatMap(cell -> cell.refusal().stream()).toList();
        if (!refused.isEmpty() && refused.size() == plan.cells().size()) {
            throw new BadInputException(refused.get(0));
        }
    }

    /** Refuses a directory for mapped files that cannot hold those of the chosen transports. */
    private void requireRoom(Path mmapDirectory) {
        for (Cell cell : plan.cells()) {
            boolean measured = cell.refusal().isEmpty()
                    && cell.transports().stream().allMatch(transport -> transport.unavailable().isEmpty());
            if (measured) {
                cell.transports().stream()
                        .flatMap(transport -> transport.unsupportedDirectory(cell.traffic(), mmapDirectory).stream())
                        .findFirst().ifPresent(reason -> {
                            throw new BadInputException(reason);
                        });
            }
        }
    }

    /** Marks the cells that this machine cannot measure, and those whose transport does not support their traffic. */
    private void findUnavailable(Measurements measurements) {
        for (Cell cell : plan.cells()) {
            cell.refusal().ifPresent(reason -> measurements.unavailable(cell, reason));
            cell.transports()
                    .forEach(transport -> transport.unavailable().ifPresent(reason -> measurements.unavailable(cell, reason)));
            if (cell.needsTwoCpus() && !cpus.twoCanSpin()) {
                measurements.unavailable(cell, "only one CPU is allowed, and two spinning processes need one each");
            }
        }
    }

    /** Checks the directories that the user named. */
    private void requireDirectories() {
        if (options.mmapDirectory != null) {
            if (!Files.isDirectory(options.mmapDirectory)) {
                throw new BadInputException("--mmap-dir " + options.mmapDirectory
                        + ": there is no such directory. Name an existing one on a disk");
            }
            if (!Files.isWritable(options.mmapDirectory)) {
                throw new BadInputException("--mmap-dir " + options.mmapDirectory
                        + ": the directory cannot be written. Name one where you may write");
            }
            requireRoom(options.mmapDirectory.toAbsolutePath());
        }
        if (options.out != null) {
            ResultDirectory.requireUnused(options.out);
        }
    }

    /** JMH's forks send their results to the launcher over the loopback interface. */
    private static void requireLoopback() {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        try (ServerSocket launcher = new ServerSocket(0, 1, loopback); Socket fork = new Socket()) {
            fork.connect(launcher.getLocalSocketAddress());
        } catch (IOException e) {
            throw new BadInputException("JMH's forks report over the loopback interface, and " + loopback.getHostAddress()
                    + " cannot be reached (" + e.getMessage()
                    + "); `ip address show lo` shows it, `ip link set lo up` switches it on");
        }
    }

    /** Describes this machine with the JVM that is measured, which {@code -jvm} may name. */
    private Machine machine() {
        Machine machine = Machine.describe();
        return jmh.getJvm().hasValue() ? machine.withJava(JavaCommand.describe(Path.of(jmh.getJvm().get()))) : machine;
    }

    /** A fork's JVM options in JMH's order: ours, then the user's. */
    List<String> forkOptions(Path privateDirectory, Path mmapDirectory) {
        List<String> all = new ArrayList<>(ownForkOptions(privateDirectory, mmapDirectory));
        all.addAll(typedForkOptions());
        return all;
    }

    private List<String> ownForkOptions(Path privateDirectory, Path mmapDirectory) {
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

    private PrintStream jmhSink() throws IOException {
        if (jmh.getOutput().hasValue()) {
            return new PrintStream(jmh.getOutput().get(), StandardCharsets.UTF_8);
        }
        return saysWhatJmhSays() ? new PrintStream(new UncloseableStream(err), true, StandardCharsets.UTF_8) : null;
    }

    /** Whether JMH's own text goes to standard error. */
    private boolean saysWhatJmhSays() {
        return !jmh.getOutput().hasValue() && (options.isVerbose() || options.jmh().has("v"));
    }

    private long expectedForkNanos() {
        TimeValue second = TimeValue.seconds(1);
        long warmup = jmh.getWarmupIterations().orElse(1) * jmh.getWarmupTime().orElse(second).convertTo(TimeUnit.NANOSECONDS);
        long measured = jmh.getMeasurementIterations().orElse(1)
                * jmh.getMeasurementTime().orElse(second).convertTo(TimeUnit.NANOSECONDS);
        return warmup + measured + FORK_OVERHEAD_NANOS;
    }

    /** Writes the extra result file of {@code -rf} and {@code -rff}. A failure does not affect the run's own results. */
    private boolean wroteExtraResult(Measurements measurements) {
        if (!jmh.getResult().hasValue() && !jmh.getResultFormat().hasValue()) {
            return true;
        }
        ResultFormatType format = jmh.getResultFormat().orElse(Defaults.RESULT_FORMAT);
        String file = jmh.getResult().orElse(Defaults.RESULT_FILE_PREFIX + "." + format.toString().toLowerCase(Locale.ROOT));
        try {
            ResultFormatFactory.getInstance(format, file).writeOut(measurements.toJmh());
            return true;
        } catch (RuntimeException e) {
            err.println(
                    "ipc-roundtrip: " + file + " (-rff) could not be written: " + FailureMessage.of(e)
                            + ". All other results are complete");
            return false;
        }
    }

    /** On Ctrl-C or SIGTERM: says where the finished rounds are. The fork and its peer end with this process. */
    private void interrupt(Progress progress, RunWriter writer) {
        interrupted = true;
        progress.finish();
        progress.say("ipc-roundtrip: interrupted; the finished rounds are in " + writer.directory().path());
    }

    private static String count(int number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }

    private static void sleepUntilHalted() {
        try {
            Thread.sleep(Long.MAX_VALUE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * The outcome of a run.
     *
     * @param directory   the result directory
     * @param anyFailed   whether a cell failed
     * @param flameGraphs names of files, relative to the directory
     */
    public record Outcome(ResultDirectory directory, boolean anyFailed, List<String> flameGraphs) {
    }

    /** JMH closes its output; standard error must stay open. */
    private static final class UncloseableStream extends java.io.FilterOutputStream {
        UncloseableStream(PrintStream out) {
            super(out);
        }

        @Override
        public void close() throws IOException {
            flush();
        }
    }
}
