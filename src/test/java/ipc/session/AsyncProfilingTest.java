package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.BadInputException;
import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.runner.options.ProfilerConfig;

class AsyncProfilingTest {
    @TempDir
    private Path work;

    private final AsyncOptions options = AsyncOptions.parse("");

    @Test
    void takesPerfEventsWhereTheyAreAllowed() {
        assertThat(choose(command -> "")).isEqualTo("-prof async samples event=cpu-clock");
        assertThat(options.command()).isEqualTo("event=cpu-clock");
    }

    @Test
    void fallsBackToATimerAndSaysWhy() {
        assertThat(choose(command -> {
            if (command.contains("cpu-clock")) {
                throw new IllegalStateException("No access to perf events.\nTry something");
            }
            return "";
        })).isEqualTo("-prof async samples event=ctimer, because event=cpu-clock is not allowed here"
                + " (No access to perf events. Try something)");
        assertThat(options.command()).isEqualTo("event=ctimer");
    }

    @Test
    void aTimerIsBetterThanPerfEventsThatMayNotSeeTheKernel() {
        assertThat(choose(command -> {
            if (command.startsWith("start,event=cpu-clock,")) {
                Files.writeString(work.resolve("log"), "[WARN] Kernel symbols are hidden. Try\n  sysctl this\n  sysctl that\n");
            }
            return "";
        })).isEqualTo("-prof async samples event=ctimer, because event=cpu-clock would not see all here"
                + " (Kernel symbols are hidden. Try sysctl this sysctl that)");
        assertThat(options.command()).isEqualTo("event=ctimer");
    }

    @Test
    void saysSoWhereNothingIsAllowed() {
        assertThatThrownBy(() -> choose(command -> {
            throw new IllegalStateException("no");
        })).isInstanceOf(BadInputException.class).hasMessageContaining("nor is any other of cpu-clock, ctimer, itimer");
    }

    @Test
    void everyOutputGoesWhereItIsWantedAndAForkThatFailedLeavesNothing() throws IOException {
        AsyncProfiling profiling = profiling("event=itimer;output=collapsed,text;dir=" + work.resolve("mine"));
        Cell cell = cell();
        Path left = left(profiling, cell);
        Files.writeString(left.resolve("fork-summary.txt"), "of a fork that failed");
        assertThat(left(profiling, cell)).isEmptyDirectory();
        Files.writeString(left.resolve("fork.collapsed"), "main;work 3\n");
        Files.writeString(left.resolve("peer.collapsed"), "main;wait 2\n");
        Files.writeString(left.resolve("fork-summary.txt"), "of the fork");
        Files.writeString(left.resolve("fork.log"), "[WARN] Kernel symbols are unavailable\n");
        assertThat(profiling.collect(cell, 2, work.resolve("graphs"))).isEmpty();
        assertThat(work.resolve("graphs")).doesNotExist();
        assertThat(work.resolve("mine").resolve(cell.id() + "-2-fork-summary.txt")).hasContent("of the fork");
        assertThat(work.resolve("mine").resolve(cell.id() + "-collapsed-itimer.csv"))
                .hasContent("fork;main;work 3\npeer;main;wait 2\n");
        assertThat(profiling.brief()).contains("flame graphs: Kernel symbols are unavailable");
        assertThat(profiling.warnings()).containsExactly("Flame graph of " + cell.words()
                + ": only 5 samples, 200 needed. Measure 41 times as long (-r).");
    }

    @Test
    void aGraphWithTooFewSamplesSaysSoAndNamesTheOptionThatGivesMore() throws IOException {
        AsyncProfiling profiling = profiling("event=wall;interval=2000000");
        Cell cell = cell();
        Files.writeString(left(profiling, cell).resolve("fork.collapsed"), "main;work 199\n");
        profiling.collect(cell, 1, work.resolve("graphs"));
        Path graph = work.resolve("graphs").resolve(cell.id() + ".html");
        String advice = "measure 2 times as long (-r or --rounds), or sample more often with -prof 'async:interval=200000'.";
        assertThat(graph).content().contains("<title>" + cell.words() + " (too few samples)</title>",
                "<li>Too few samples: 199, and a flame graph needs 200. For more, " + advice.replace("'", "&#39;") + "</li>");
        assertThat(profiling.warnings()).singleElement().asString().contains(": only 199 samples, 200 needed. Measure 2 times");
        Files.writeString(left(profiling, cell).resolve("peer.collapsed"), "main;wait 1\n");
        profiling.collect(cell, 2, work.resolve("graphs"));
        assertThat(graph).content().contains("<title>" + cell.words() + "</title>").doesNotContain("oo few samples");
        assertThat(profiling.warnings()).isEmpty();
    }

