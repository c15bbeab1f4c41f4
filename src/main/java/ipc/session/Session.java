package ipc.session;

import ipc.BadInputException;
import ipc.FailureMessage;
import ipc.FileFailure;
import ipc.ResultsNotWrittenException;
import ipc.cleanup.PrivateDirectory;
import ipc.environment.Doctor;
import ipc.environment.Finding;
import ipc.environment.JavaCommand;
import ipc.environment.Machine;
import ipc.environment.Measures;
import ipc.environment.Report;
import ipc.environment.Setup;
import ipc.ledger.CleanupLedger;
import ipc.posix.FileMapping;
import ipc.result.DirectoryTakenException;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecordBuilder;
import ipc.transport.Transport;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.options.CommandLineOptions;

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
    /** A limit for long runs on machines that are suspended again and again. */
    private static final int MOST_WARNINGS = 1000;

    private final RunRequest request;
    private final RunOptions options;
    private final CommandLineOptions jmh;
    private final MachineChecks checks;
    private final PrintStream err;
    private final String tool;
    private final BiFunction<ResultDirectory, RunRecord, RunRecord> decider;

    /**
     * Resolves a profile and the options typed after it.
     *
     * @param profile the profile's name
     * @param typed   the options that the user typed after the profile
     * @param tool    name and version of this program
     * @param err     for progress and messages
     * @param decider adds intervals and verdicts to the record after the last round
     * @throws BadInputException if an option is wrong, or if two options contradict each other
     */
    public Session(String profile, List<String> typed, String tool, PrintStream err,
            BiFunction<ResultDirectory, RunRecord, RunRecord> decider) {
        this.request = new RunRequest(profile, typed);
        this.options = request.options();
        this.jmh = request.jmh();
        this.checks = new MachineChecks(request);
        this.tool = tool;
        this.err = err;
        this.decider = decider;
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
        checks.requireAll();
        // Last, so that a wrong option is reported as such although another measurement is running.
        RunLock lock = RunLock.take(options.ifAnotherRuns());
        try {
            Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS);
            ResultLocation location = ResultLocation.of(options.out, request.profile(), start);
            Run run = new Run(lock, start, machine, privateDirectory, profiling, location.path());
            RunWriter writer = null;
            try {
                while (writer == null) {
                    try {
                        writer = run.create();
                    } catch (DirectoryTakenException e) {
                        // By a run that began in the same second.
                        location = ResultLocation.of(options.out, request.profile(), start);
                        run = new Run(lock, start, machine, privateDirectory, profiling, location.path());
                    }
                }
                return measure(run, writer, terminal);
            } catch (BadInputException e) {
                if (writer == null || !writer.hasMeasured()) {
                    removeFirst(writer, location);
                }
                throw e;
            } catch (OutOfMemoryError e) {
                if (writer == null) {
                    throw e;
                }
                throw new ResultsNotWrittenException(
                        FailureMessage.ofThisProcess(e) + "; what was measured is in " + location.path(), e);
            }
        } catch (IOException e) {
            throw new BadInputException("the results cannot be written: " + FileFailure.inWords(e));
        } finally {
            lock.close();
        }
    }

    /** Removes what a run made that was rejected before it measured anything. */
    private static void removeFirst(RunWriter writer, ResultLocation location) throws IOException {
        if (writer != null) {
            writer.directory().removeFirstFiles();
        }
        location.removeMade();
    }

    /** The constants of a run, and the warnings and facts that it collects. */
    private final class Run {
        private final Doctor doctor = Doctor.begin();
        private final Measurements measurements = new Measurements(request.plan().cells());
        private final List<String> warnings = new ArrayList<>(request.plan().notes());
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
            this.store = Files.getFileStore(ResultLocation.deepestExisting(mmapDirectory));
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
            return writer(CleanupLedger.path(aside.toString()).during(() -> ResultDirectory.create(out, aside,
                    directory -> writer(directory).write())));
        }

        private RunWriter writer(ResultDirectory directory) {
            return new RunWriter(directory, measurements, this::describe, decider);
        }

        private RunRecord describe(Instant finished, boolean complete, List<List<String>> order, List<RunRecord.Cell> cells,
                List<String> flameGraphs) {
            return RunRecordBuilder.builder().format(RunRecord.FORMAT).tool(tool).started(start.toString())
                    .finished(finished.toString()).complete(complete).profile(request.profile())
                    .profileNote(request.profileNote()).commandLine(request.typed()).options(options.toList())
                    .seed(request.seed()).rounds(request.rounds()).order(order)
                    .machine(new RunRecord.Machine(options.machine != null ? options.machine : machine.name(),
                            machine.cpuModel(), machine.logicalCpus(), machine.virtualisation(), machine.os(),
                            machine.kernel(), machine.architecture(), machine.java()))
                    .cpus(request.cpus().description())
                    .mapping(new RunRecord.Mapping(mmapDirectory.toString(), store.type())).cells(cells)
                    .warnings(Stream.of(warnings, profiling.warnings(), measurements.warnings()).flatMap(Collection::stream)
                            .toList())
                    .flameGraphs(flameGraphs).environment(environment).build();
        }
    }

    private Outcome measure(Run run, RunWriter writer, boolean terminal) throws IOException {
        Path mmapDirectory = run.mmapDirectory;
        Measurements measurements = run.measurements;
        List<String> warnings = run.warnings;
        FileStore store = run.store;
        AsyncProfiling profiling = run.profiling;
        if (options.mmapDirectory == null) {
            checks.requireRoom(mmapDirectory);
        }
        checks.findUnavailable(measurements);
        if (NOT_A_DISK.contains(store.type())) {
            warnings.add("mapped files lie on " + store.type() + ", which is memory. To measure a disk, name a directory on one:"
                    + " --mmap-dir.");
        }
        List<Cell> cells = request.plan().cells().stream().filter(cell -> !measurements.isUnavailable(cell)).toList();
        Report report = run.doctor.examine(
                new Setup(run.machine, request.cpus(), mmapDirectory, request.forkOptions(run.privateDirectory, mmapDirectory)),
                Doctor.SHORT_LOOK_NANOS);
        report.findings().stream().map(Session::recorded).forEach(run.environment::add);
        if (run.lock.isBesideAnother()) {
            run.environment.add(SIDE_BY_SIDE);
        }
        writeFirst(writer);
        int forks = Math.max(1, cells.size() * request.rounds());
        Progress progress = Progress.of(err, terminal && !request.saysWhatJmhSays(), System.getenv(), forks,
                request.expectedForkNanos());
        beginning(cells, forks, report.inBrief(measures(cells, store)), profiling).forEach(progress::say);
        boolean complete;
        boolean wroteJmh;
        try (JmhSink sink = JmhSink.open(jmh, request.saysWhatJmhSays(), err)) {
            JmhProfilers others = new JmhProfilers(profiling.others(), run.privateDirectory);
            CellRunner runner = new CellRunner(options.jmh(), request.ownForkOptions(run.privateDirectory, mmapDirectory),
                    profiling, others,
                    sink.stream(), new CrashReports(run.privateDirectory, run.out));
            RunLoop loop = new RunLoop(new Plan(cells, List.of()), request.rounds(), new Random(request.seed()),
                    jmh.shouldFailOnError().orElse(Defaults.FAIL_ON_ERROR), jmh.getWarmupForkCount().orElse(0),
                    new Forks(runner, profiling, others, run.lock), measurements, writer, progress, run::warn);
            complete = untilInterrupted(loop, progress, writer);
            wroteJmh = sink.isComplete(err);
        }
        RunRecord decided;
        try {
            decided = writer.writeLast(complete);
        } catch (IOException e) {
            throw new ResultsNotWrittenException("the results cannot be written to " + run.out + ": "
                    + FileFailure.inWords(e) + ". The rounds written before are there, marked as incomplete", e);
        }
        boolean wroteExtra = new ExtraResult(jmh, err).write(measurements);
        return new Outcome(writer.directory(), decided, measurements.anyFailed() || !wroteExtra || !wroteJmh,
                writer.profiles());
    }

    /** Runs the loop. A signal ends this process while the loop waits for its fork, which ends too. */
    private static boolean untilInterrupted(RunLoop loop, Progress progress, RunWriter writer) {
        Thread hook = new Thread(() -> interrupt(loop, progress, writer), "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
        try {
            return loop.run();
        } finally {
            progress.finish();
            leave(loop, hook);
        }
    }

    /** At most three lines. The warnings of the run itself are not among them, because its result prints them. */
    private List<String> beginning(List<Cell> cells, int forks, Optional<String> doctor, AsyncProfiling profiling) {
        List<String> lines = new ArrayList<>();
        lines.add("ipc-roundtrip: profile " + request.profile() + ": " + RunRequest.count(cells.size(), "cell") + ", "
                + RunRequest.count(request.rounds(), "round") + ", about "
                + Progress.duration(forks * request.expectedForkNanos())
                + "; " + request.cpus().brief() + "; seed " + request.seed());
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
    private static void leave(RunLoop loop, Thread hook) {
        try {
            if (!loop.isInterrupted()) {
                Runtime.getRuntime().removeShutdownHook(hook);
                return;
            }
        } catch (IllegalStateException e) {
            // The signal came between the check and the removal.
        }
        sleepUntilHalted();
    }

    /** Refuses a result directory that cannot be written, before anything is measured. */
    private static void writeFirst(RunWriter writer) {
        try {
            writer.write();
        } catch (IOException e) {
            throw new BadInputException("the results cannot be written to " + writer.directory().path() + ": "
                    + FileFailure.inWords(e));
        }
    }

    /** Describes this machine with the JVM that is measured, which {@code -jvm} may name. */
    private Machine machine() {
        Machine machine = Machine.describe();
        return jmh.getJvm().hasValue() ? machine.withJava(JavaCommand.describe(Path.of(jmh.getJvm().get()))) : machine;
    }

    /** On Ctrl-C or SIGTERM: says where the finished rounds are. The fork and its peer end with this process. */
    private static void interrupt(RunLoop loop, Progress progress, RunWriter writer) {
        loop.interrupt();
        progress.finish();
        progress.say("ipc-roundtrip: interrupted; the finished rounds are in " + writer.directory().path());
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
     * @param record      the content of its {@code run.json}
     * @param anyFailed   whether a cell failed
     * @param profiles    what profilers left, relative to the directory
     */
    public record Outcome(ResultDirectory directory, RunRecord record, boolean anyFailed, List<String> profiles) {
    }
}
