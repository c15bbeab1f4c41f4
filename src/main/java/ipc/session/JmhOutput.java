package ipc.session;

import ipc.FailureMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.format.OutputFormatFactory;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * JMH's text about one cell, formatted by JMH. It is passed on to the place that the user chose ({@code -o}, {@code -v}). The
 * last lines are kept to explain a failure.
 */
final class JmhOutput implements OutputFormat {
    /** All that our own code says in a fork's output begins so. */
    private static final String OURS = "ipc-roundtrip: ";
    private static final int KEPT_LINES = 200;
    private static final int LONGEST_KEPT_BYTES = 1 << 14;

    private final PrintStream stream;
    private final OutputFormat text;
    private final Lines lines;
    private final IterationListener listener;

    /**
     * @param sink      where the text goes
     * @param verbosity how much of it there is
     * @param listener  hears of every iteration
     */
    JmhOutput(PrintStream sink, VerboseMode verbosity, IterationListener listener) {
        this.lines = new Lines(sink);
        this.stream = new PrintStream(lines, true, StandardCharsets.UTF_8);
        this.text = OutputFormatFactory.createFormatInstance(stream, verbosity);
        this.listener = listener;
    }

    /** Takes text from elsewhere in between. */
    PrintStream asStream() {
        return stream;
    }

    /** The last message of our code in the fork before it ended, with the lines that followed. */
    Optional<String> lastWordsOfTheFork() {
        return lines.behind(OURS);
    }

    /** The crash message of the fork's JVM, if it crashed. */
    Optional<String> crash() {
        return lines.crash();
    }

    /** The last lines of all. */
    String tail() {
        return lines.all();
    }

    @Override
    public void iteration(BenchmarkParams benchParams, IterationParams params, int iteration) {
        listener.iterationBegins(params, iteration);
        text.iteration(benchParams, params, iteration);
    }

    @Override
    public void iterationResult(BenchmarkParams benchParams, IterationParams params, int iteration, IterationResult data) {
        listener.iterationEnded(params, data);
        text.iterationResult(benchParams, params, iteration, data);
    }

    @Override
    public void startBenchmark(BenchmarkParams benchParams) {
        text.startBenchmark(benchParams);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        text.endBenchmark(result);
    }

    @Override
    public void startRun() {
        text.startRun();
    }

    @Override
    public void endRun(Collection<RunResult> result) {
        text.endRun(result);
    }

    @Override
    public void print(String s) {
        text.print(s);
    }

    @Override
    public void println(String s) {
        text.println(s);
    }

    @Override
    public void flush() {
        text.flush();
    }

    @Override
    public void close() {
        // The sink is the whole run's.
        text.flush();
    }

    @Override
    public void verbosePrintln(String s) {
        text.verbosePrintln(s);
    }

    @Override
    public void write(int b) {
        text.write(b);
    }

    @Override
    public void write(byte[] b) throws IOException {
        text.write(b);
    }

    /** Passes bytes on and keeps the last lines. JMH writes from several threads. */
    private static final class Lines extends OutputStream {
        private final PrintStream sink;
        private final Deque<String> kept = new ArrayDeque<>();
        private final java.io.ByteArrayOutputStream line = new java.io.ByteArrayOutputStream();

        Lines(PrintStream sink) {
            this.sink = sink;
        }

        @Override
        public synchronized void write(int b) {
            sink.write(b);
            if (b != '\n') {
                // Only the beginning of an endless line is kept.
                if (line.size() < LONGEST_KEPT_BYTES) {
                    line.write(b);
                }
                return;
            }
            if (kept.size() == KEPT_LINES) {
                kept.removeFirst();
            }
            kept.addLast(line.toString(StandardCharsets.UTF_8));
            line.reset();
        }

        @Override
        public void flush() {
            sink.flush();
        }

        /** The text after the first occurrence of a mark. It may follow JMH's announcement of an iteration on the same line. */
        synchronized Optional<String> behind(String mark) {
            Optional<String> start = kept.stream().filter(each -> each.contains(mark)).findFirst();
            return start.map(first -> first.substring(first.indexOf(mark) + mark.length())
                    + kept.stream().dropWhile(each -> !each.equals(first)).skip(1).map(each -> "\n" + each)
                            .collect(Collectors.joining()));
        }

        synchronized Optional<String> crash() {
            return FailureMessage.crash(List.copyOf(kept));
        }

        synchronized String all() {
            return String.join("\n", kept);
        }
    }
}
