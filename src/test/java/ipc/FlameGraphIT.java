package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests {@code -prof async} with real forks and peers. */
@Tag("once")
class FlameGraphIT extends RealRuns {
    private static final Map<String, String> SHORT = Map.of("--rounds", "1", "-wi", "1", "-w", "50ms", "-i", "1", "-r", "500ms");
    private static final String WARM_UP = "ipc/bench/WarmUp.";

    @Test
    void oneGraphHoldsBothProcessesOfAllRoundsAndNoWarmUp() throws IOException {
        Harness.Finished run = profile("async:interval=1000000", "RoundTrip", "-p", "transport=sysv/spin", "--rounds", "2",
                "-i", "2");
        Path graph = work.resolve("a/flamegraphs/RoundTrip-sysv-spin-64.html");
        assertThat(run.err()).contains("-prof async samples event=", "flame graph " + graph);
        assertThat(run.out()).startsWith("quick: ").contains("\n- Profiler attached (async): ");
        List<String> stacks = FlameGraphPage.stacks(graph);
        assertThat(stacks).allMatch(stack -> stack.startsWith("fork;") || stack.startsWith("peer;"));
        assertThat(stacks).noneMatch(stack -> stack.contains(WARM_UP));
        // Each process spins in two iterations of each of two rounds.
        assertThat(FlameGraphPage.samples(stacks, "fork", "ipc/bench/RoundTrip.roundTrip")).isGreaterThan(4);
        assertThat(FlameGraphPage.samples(stacks, "peer", "ipc/peer/EchoRole.play")).isGreaterThan(4);
        String page = Files.readString(graph);
        assertThat(page).contains("<h1>RoundTrip sysv/spin 64 B", ", 2 forks merged; of measured ");
        JsonNode record = new ObjectMapper().readTree(work.resolve("a/run.json").toFile());
        assertThat(record.get("flameGraphs")).hasToString("[\"flamegraphs/RoundTrip-sysv-spin-64.html\"]");
        limitsOfTheMachineStandOnThePage(page, run);
    }

    /** Limits of this machine that are reported at the start also stand on the page. */
    private static void limitsOfTheMachineStandOnThePage(String page, Harness.Finished run) throws IOException {
        List<String> limits = run.err().lines()
                .flatMap(line -> Stream.of(line.split("(^ipc-roundtrip: |; )flame graphs: ")).skip(1)).toList();
        assertThat(limits).allSatisfy(limit -> assertThat(page).contains("<li>" + limit.replace("'", "&#39;") + "</li>"));
        try (Stream<Path> sources = Files.list(Path.of("/sys/bus/event_source/devices"))) {
            if (sources.noneMatch(source -> source.getFileName().toString().matches("(cpu|armv).*"))) {
                assertThat(page).contains("<li>no hardware events");
                assertThat(run.err()).containsPattern("flame graphs: no hardware events|each graph names its limits");
            }
        }
    }

    /** A timer samples every 10 ms of CPU time: two processes have far fewer than 200 samples in a quarter of a second. */
    @Test
    void tooFewSamplesAreNamedOnThePageAndInTheResult() throws IOException {
        Harness.Finished run = profile("async:event=itimer", "RoundTrip", "-p", "transport=sysv/spin");
        assertThat(run.out()).contains("- Flame graph of RoundTrip sysv/spin 64 B: only ");
        assertThat(Files.readString(work.resolve("a/flamegraphs/RoundTrip-sysv-spin-64.html")))
                .contains("<title>RoundTrip sysv/spin 64 B (too few samples)</title>", "<li>Too few samples: ");
    }

    @Test
    void aRecordingOfEachProcessComesWithTheGraphOfBoth() throws IOException {
        profile("async:event=cpu;alloc;interval=1000000;output=jfr", "RoundTrip", "-p", "transport=sysv/spin", "-wi", "2",
                "-i", "2");
        Path graphs = work.resolve("a/flamegraphs");
        List<String> stacks = FlameGraphPage.stacks(graphs.resolve("RoundTrip-sysv-spin-64.html"));
        assertThat(FlameGraphPage.samples(stacks, "fork", "ipc/bench/RoundTrip.roundTrip")).isPositive();
        assertThat(FlameGraphPage.samples(stacks, "peer", "ipc/peer/EchoRole.play")).isPositive();
        for (String side : List.of("fork", "peer")) {
            // The JDK's own reader finds a recording for each of two measured iterations, and none for the warm-up.
            Path recording = graphs.resolve("RoundTrip-sysv-spin-64-1-" + side + ".jfr");
            Map<String, Long> events = RecordingFile.readAllEvents(recording).stream()
                    .collect(Collectors.groupingBy(event -> event.getEventType().getName(), Collectors.counting()));
            assertThat(events).containsEntry("jdk.ActiveRecording", 2L).containsKey("jdk.ExecutionSample");
        }
    }

    @Test
    void wallClockProfilesShowWaitsAndOtherProfilersRunToo() throws IOException {
        profile("async:event=wall;interval=1000000;threads=true;output=flamegraph,collapsed,text", "RoundTrip", "-p",
                "transport=sysv/condvar", "-prof", "gc", "-prof", "stack");
        Path graphs = work.resolve("a/flamegraphs");
        String cell = "RoundTrip-sysv-condvar-64";
        List<String> stacks = FlameGraphPage.stacks(graphs.resolve(cell + ".html"));
        assertThat(stacks).anyMatch(stack -> stack.startsWith("peer;[") && stack.contains("ipc/wait/CondvarWait.await"))
                .anyMatch(stack -> stack.startsWith("fork;[") && stack.contains("ipc/wait/CondvarWait.await"))
                .noneMatch(stack -> stack.contains(WARM_UP));
        assertThat(Files.readAllLines(graphs.resolve(cell + "-collapsed-wall.csv"))).containsExactlyInAnyOrderElementsOf(stacks);
        assertThat(graphs.resolve(cell + "-1-fork-summary.txt")).isNotEmptyFile();
        assertThat(graphs.resolve(cell + "-1-peer-summary.txt")).isNotEmptyFile();
        assertThat(Files.readString(work.resolve("a/jmh.json"))).contains("gc.alloc.rate.norm");
    }

    @Test
    void aForbiddenProfilerIsRefusedBeforeTheFirstFork() {
        Harness.Finished run = harness.run("quick", "RoundTrip", "-prof", "async:event=no-such-event", "--out", "a");
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).startsWith("ipc-roundtrip: -prof async:event=no-such-event is not allowed here (").hasLineCount(1);
        assertThat(work.resolve("a")).doesNotExist();
    }

    private Harness.Finished profile(String profiler, String... arguments) {
        List<String> all = new ArrayList<>(List.of("quick"));
        all.addAll(List.of(arguments));
        SHORT.forEach((option, value) -> {
            if (!all.contains(option)) {
                all.addAll(List.of(option, value));
            }
        });
        all.addAll(List.of("-prof", profiler, "--out", "a"));
        Harness.Finished run = harness.run(all.toArray(new String[0]));
        assertThat(run.exitCode()).as(run.err()).isZero();
        return run;
    }
}