    @Test
    void roundsAreMergedAndACellWithoutSamplesIsNamed() throws IOException {
        AsyncProfiling profiling = profiling("event=itimer;direction=reverse");
        Cell cell = cell();
        left(profiling, cell);
        assertThat(profiling.collect(cell, 1, work.resolve("graphs"))).isEmpty();
        assertThat(profiling.warnings()).isEmpty();
        Path left = left(profiling, cell);
        Files.writeString(left.resolve("fork.collapsed"), "");
        assertThat(profiling.collect(cell, 2, work.resolve("graphs"))).isEmpty();
        assertThat(profiling.warnings()).containsExactly("no flame graph, because neither process had a sample of event=itimer"
                + " while it was measured: " + cell.words());
        Files.writeString(left.resolve("fork.collapsed"), "main;work 3\n");
        assertThat(profiling.collect(cell, 3, work.resolve("graphs"))).containsExactly(cell.id() + "-reverse.html");
        assertThat(profiling.warnings()).singleElement().asString().contains(": only 3 samples");
        assertThat(work.resolve("graphs").resolve(cell.id() + "-reverse.html")).content()
                .contains("fork 3 and peer 0 samples of event=itimer, 3 forks merged");
    }

    @Test
    void aLinkInTheFoldersPlaceIsNotFollowed() throws IOException {
        AsyncProfiling profiling = profiling("event=itimer");
        Path elsewhere = Files.createDirectory(work.resolve("elsewhere"));
        Path graphs = Files.createSymbolicLink(work.resolve("graphs"), elsewhere);
        Files.writeString(left(profiling, cell()).resolve("fork.collapsed"), "main;work 3\n");
        assertThatThrownBy(() -> profiling.collect(cell(), 1, graphs)).isInstanceOf(FileAlreadyExistsException.class);
        assertThat(elsewhere).isEmptyDirectory();
    }

    @Test
    void aLinkInAGraphsPlaceIsReplaced() throws IOException {
        AsyncProfiling profiling = profiling("event=itimer");
        Cell cell = cell();
        Path precious = Files.writeString(work.resolve("precious"), "precious");
        Path graphs = Files.createDirectory(work.resolve("graphs"));
        Path graph = Files.createSymbolicLink(graphs.resolve(cell.id() + ".html"), precious);
        Files.writeString(left(profiling, cell).resolve("fork.collapsed"), "main;work 3\n");
        profiling.collect(cell, 1, graphs);
        assertThat(Files.isSymbolicLink(graph)).isFalse();
        assertThat(precious).hasContent("precious");
    }

    @Test
    void whereNobodyAskedForItNothingIsSampled() throws IOException {
        AsyncProfiling profiling = AsyncProfiling.of(List.of(), work);
        assertThat(profiling.prepare(cell())).isEmpty();
        assertThat(profiling.collect(cell(), 1, work)).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    private AsyncProfiling profiling(String asked) {
        return AsyncProfiling.of(List.of(new ProfilerConfig("async", asked)), work);
    }

    /** The directory for the files of a fork and its peer. */
    private Path left(AsyncProfiling profiling, Cell cell) throws IOException {
        assertThat(profiling.prepare(cell)).isNotEmpty();
        return work.resolve("async").resolve(cell.id());
    }

    private static Cell cell() {
        JmhArguments arguments = JmhArguments.parse(List.of("RoundTrip", "-p", "transport=pipe"));
        return Plan.of(arguments.toJmh(), arguments.parameters()).cells().get(0);
    }

    private String choose(ProfilerLimits.Profiler profiler) {
        return AsyncProfiling.chooseEvent(options, new ProfilerLimits(profiler, work.resolve("log"), work));
    }
}
