package ipc.session;

import ipc.FailureMessage;
import ipc.cleanup.Orphan;
import ipc.cleanup.PrivateDirectory;
import ipc.histogram.LatencyProfiler;
import ipc.proc.SystemFiles;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.ServiceConfigurationError;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.BenchmarkException;
import org.openjdk.jmh.runner.Defaults;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** Measures one cell once: one JMH run with one fork. */
final class CellRunner {
    static {
        // No benchmark here returns a value to be swallowed. JMH would start a JVM to find out which way of swallowing this one
        // offers, with none of our options, so that it leaves an hsperfdata folder.
        System.setProperty("jmh.blackhole.autoDetect", "false");
    }

    /** JMH's words; the number is the exit code. */
    private static final Pattern FORK_FAILED = Pattern.compile("Forked VM failed with exit code (\\d+).*", Pattern.DOTALL);
    /** By {@code kill -9}: of a fork, and of a peer. */
    private static final String KILLED = "exit code 137, signal 9";
    private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());

    private final JmhArguments arguments;
    private final List<String> jvmOptions;
    private final AsyncProfiling profiling;
    private final JmhProfilers others;
    private final PrintStream sink;
    private final CrashReports crashReports;
    private Optional<String> disturbance = Optional.empty();

    /**
     * @param arguments  JMH's, without those that the run as a whole handles
     * @param jvmOptions of every fork, before the user's
     * @param profiling  what {@code -prof async} stands for
     * @param others     the other profilers
     * @param sink       where JMH's text goes; null for nowhere
     * @param crashReports where a JVM's own go
     */
    CellRunner(JmhArguments arguments, List<String> jvmOptions, AsyncProfiling profiling, JmhProfilers others, PrintStream sink,
            CrashReports crashReports) {
        this.arguments = arguments.withoutPatterns().without("p", "f", "wf", "prof", "rf", "rff", "o", "e", "bm", "foe", "wmb");
        this.jvmOptions = jvmOptions;
        this.profiling = profiling;
        this.others = others;
        this.sink = sink == null ? NOWHERE : sink;
        this.crashReports = crashReports;
    }

    /** Reports a clock jump or a standstill during the last fork; empty if there was none. */
    Optional<String> disturbance() {
        return disturbance;
    }

    /**
     * Runs a fork.
     *
     * @param warmupForks forks to run and forget first
     * @param listener    hears of every iteration
     * @throws CellFailedException with the reason
     */
    RunResult run(Cell cell, int warmupForks, IterationListener listener) throws CellFailedException {
        disturbance = Optional.empty();
        CommandLineOptions common = arguments.toJmh();
        List<String> prepended = new ArrayList<>(jvmOptions);
        try {
            prepended.addAll(profiling.prepare(cell));
        } catch (IOException e) {
            throw new CellFailedException("there is no room for its profile: " + e.getMessage(), e);
        }
        prepended.addAll(common.getJvmArgsPrepend().orElse(List.of()));
        ChainedOptionsBuilder builder = new OptionsBuilder().parent(common)
                .include("^" + cell.benchmark().method().replace(".", "\\.") + "$")
                .mode(cell.mode())
                .forks(1).warmupForks(warmupForks)
                .shouldFailOnError(true)
                .addProfiler(LatencyProfiler.class)
                // Otherwise JMH would pass on the launcher's own options, which suit a short run.
                .jvmArgs(common.getJvmArgs().orElse(List.of()).toArray(new String[0]))
                .jvmArgsPrepend(prepended.toArray(new String[0]));
        cell.params().forEach(builder::param);
        others.list().forEach(each -> builder.addProfiler(each.getKlass(), each.getOpts()));
        Options options = builder.build();
        JmhOutput output = new JmhOutput(sink, common.verbosity().orElse(Defaults.VERBOSITY), listener);
        // JMH's link writes what a fork says to System.out and System.err, past the output format.
        PrintStream standardOutput = System.out;
        PrintStream standardError = System.err;
        ForkWatch watch = startWatch();
        MemoryWatch memory = new MemoryWatch();
        System.setOut(output.asStream());
        System.setErr(output.asStream());
        try {
            Collection<RunResult> results = new Runner(options, memory.watched(output)).run();
            RunResult result = results.iterator().next();
            requireComplete(cell, result);
            return result;
        } catch (OutOfMemoryError e) {
            throw new CellFailedException(FailureMessage.ofThisProcess(e), e);
        } catch (ServiceConfigurationError | LinkageError e) {
            throw new CellFailedException("the program's own files were removed or replaced during the run ("
                    + System.getProperty("java.class.path") + ")", e);
        } catch (RunnerException | RuntimeException e) {
            throw new CellFailedException(memory.reason().or(watch::reason).orElseGet(() -> explained(reason(e, output), watch)),
                    e);
        } finally {
            System.setOut(standardOutput);
            System.setErr(standardError);
            memory.close();
            watch.close();
            disturbance = watch.disturbance();
            // Removes orphans of a fork that was killed.
            Orphan.removeFromEndedProcesses(PrivateDirectory.get());
        }
    }

    /** A cell for which no thread can be started is one that failed. */
    private static ForkWatch startWatch() throws CellFailedException {
        try {
            return ForkWatch.start();
        } catch (OutOfMemoryError e) {
            throw new CellFailedException(FailureMessage.ofThisProcess(e), e);
        }
    }

    private static void requireComplete(Cell cell, RunResult result) {
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                for (String metric : cell.metrics()) {
                    if (iteration.getSecondaryResults().get(metric).getSampleCount() == 0) {
                        throw new IllegalStateException(
                                "an iteration ended before a latency was recorded; a longer one (-r) is right");
                    }
                }
            }
            int expected = result.getParams().getMeasurement().getCount();
            if (fork.getIterationResults().size() != expected) {
                throw new IllegalStateException("the fork brought home " + fork.getIterationResults().size() + " of " + expected
                        + " iterations");
            }
        }
    }

    /** The exception of the benchmark without JMH's wrappers, or the last output of the fork. */
    private static String reason(Throwable failure, JmhOutput output) {
        Throwable thrown = failure;
        while (isWrapping(thrown) && next(thrown) != null) {
            thrown = next(thrown);
        }
        String said = FailureMessage.of(thrown);
        Matcher forkFailed = FORK_FAILED.matcher(said);
        if (!forkFailed.matches()) {
            return said;
        }
        String exit = FailureMessage.ofExit(Integer.parseInt(forkFailed.group(1)));
        // A process that was killed had no time for last words.
        return output.lastWordsOfTheFork().orElseGet(() -> exit.equals(KILLED) ? "the fork died: " + exit
                : output.crash().map(crash -> "the fork " + crash + " (" + exit + ")").orElse("the fork died: " + exit)
                        + "\nits last output:\n" + output.tail());
    }

    /** Adds further facts to the first line of a reason, which the table shows. */
    private String explained(String reason, ForkWatch watch) {
        String first = reason.lines().findFirst().orElse("");
        String notes = (first.contains(KILLED) && watch.memoryRanOut()
                ? "; the kernel ends processes for want of memory, and did so just then: memory.max of the control group, and `free`,"
                        + " say how much there is"
                : "")
                + LowLimits.behind(first, SystemFiles.OF_THIS_MACHINE).stream().map(limit -> "; " + limit)
                        .collect(Collectors.joining())
                + crashReports.keep().map(file -> "; the JVM's own report is " + file).orElse("");
        int end = reason.indexOf('\n');
        return end < 0 ? reason + notes : reason.substring(0, end) + notes + reason.substring(end);
    }

    private static boolean isWrapping(Throwable failure) {
        return failure instanceof RunnerException || failure instanceof BenchmarkException;
    }

    private static Throwable next(Throwable failure) {
        return failure.getSuppressed().length > 0 ? failure.getSuppressed()[0] : failure.getCause();
    }

    /** A fork failed; the message is the reason. */
    static final class CellFailedException extends Exception {
        private static final long serialVersionUID = 1;

        CellFailedException(String reason, Throwable cause) {
            super(reason, cause);
        }
    }
}
