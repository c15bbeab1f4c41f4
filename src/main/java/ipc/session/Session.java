package ipc.session;

import ipc.BadInputException;
import ipc.FailureMessage;
import ipc.ResultsNotWrittenException;
import ipc.bench.ForkJvm;
import ipc.bench.ForkSettings;
import ipc.environment.CpuChoice;
import ipc.environment.CpuTopology;
import ipc.environment.Doctor;
import ipc.environment.Finding;
import ipc.environment.JavaCommand;
import ipc.environment.Machine;
import ipc.environment.Measures;
import ipc.environment.Report;
import ipc.environment.Setup;
import ipc.posix.FileMapping;
import ipc.posix.CleanupLedger;
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
import org.openjdk.jmh.util.Optional;

/**
 * A run from its profile to its result directory. Everything that can be refused is refused before the first fork starts;
 * after that a failure costs its cell, never another's results.
 */
public final class Session {
    /** Memory-backed file systems, where a "mapped file" is shared memory under another name. */
    private static final Set<String> NOT_A_DISK = Set.of("tmpfs", "ramfs", "hugetlbfs");
    private static final DateTimeFormatter DIRECTORY_TIME = DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'")
            .withZone(ZoneOffset.UTC);
    /** A machine that is suspended every night warns once a night. */
    private static final int MOST_WARNINGS = 1000;
    /** Starting and ending a fork and its peer; only a first guess for the time left. */
    private static final long FORK_OVERHEAD_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);

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
     * Resolves a profile and what was typed.
     *
     * @param profile the profile's name
     * @param typed   what the user typed after it
     * @param tool    name and version of this program
     * @param err     where progress and warnings go
     * @throws BadInputException if the two ask for something that cannot be
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

    /** JMH's own answer to {@code -l}, {@code -lp}, {@code -lprof}, {@code -lrf}; whether one of them was given. */
    public boolean answersWithAList() {
        return jmh.shouldList() || jmh.shouldListWithParams() || jmh.shouldListProfilers() || jmh.shouldListResultFormats();
    }

    /** The arguments for JMH's main class, when {@link #answersWithAList}. */
    public List<String> listArguments() {
        return options.jmh().toList();
    }

    /** What JMH says of a profiler's options, where {@code -prof NAME:help} asks for it. */
    public java.util.Optional<String> profilerHelp() {
        return AsyncProfiling.help(jmh.getProfilers());
    }

    /** What is measured must be readable. */
    private void refuseTooMuch() {
        int metrics = plan.cells().stream().mapToInt(cell -> cell.metrics().size()).sum();
        int rounds = options.roundsOrDefault();
        if ((long) metrics * rounds > RunRecord.MOST_SUMMARIES) {
            throw new BadInputException("--rounds " + rounds + " of " + count(plan.cells().size(), "cell")
                    + " are more than one result can hold; up to " + RunRecord.MOST_SUMMARIES / metrics
                    + " are right, and a table takes many results");
        }
    }

    private void refuseDelay() {
        if (options.addDelayNanos().isPresent()) {
            plan.cells().stream().filter(cell -> !cell.benchmark().takesDelay()).findFirst().ifPresent(cell -> {
                throw new BadInputException("--add-delay: " + cell.benchmark().name() + " has no place for a delay;"
                        + " RoundTrip, OneWay, Paired and PairedPaced have");
            });
        }
    }

    private void refuseTwoPlacesForJmhsText() {
        if (options.isVerbose() && jmh.getOutput().hasValue()) {
            throw new BadInputException("--verbose and -o " + jmh.getOutput().get() + ": JMH's output goes to one place; give one"
                    + " of the two");
        }
    }

    private static void refuseTheMeaningless(CommandLineOptions jmh) {
        int threads = jmh.getThreads().orElse(1);
        if (threads != 1) {
            throw new BadInputException("-t " + (threads < 0 ? "max" : threads)
                    + ": a round trip is one thread talking to one other process; 1 is right");
        }
        if (jmh.getThreadGroups().hasValue()) {
            throw new BadInputException("-tg: no benchmark here has thread groups; the other side is a process of its own");
        }
        for (Mode mode : jmh.getBenchModes()) {
            if (mode == Mode.SingleShotTime || mode == Mode.All) {
                throw new BadInputException("-bm " + mode.shortLabel() + ": a single shot would measure the start of two JVMs;"
                        + " avgt, thrpt or sample is right");
            }
        }
        WarmupMode warmup = jmh.getWarmupMode().orElse(WarmupMode.INDI);
        if (warmup != WarmupMode.INDI) {
            throw new BadInputException("-wm " + warmup + ": every cell has a fork of its own, which warms up for itself; INDI is"
                    + " right");
        }
        if (jmh.getMeasurementTime().hasValue() && jmh.getMeasurementTime().get().getTime() <= 0) {
            throw new BadInputException("-r " + jmh.getMeasurementTime().get() + ": nothing can be measured in no time; 1s is"
                    + " usual");
        }
        if (jmh.getJvm().hasValue() && !Files.isExecutable(Path.of(jmh.getJvm().get()))) {
            throw new BadInputException("-jvm " + jmh.getJvm().get() + ": no such program; name a java command");
        }
        requireWritable("-o", jmh.getOutput());
        requireWritable("-rff", jmh.getResult());
        if (!jmh.getWarmupIncludes().isEmpty()) {
            throw new BadInputException("-wmb: every cell has a fork of its own, which warms up for itself; leave it out");
        }
    }

    /** Found out before the first fork, not after the last. */
    private static void requireWritable(String option, Optional<String> file) {
        if (file.hasValue()) {
            Path path = Path.of(file.get()).toAbsolutePath();
            if (Files.isDirectory(path) || !Files.isWritable(Files.exists(path) ? path : path.getParent())) {
                throw new BadInputException(option + " " + file.get() + " cannot be written; name a file in an existing"
                        + " directory");
            }
        }
    }

    /**
     * Measures.
     *
     * @param terminal whether {@code err} is one
     * @return the result directory, and whether every cell could be measured
     * @throws BadInputException if the machine or a directory does not allow it
     */
    public Outcome run(boolean terminal) {
        RunLock lock = RunLock.take(options.sideBySide);
        try {
            Path privateDirectory = PrivateDirectory.get();
            AsyncProfiling profiling = AsyncProfiling.of(jmh.getProfilers(), privateDirectory);
            requireDirectory(options.mmapDirectory);
            requireLoopback();
            Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            Path out = (options.out != null ? options.out
                    : unused(Path.of("results"), DIRECTORY_TIME.format(start) + "-" + profile))
                    .toAbsolutePath().normalize();
            Path existing = deepestExisting(out);
            Run run = new Run(lock, start, machine(), privateDirectory, profiling, out);
            if (lock.isBesideAnother()) {
                run.warnings.add("another measurement was running when this one began (--side-by-side): each takes CPU time and"
                        + " caches from the other");
            }
            RunWriter writer = null;
            try {
                writer = run.create();
                return measure(run, writer, terminal);
            } catch (BadInputException e) {
                if (writer != null) {
                    writer.directory().removeFirstFiles();
                }
                for (Path made = out; !made.equals(existing); made = made.getParent()) {
                    // Asked first, as what stands in the way may be a file.
                    if (Files.exists(made)) {
                        Files.delete(made);
                    }
                }
                throw e;
            } catch (OutOfMemoryError e) {
                if (writer == null) {
                    throw e;
                }
                throw new ResultsNotWrittenException(FailureMessage.ofThisProcess(e) + "; what was measured before is in " + out
                        + ", and marked as incomplete", e);
            }
        } catch (IOException e) {
            throw new BadInputException("the results cannot be written: " + FileFailure.inWords(e));
        } finally {
            lock.close();
        }
    }

    /** A name that no run has taken, not even one that began in the same second. */
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

    /** What is the same for all of a run, and what is found out about it on the way. */
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

        /** What the table tells of what happened; of very many the first. */
        void warn(String warning, Progress progress) {
            if (warnings.size() < MOST_WARNINGS) {
                warnings.add(warning);
            }
            progress.say("ipc-roundtrip: warning: " + warning);
        }

        /** The result directory, with its first files in it from its first moment on. */
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
        findUnavailable(measurements, mmapDirectory);
        if (NOT_A_DISK.contains(store.type())) {
            warnings.add("mapped files lie on " + store.type() + ", which is memory: this run says nothing about files on a disk;"
                    + " name a directory on one with --mmap-dir");
        }
        List<Cell> cells = plan.cells().stream().filter(cell -> !measurements.isUnavailable(cell)).toList();
        Report report = run.doctor.examine(
                new Setup(run.machine, cpus, mmapDirectory, forkOptions(run.privateDirectory, mmapDirectory)),
                Doctor.SHORT_LOOK_NANOS);
        report.findings().stream().map(Session::recorded).forEach(run.environment::add);
        writeFirst(writer);
        Progress progress = Progress.of(err, terminal && !saysWhatJmhSays(), System.getenv(),
                Math.max(1, cells.size() * options.roundsOrDefault()), expectedForkNanos());
        progress.say("ipc-roundtrip: profile " + profile + ", " + count(cells.size(), "cell") + ", "
                + count(options.roundsOrDefault(), "round") + ", seed " + seed + ", " + cpus.description());
        warnings.forEach(warning -> progress.say("ipc-roundtrip: warning: " + warning));
        report.inBrief(measures(cells, store)).forEach(line -> progress.say("ipc-roundtrip: doctor: " + line));
        if (!profiling.notice().isEmpty()) {
            progress.say("ipc-roundtrip: " + profiling.notice());
        }
        profiling.limits().forEach(limit -> progress.say("ipc-roundtrip: flame graphs: " + limit));
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
                    + FileFailure.inWords(e) + "; what could be written before is there, and marked as incomplete", e);
        }
        boolean wroteExtra = wroteExtraResult(measurements);
        return new Outcome(writer.directory(), measurements.anyFailed() || !wroteExtra, writer.flameGraphs());
    }

    private static RunRecord.Finding recorded(Finding finding) {
        return new RunRecord.Finding(finding.subject(), finding.value(), finding.level().name(), finding.why(), finding.remedy());
    }

    /** A mapped file in memory is none on a disk; that is said already, and stands in the table. */
    private Measures measures(List<Cell> cells, FileStore store) {
        List<Transport> transports = cells.stream().flatMap(cell -> cell.transports().stream()).toList();
        return new Measures(
                transports.stream().anyMatch(transport -> !transport.blocks()) || cells.stream().anyMatch(Cell::needsTwoCpus),
                transports.stream().anyMatch(Transport::blocks),
                !NOT_A_DISK.contains(store.type())
                        && transports.stream().anyMatch(transport -> transport.name().startsWith("mmap/")),
                !jmh.getProfilers().isEmpty());
    }

    /** Takes the hook away; where it runs already, it has the last word and the process ends with it. */
    private void leave(Thread hook) {
        try {
            if (!interrupted) {
                Runtime.getRuntime().removeShutdownHook(hook);
                return;
            }
        } catch (IllegalStateException e) {
            // The signal came between the two lines above.
        }
        sleepUntilHalted();
    }

    /** Whether every cell of every round was tried. */
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
                    collect(run, cell, round, writer, progress);
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
                runner.disturbance().ifPresent(
                        words -> run.warn("during round " + inRound + " of " + cell.words() + " " + words, progress));
                progress.ended();
                run.lock.tryAgain();
                told |= !wrote(writer::writeRecord, writer, progress, round, told);
            }
            wrote(() -> writer.write(false), writer, progress, round, told);
        }
        return true;
    }

    /** A cell that was measured is not lost with its graph, whatever the converter meets in a recording. */
    private static void collect(Run run, Cell cell, int round, RunWriter writer, Progress progress) {
        try {
            writer.addFlameGraphs(run.profiling.collect(cell, round, writer.flameGraphDirectory()));
        } catch (IOException | RuntimeException e) {
            run.warn("round " + round + " of " + cell.words() + " has no flame graph: "
                    + (e instanceof IOException failure ? FileFailure.inWords(failure) : FailureMessage.of(e)), progress);
        }
    }

    /** Before anything is measured, what cannot be written is refused. */
    private static void writeFirst(RunWriter writer) {
        try {
            writer.write(false);
        } catch (IOException e) {
            throw new BadInputException("the results cannot be written to " + writer.directory().path() + ": "
                    + FileFailure.inWords(e));
        }
    }

    /** Writes what there is. */
    @FunctionalInterface
    private interface Writing {
        void write() throws IOException;
    }

    /**
     * Where there is no room now, there may be after the next cell, or at the end: nothing measured is given up before.
     *
     * @param silently once a round it is said
     * @return whether it could be written
     */
    private static boolean wrote(Writing writing, RunWriter writer, Progress progress, int round, boolean silently) {
        try {
            writing.write();
            return true;
        } catch (IOException e) {
            if (!silently) {
                progress.say("ipc-roundtrip: warning: round " + round + " could not be written to " + writer.directory().path()
                        + ": " + FileFailure.inWords(e) + "; the run goes on, and it is tried again");
            }
            return false;
        }
    }

    /**
     * Finds out what this machine lacks and what a transport cannot carry, and refuses a directory that cannot hold a mapped
     * file, and traffic that none of the chosen transports carries.
     */
    private void findUnavailable(Measurements measurements, Path mmapDirectory) {
        List<String> refused = new ArrayList<>();
        for (Cell cell : plan.cells()) {
            cell.refusal().ifPresent(reason -> {
                refused.add(reason);
                measurements.unavailable(cell, reason);
            });
            cell.transports()
                    .forEach(transport -> transport.unavailable().ifPresent(reason -> measurements.unavailable(cell, reason)));
            if (cell.needsTwoCpus() && !cpus.twoCanSpin()) {
                measurements.unavailable(cell, "only one CPU is allowed, and two spinning processes need one each");
            }
            if (!measurements.isUnavailable(cell)) {
                cell.transports()
                        .forEach(transport -> transport.unsupportedDirectory(cell.traffic(), mmapDirectory).ifPresent(reason -> {
                            throw new BadInputException(reason);
                        }));
            }
        }
        if (!refused.isEmpty() && refused.size() == plan.cells().size()) {
            throw new BadInputException(refused.get(0));
        }
    }

    private static void requireDirectory(Path mmapDirectory) {
        if (mmapDirectory == null) {
            return;
        }
        if (!Files.isDirectory(mmapDirectory)) {
            throw new BadInputException("--mmap-dir " + mmapDirectory + ": no such directory; name an existing one on a disk");
        }
        if (!Files.isWritable(mmapDirectory)) {
            throw new BadInputException("--mmap-dir " + mmapDirectory + " cannot be written; name one where you may");
        }
    }

    /** The way by which JMH's forks bring their results home. */
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

    /** With the JVM that {@code -jvm} names, for that is the measured one. */
    private Machine machine() {
        Machine machine = Machine.describe();
        return jmh.getJvm().hasValue() ? machine.withJava(JavaCommand.describe(Path.of(jmh.getJvm().get()))) : machine;
    }

    /** A fork's JVM options, as JMH puts them together: ours, then the user's. */
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

    /** What {@code -rf} and {@code -rff} ask for; the run's own results do not hang on it. */
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
                    "ipc-roundtrip: " + file + " (-rff) could not be written: " + FailureMessage.of(e) + "; all else is there");
            return false;
        }
    }

    /** Ctrl-C or SIGTERM: keep what the finished rounds brought, say so. The fork ends with this process, its peer with it. */
    private void interrupt(Progress progress, RunWriter writer) {
        interrupted = true;
        progress.finish();
        progress.say("ipc-roundtrip: interrupted; what the finished rounds measured is in " + writer.directory().path());
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
     * What became of a run.
     *
     * @param directory   where its results are
     * @param anyFailed   whether a cell failed
     * @param flameGraphs files below the directory
     */
    public record Outcome(ResultDirectory directory, boolean anyFailed, List<String> flameGraphs) {
    }

    /** The terminal outlives JMH's text. */
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
