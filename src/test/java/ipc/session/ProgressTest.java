package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.EmulatedTerminal;
import ipc.bench.Benchmarks;
import ipc.histogram.LatencyProfiler;
import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.options.TimeValue;

/** With a scripted clock, on an emulated terminal. */
class ProgressTest {
    private static final IterationParams WARM_UP = new IterationParams(IterationType.WARMUP, 2, TimeValue.seconds(1), 1);
    private static final IterationParams MEASURED = new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.seconds(1), 1);
    private static final long FORK_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final String GREEN = "\u001b[32m";
    private static final Cell SPIN = cell("sysv/spin", 64);
    private static final Cell CONDVAR = cell("mmap/condvar", 64);

    private long nanos = TimeUnit.SECONDS.toNanos(1000);

    @Test
    void quietSingleLinesWhereThereIsNoTerminal() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress progress = new ProgressLines(new PrintStream(bytes, true, StandardCharsets.UTF_8), () -> nanos, 4, FORK_NANOS);
        step(progress, 1, 2);
        step(progress, 1, 4);
        step(progress, 2, 4);
        step(progress, 2, 4);
        progress.say("ipc-roundtrip: something");
        progress.finish();
        assertThat(bytes.toString(StandardCharsets.UTF_8)).isEqualTo("""
                [  0%] round 1 of 2: RoundTrip sysv/spin 64 B, 0:20 left
                [ 50%] round 2 of 2: RoundTrip sysv/spin 64 B, 0:06 left
                ipc-roundtrip: something
                """);
    }

    @Test
    void theViewIsRewrittenAsIterationsBeginAndEnd() {
        EmulatedTerminal terminal = new EmulatedTerminal(80, 24);
        ProgressView view = view(terminal, 80, 24, false, 4);
        view.say("ipc-roundtrip: profile quick");
        view.begins(SPIN, 1, 2);
        assertThat(terminal.rows()).containsExactly(
                "ipc-roundtrip: profile quick",
                "RoundTrip sysv/spin 64 B, round 1 of 2, starting",
                "  no figures yet",
                "[--------------------------------------------------] 0 %, 0:20 left");
        nanos += TimeUnit.SECONDS.toNanos(1);
        view.iterationBegins(WARM_UP, 1);
        view.iterationEnded(WARM_UP, iteration(WARM_UP, 300, 300, 5000));
        view.iterationBegins(WARM_UP, 2);
        assertThat(terminal.rows()).containsExactly(
                "ipc-roundtrip: profile quick",
                "RoundTrip sysv/spin 64 B, round 1 of 2, warming up 2 of 2",
                "  warm-up so far: p50 0.300  mean 1.87  p99 5.00  max 5.00 µs of 3 operations",
                "[==------------------------------------------------] 5 %, 0:19 left");
        measured(view, 100, 100, 120_000);
        nanos += TimeUnit.SECONDS.toNanos(3);
        view.ended();
        view.begins(CONDVAR, 1, 2);
        view.say("ipc-roundtrip: warning: something");
        measured(view, 45_000, 46_000, 47_000);
        view.ended();
        view.begins(SPIN, 2, 2);
        measured(view, 140, 140, 140);
        view.iterationBegins(MEASURED, 1);
        assertThat(terminal.rows()).containsExactly(
                "ipc-roundtrip: profile quick",
                "ipc-roundtrip: warning: something",
                "cell (latency in µs)         rounds     min     p50    mean     p99     max",
                "RoundTrip sysv/spin 64 B        1/2   0.100   0.100    40.1     120     120",
                "RoundTrip mmap/condvar 64 B     1/2    45.0    46.0    46.0    47.0    47.0",
                "RoundTrip sysv/spin 64 B, round 2 of 2, measuring 1 of 1",
                "  so far: p50 0.140  mean 20.1  p99 120  max 120 µs of 6 operations",
                "[=========================-------------------------] 50 %, 0:04 left");
        view.finish();
        assertThat(terminal.rows()).containsExactly("ipc-roundtrip: profile quick", "ipc-roundtrip: warning: something");
        view.say("ipc-roundtrip: interrupted");
        assertThat(terminal.rows()).endsWith("ipc-roundtrip: warning: something", "ipc-roundtrip: interrupted").hasSize(3);
    }

    @Test
    void aMessageIsWrappedBetweenWords() {
        EmulatedTerminal terminal = new EmulatedTerminal(30, 24);
        view(terminal, 30, 24, false, 1).say("ipc-roundtrip: profile quick: 6 cells, 6 rounds\n    at a.b.C.method(C.java:1)");
        assertThat(terminal.rows()).startsWith("ipc-roundtrip: profile quick:", "6 cells, 6 rounds");
    }

    @Test
    void whereThereIsRoomTheOperationsAreShownAndTheRunningCellTakesOneLine() {
        EmulatedTerminal terminal = new EmulatedTerminal(200, 24);
        ProgressView view = view(terminal, 200, 24, true, 2);
        view.begins(SPIN, 1, 1);
        measured(view, 100, 100, 100);
        nanos += TimeUnit.SECONDS.toNanos(4);
        view.ended();
        assertThat(terminal.rows()).last().asString().endsWith("] 50 %, 0:04 left");
        view.begins(CONDVAR, 1, 1);
        assertThat(terminal.rows()).containsExactly(
                "cell (latency in µs)      rounds   operations     min     p50    mean     p99     max",
                "RoundTrip sysv/spin 64 B     1/1            3   0.100   0.100   0.100   0.100   0.100",
                "RoundTrip mmap/condvar 64 B, round 1 of 1, starting; no figures yet",
                "[=========================-------------------------] 50 %, 0:04 left");
    }

    @Test
    void aScreenTooSmallShowsTheCellsThatChangedLast() {
        EmulatedTerminal terminal = new EmulatedTerminal(62, 8);
        ProgressView view = view(terminal, 62, 8, true, 10);
        for (int each = 1; each <= 6; each++) {
            view.begins(cell("sysv/spin", each * 8), 1, 1);
            measured(view, 100, 100, 100);
            view.ended();
        }
        assertThat(terminal.rows()).hasSize(7).startsWith(
                "cell (latency in µs)         p50    mean     p99     max",
                "… 4 more, measured before these",
                "RoundTrip sysv/spin 40 B   0.100   0.100   0.100   0.100",
                "RoundTrip sysv/spin 48 B   0.100   0.100   0.100   0.100");
        EmulatedTerminal low = new EmulatedTerminal(62, 5);
        ProgressView lowView = view(low, 62, 5, true, 10);
        for (int each = 1; each <= 2; each++) {
            lowView.begins(cell("sysv/spin", each * 8), 1, 1);
            measured(lowView, 100, 100, 100);
            lowView.ended();
        }
        assertThat(low.rows()).hasSize(4).startsWith("… 2 measured; the terminal is too low to show them",
                "RoundTrip sysv/spin 16 B, round 1 of 1, ended");
        EmulatedTerminal narrow = new EmulatedTerminal(40, 8);
        ProgressView narrowView = view(narrow, 40, 8, true, 10);
        narrowView.begins(SPIN, 1, 1);
        measured(narrowView, 100, 200, 300);
        narrowView.ended();
        assertThat(narrow.rows()).startsWith(
                "cell (latency in µs)         p50",
                "RoundTrip sysv/spin 64 B   0.200",
                "RoundTrip sysv/spin 64 B, round 1 of…",
                "  so far: p50 0.200  mean 0.200  p99…");
        for (int columns : List.of(2, 7, 20, 45)) {
            for (int rows : List.of(2, 3, 5, 7)) {
                EmulatedTerminal tiny = new EmulatedTerminal(columns, rows);
                ProgressView cut = view(tiny, columns, rows, true, 2);
                cut.begins(SPIN, 1, 1);
                measured(cut, 100, 100, 100);
                cut.ended();
                cut.begins(SPIN, 1, 1);
                assertThat(tiny.rows()).hasSizeBetween(1, rows - 1);
                cut.finish();
                assertThat(tiny.rows()).isEmpty();
            }
        }
    }

    @Test
    void aFailedRoundBringsNoFigures() {
        EmulatedTerminal terminal = new EmulatedTerminal(90, 24);
        ProgressView view = view(terminal, 90, 24, true, 3);
        view.begins(SPIN, 1, 2);
        view.iterationEnded(MEASURED, iteration(MEASURED, 100));
        view.failed();
        view.say("ipc-roundtrip: RoundTrip sysv/spin 64 B failed in round 1: the peer died");
        view.ended();
        assertThat(terminal.rows()).contains("RoundTrip sysv/spin 64 B, failed     0/2       -       -       -       -       -");
        view.begins(SPIN, 2, 2);
        measured(view, 200, 200, 200);
        view.ended();
        assertThat(terminal.rows()).contains("RoundTrip sysv/spin 64 B, failed     1/2   0.200   0.200   0.200   0.200   0.200");
    }

    @Test
    void theNumberOfOperationsIsWholeOrNotThere() {
        for (int columns : new int[] {74, 73, 60}) {
            EmulatedTerminal terminal = new EmulatedTerminal(columns, 24);
            ProgressView view = view(terminal, columns, 24, false, 4);
            view.begins(SPIN, 1, 1);
            view.iterationEnded(MEASURED, iteration(MEASURED, 140, 140, 120_000));
            view.iterationBegins(MEASURED, 1);
            assertThat(terminal.rows()).contains("  so far: p50 0.140  mean 40.1  p99 120  max 120 µs"
                    + (columns > 66 ? " of 3 operations" : ""));
        }
    }

    @Test
    void bothSidesOfAPairAreShownTogether() {
        EmulatedTerminal terminal = new EmulatedTerminal(160, 24);
        ProgressView view = view(terminal, 160, 24, true, 1);
        Map<String, String> params = new LinkedHashMap<>();
        params.put("pair", "sysv/spin:mmap/spin");
        params.put("size", "64");
        Cell pair = new Cell(entry("Paired"), params, Mode.AverageTime);
        view.begins(pair, 1, 1);
        view.iterationEnded(MEASURED, iteration(MEASURED, pair, 100, 100, 200));
        view.iterationBegins(MEASURED, 1);
        assertThat(terminal.rows()).first().asString().endsWith("max 0.200 µs of 6 operations");
    }

    @Test
    void withoutColoursThereAreNoneAndTheTextIsTheSame() {
        String coloured = script(true);
        String plain = script(false);
        assertThat(coloured).contains("\u001b[1m", GREEN, "\u001b[33m");
        assertThat(plain).doesNotContainPattern("\u001b\\[[0-9;]*m");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(plain);
    }

    /** Nothing that lasts is switched on: neither the cursor nor the screen nor the mode of the keyboard. */
    @Test
    void whateverEndsItTheTerminalIsUsable() {
        String text = script(true);
        assertThat(text.replaceAll("\u001b\\[[0-9]*[ABKm]", "")).doesNotContain("\u001b");
        int on = Math.max(text.lastIndexOf("\u001b[1m"), Math.max(text.lastIndexOf(GREEN), text.lastIndexOf("\u001b[33m")));
        assertThat(text.lastIndexOf("\u001b[0m")).isGreaterThan(on);
    }

    @Test
    void anEchoedInterruptIsErased() {
        EmulatedTerminal terminal = new EmulatedTerminal(80, 24);
        ProgressView view = view(terminal, 80, 24, true, 1);
        view.begins(SPIN, 1, 1);
        terminal.write("^C");
        view.finish();
        view.say("ipc-roundtrip: interrupted");
        assertThat(terminal.rows()).containsExactly("ipc-roundtrip: interrupted");
    }

    /** As terminals do that wrap what they show when they become narrower: 199 characters are three rows of 80. */
    @Test
    void whatANarrowerTerminalHasWrappedIsCountedAsItIsShown() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        RewrittenLines lines = new RewrittenLines(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        lines.draw("", List.of(line(199), line(80), line(0), line(10)), 200);
        bytes.reset();
        lines.draw("", List.of(line(10)), 80);
        assertThat(bytes.toString(StandardCharsets.UTF_8))
                .startsWith("\r\u001b[6A" + "\u001b[2K\u001b[B".repeat(6) + "\u001b[2K\u001b[6A" + "x");
    }

    @Test
    void aTerminalThatCannotRewriteOrIsNoneGetsLines() {
        assertThat(chosen(true, Map.of("TERM", "xterm"))).isInstanceOf(ProgressView.class);
        assertThat(chosen(false, Map.of("TERM", "xterm"))).isInstanceOf(ProgressLines.class);
        assertThat(chosen(true, Map.of("TERM", "dumb"))).isInstanceOf(ProgressLines.class);
        assertThat(chosen(true, Map.of("TERM", ""))).isInstanceOf(ProgressLines.class);
        assertThat(chosen(true, Map.of())).isInstanceOf(ProgressLines.class);
    }

    @Test
    void noColorIsNoColour() {
        assertThat(firstDrawn(Map.of("TERM", "xterm"))).contains(GREEN);
        assertThat(firstDrawn(Map.of("TERM", "xterm", "NO_COLOR", ""))).contains(GREEN);
        assertThat(firstDrawn(Map.of("TERM", "xterm", "NO_COLOR", "1"))).doesNotContain("\u001b");
    }

    private static String firstDrawn(Map<String, String> environment) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Progress.of(new PrintStream(bytes, true, StandardCharsets.UTF_8), true, environment, 1, FORK_NANOS).begins(SPIN, 1, 1);
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Progress chosen(boolean terminal, Map<String, String> environment) {
        return Progress.of(new PrintStream(PrintStream.nullOutputStream()), terminal, environment, 1, FORK_NANOS);
    }

    private static RewrittenLines.Line line(int length) {
        return new RewrittenLines.Line("x".repeat(length), "", "");
    }

    private String script(boolean colours) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        ProgressView view = new ProgressView(new PrintStream(bytes, true, StandardCharsets.UTF_8),
                () -> new ProgressView.Screen(80, 24), colours, () -> nanos, 2, FORK_NANOS);
        view.begins(SPIN, 1, 1);
        measured(view, 100);
        view.ended();
        view.say("ipc-roundtrip: warning: something");
        view.begins(CONDVAR, 1, 1);
        view.finish();
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private ProgressView view(EmulatedTerminal terminal, int columns, int rows, boolean colours, int forks) {
        return new ProgressView(terminal.stream(), () -> new ProgressView.Screen(columns, rows), colours, () -> nanos, forks,
                FORK_NANOS);
    }

    private static void measured(ProgressView view, long... latencies) {
        view.iterationBegins(MEASURED, 1);
        view.iterationEnded(MEASURED, iteration(MEASURED, latencies));
    }

    private static IterationResult iteration(IterationParams params, long... latencies) {
        return iteration(params, SPIN, latencies);
    }

    /** An iteration as a fork sends it home. */
    private static IterationResult iteration(IterationParams params, Cell cell, long... latencies) {
        LatencyProfiler profiler = new LatencyProfiler();
        profiler.beforeIteration(null, params);
        for (String metric : cell.metrics()) {
            LatencyRecorder recorder = Recordings.latency(metric);
            recorder.restart();
            for (long nanos : latencies) {
                recorder.record(nanos);
            }
        }
        IterationResult iteration = new IterationResult(null, params, null);
        iteration.addResult(new AverageTimeResult(ResultRole.PRIMARY, "roundTrip", latencies.length, latencies.length,
                TimeUnit.NANOSECONDS));
        profiler.afterIteration(null, params, iteration).forEach(iteration::addResult);
        return iteration;
    }

    private void step(Progress progress, int round, int seconds) {
        progress.begins(SPIN, round, 2);
        nanos += TimeUnit.SECONDS.toNanos(seconds);
        progress.ended();
    }

    private static Cell cell(String transport, int size) {
        Map<String, String> params = new LinkedHashMap<>();
        params.put("transport", transport);
        params.put("size", Integer.toString(size));
        return new Cell(entry("RoundTrip"), params, Mode.AverageTime);
    }

    private static Benchmarks.Entry entry(String name) {
        return Benchmarks.list().stream().filter(entry -> entry.name().equals(name)).findFirst().orElseThrow();
    }
}
