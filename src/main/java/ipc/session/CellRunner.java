package ipc.session;

import ipc.histogram.LatencyProfiler;
import ipc.transport.LibraryDirectory;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
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

    private static final PrintStream NOWHERE = new PrintStream(PrintStream.nullOutputStream());

    private final JmhArguments arguments;
    private final List<String> jvmOptions;
    private final AsyncProfiling profiling;
    private final PrintStream sink;

    /**
     * @param arguments  JMH's, without those that the run as a whole handles
     * @param jvmOptions of every fork, before the user's
     * @param profiling  what {@code -prof async} stands for
     * @param sink       where JMH's text goes; null for nowhere
     */
    CellRunner(JmhArguments arguments, List<String> jvmOptions, AsyncProfiling profiling, PrintStream sink) {
        this.arguments = arguments.withoutPatterns().without("p", "f", "wf", "prof", "rf", "rff", "o", "e", "bm", "foe", "wmb");
        this.jvmOptions = jvmOptions;
        this.profiling = profiling;
        this.sink = sink == null ? NOWHERE : sink;
    }

    /**
     * Runs a fork.
     *
     * @param warmupForks forks to run and forget first
     * @param listener    hears of every iteration
     * @throws CellFailedException with the reason
     */
    RunResult run(Cell cell, int warmupForks, IterationListener listener) throws CellFailedException {
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
                // Else JMH would hand down the launcher's own options, which are chosen for a short quiet life.
                .jvmArgs(common.getJvmArgs().orElse(List.of()).toArray(new String[0]))
                .jvmArgsPrepend(prepended.toArray(new String[0]));
        cell.params().forEach(builder::param);
        profiling.others().forEach(each -> builder.addProfiler(each.getKlass(), each.getOpts()));
        Options options = builder.build();
        JmhOutput output = new JmhOutput(sink, common.verbosity().orElse(Defaults.VERBOSITY), listener);
        // JMH's link writes what a fork says to System.out and System.err, past the output format.
        PrintStream standardOutput = System.out;
        PrintStream standardError = System.err;
        System.setOut(output.asStream());
        System.setErr(output.asStream());
        try {
            Collection<RunResult> results = new Runner(options, output).run();
            RunResult result = results.iterator().next();
            requireComplete(cell, result);
            return result;
        } catch (RunnerException | RuntimeException e) {
            throw new CellFailedException(reason(e, output), e);
        } finally {
            System.setOut(standardOutput);
            System.setErr(standardError);
            // Of a fork that was killed.
            LibraryDirectory.removeLeftBehind(PrivateDirectory.get());
        }
    }

    private static void requireComplete(Cell cell, RunResult result) {
        for (BenchmarkResult fork : result.getBenchmarkResults()) {
            for (IterationResult iteration : fork.getIterationResults()) {
                for (String metric : cell.metrics()) {
                    if (iteration.getSecondaryResults().get(metric).getSampleCount() == 0) {
                        throw new IllegalStateException("an iteration ended before a latency was recorded; a longer one (-r) is right");
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

    /** What the benchmark threw, below JMH's wrappings; or what the fork said before it ended. */
    private static String reason(Throwable failure, JmhOutput output) {
        Throwable thrown = failure;
        while (isWrapping(thrown) && next(thrown) != null) {
            thrown = next(thrown);
        }
        String said = thrown.getMessage() == null ? thrown.toString() : thrown.getMessage();
        if (!said.startsWith("Forked VM failed")) {
            return said;
        }
        return output.lastWordsOfTheFork().orElse(said + "\nits last output:\n" + output.tail());
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
