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
import java.util.stream.Stream;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Tests the main command and its variants with the jar and {@code run.sh}. */
class RunIT extends RealRuns {
    private static final List<String> SHORT = List.of("-wi", "1", "-w", "100ms", "-i", "2", "-r", "500ms");
    private static final String FIGURE = "(\\d+\\.\\d\\d|\\d\\d\\.\\d|\\d{3,})";

    @Test
    void quickPrintsTheTableAndWritesTheResultDirectory() throws IOException {
        Harness.Finished run = harness.run("quick", "--out", "result with space", "--machine", "my machine", "--seed", "42");
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("6 cells, 1 round, ", "; seed 42\n").doesNotContain("WARN", "Exception");

        List<String> table = run.out().lines().filter(line -> line.startsWith("|")).toList();
        assertThat(table.get(0).replaceAll(" +", " ")).isEqualTo("| latency in µs | shmem | | | | | mmap | | | | |");
        assertThat(table.get(1)).matches("\\|-+(\\|-+:){10}\\|");
        assertThat(table.get(2).replaceAll(" +", " "))
                .isEqualTo("| | min | p50 | mean | p99 | max | min | p50 | mean | p99 | max |");
        String figures = ("\\| +" + FIGURE + " ").repeat(10) + "\\|";
        assertThat(table.get(3)).matches("\\| round trip, spin +" + figures);
        assertThat(table.get(4)).matches("\\| round trip, condvar +" + figures);
        assertThat(table.get(5)).matches("\\| one way, every 2 ms +" + figures);
        assertThat(table).hasSize(6);
        assertThat(run.out()).startsWith("quick: my machine, ").contains("; 64-byte messages, 1 round, ", "\n- One round only: ")
                .endsWith("\nDetails: result with space (report.html has charts, table.md has all notes)\n");
        assertThat(run.out().lines()).hasSizeLessThanOrEqualTo(20).allMatch(line -> line.length() <= 100);

        Path result = work.resolve("result with space");
        String notes = Files.readString(result.resolve("table.md"));
        assertThat(notes).contains(String.join("\n", table)).contains("Each round trip contains one clock read, which takes ",
                "### Operations\n", "- Mapped files: ");
        try (Stream<Path> files = Files.list(result)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("histograms", "jmh.json", "report.html", "run.json", "table.md");
        }
        JsonNode record = new ObjectMapper().readTree(result.resolve("run.json").toFile());
        assertThat(record.get("complete").asBoolean()).isTrue();
        assertThat(record.get("order").get(0)).hasSize(6);
        assertThat(record.at("/mapping/fileSystem").asText()).isNotEmpty();
        everyOperationIsInTheLogAndCountedByThePeer(result, record);
        everyCellNamesTheCausesOfItsTail(notes, record);
    }

    private static void everyCellNamesTheCausesOfItsTail(String table, JsonNode record) {
        String slow = table.substring(table.indexOf("### Slow operations\n"));
        for (String method : List.of("round trip, spin", "round trip, condvar", "one way, every 2 ms")) {
            assertThat(slow).containsPattern("\\| " + method + ", shmem +\\|").containsPattern("\\| " + method + ", mmap +\\|");
        }
        assertThat(slow).containsOnlyOnce("- An operation is slow above ");
        for (JsonNode cell : record.get("cells")) {
            JsonNode tail = cell.get("tail");
            assertThat(tail.get("thresholdNanos").asLong()).isGreaterThanOrEqualTo(50_000);
            assertThat(tail.get("longestNanos").asDouble()).isLessThanOrEqualTo(cell.at("/metrics/0/all/max").asDouble());
            assertThat(tail.get("measuredNanos").asLong()).isPositive();
            assertThat(tail.get("blocks").asBoolean()).isEqualTo(!cell.at("/params/transport").asText().endsWith("/spin"));
            for (JsonNode cause : tail.get("causes")) {
                assertThat(cause.asLong()).isBetween(0L, tail.get("totalNanos").asLong());
            }
        }
    }

    private static void everyOperationIsInTheLogAndCountedByThePeer(Path result, JsonNode record) throws IOException {
        JsonNode jmh = new ObjectMapper().readTree(result.resolve("jmh.json").toFile());
        assertThat(jmh).hasSize(6);
        for (JsonNode cell : record.get("cells")) {
            assertThat(cell.get("status").asText()).isEqualTo("MEASURED");
            for (JsonNode metric : cell.get("metrics")) {
                HistogramLogReader log = new HistogramLogReader(result.resolve(metric.get("histogram").asText()).toFile());
                Histogram interval = (Histogram) log.nextIntervalHistogram();
                assertThat(log.nextIntervalHistogram()).as("one interval per fork").isNull();
                long operations = metric.at("/all/operations").asLong();
                assertThat(interval.getTotalCount()).isEqualTo(operations);
                JsonNode secondary = secondaryMetrics(jmh, cell);
                // There is one measured iteration, and its first round trip has no latency.
                long first = cell.get("benchmark").asText().equals("RoundTrip") ? 1 : 0;
                assertThat(secondary.at("/sentByPeer/score").asLong()).isEqualTo(operations + first);
                JsonNode percentiles = secondary.get(metric.get("name").asText()).get("scorePercentiles");
                assertThat(percentiles.get("0.0").asDouble()).isEqualTo(metric.at("/all/min").asDouble());
                assertThat(percentiles.get("100.0").asDouble()).isEqualTo(metric.at("/all/max").asDouble());
                assertThat(percentiles).hasSize(10);
            }
        }
    }

    private static JsonNode secondaryMetrics(JsonNode jmh, JsonNode cell) {
        for (JsonNode each : jmh) {
            if (each.get("benchmark").asText().contains("." + cell.get("benchmark").asText() + ".")
                    && each.at("/params/transport").equals(cell.at("/params/transport"))) {
                return each.get("secondaryMetrics");
            }
        }
        throw new AssertionError("jmh.json has no " + cell.get("id"));
    }

    @Tag("once")
    @Test
    void roundsAreForksInJmhsFilesAndOneTableHoldsManyRuns() throws IOException {
        Harness.Finished first = harness.run(shortRun("quick", "RoundTrip", "-p", "transport=mmap/condvar", "-f", "2",
                "-rf", "csv", "-rff", work.resolve("extra.csv").toString(), "--out", "a"));
        assertThat(first.exitCode()).as(first.err()).isZero();
        JsonNode jmh = new ObjectMapper().readTree(work.resolve("a/jmh.json").toFile());
        assertThat(jmh.get(0).get("forks").asInt()).isEqualTo(2);
        assertThat(jmh.at("/0/secondaryMetrics/rtt/rawData")).hasSize(2);
        assertThat(Files.readString(work.resolve("extra.csv"))).contains("RoundTrip.roundTrip:rtt");
        Histogram interval;
        HistogramLogReader log = new HistogramLogReader(work.resolve("a/histograms/RoundTrip-mmap-condvar-64.hlog").toFile());
        List<Long> counts = new ArrayList<>();
        while ((interval = (Histogram) log.nextIntervalHistogram()) != null) {
            counts.add(interval.getTotalCount());
        }
        assertThat(counts).hasSize(2).allMatch(count -> count > 0);

        Harness.Finished table = harness.run("table", "--published", "a", "a");
        assertThat(table.exitCode()).isZero();
        assertThat(table.out().lines().filter(line -> line.startsWith("|") && line.contains("round trip, condvar"))).hasSize(2);
        assertThat(table.out()).contains("| Ubuntu 16.04 i7 Desktop (published)");
    }

    @Tag("once")
    @Test
    void theSameSeedRepeatsTheOrder() throws IOException {
        String[] orders = new String[2];
        for (int i = 0; i < 2; i++) {
            Harness.Finished run = harness.run(shortRun("quick", "RoundTrip", "-r", "500ms", "-i", "1", "--seed", "7",
                    "-p", "transport=sysv/condvar,mmap/condvar,memfd/condvar", "--out", "o" + i));
            assertThat(run.exitCode()).as(run.err()).isZero();
            orders[i] = new ObjectMapper().readTree(work.resolve("o" + i + "/run.json").toFile()).get("order").toString();
        }
        assertThat(orders[0]).isEqualTo(orders[1]);
    }

    private static void assertAllocatesNothing(Path result) throws IOException {
        for (JsonNode cell : new ObjectMapper().readTree(result.resolve("jmh.json").toFile())) {
            double operations = cell.at("/secondaryMetrics/sentByPeer/score").asDouble()
                    / cell.at("/primaryMetric/rawData/0").size();
            assertThat(bytesPerOperation(cell.get("secondaryMetrics")) * operations).as(cell.at("/params/transport").asText())
                    .isLessThan(MOST_BYTES_OF_AN_ITERATION);
            assertThat(operations).isPositive();
        }
    }

    @Tag("once")
    @Test
    void allTransportsShareOneTableAndAllocateNothing() throws IOException {
        Harness.Finished run = harness
                .run(shortRun("quick", "RoundTrip", "-w", "200ms", "-r", "500ms", "-prof", "gc", "--out", "a",
                        "-p", "transport=posix/yield,memfd/futex,mmap-tmpfs/hybrid,posix/sem,sysv/spin,mmap/condvar"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out()).startsWith("quick: ").contains("\n- Profiler attached (gc): ");
        for (String transport : List.of("posix/yield", "memfd/futex", "mmap-tmpfs/hybrid", "posix/sem", "sysv/spin",
                "mmap/condvar")) {
            // On a busy machine a round trip that waits for a CPU twice leaves too few samples for p99 and p99.9.
            assertThat(run.out())
                    .containsPattern("\\| " + transport + " +(\\| +[0-9.]+ ){3}(\\| +(-|[0-9.]+) ){2}(\\| +[0-9.]+ ){3}\\|");
        }
        assertAllocatesNothing(work.resolve("a"));
        assertThat(harness.run("table", "a").out()).contains(
                "- 4 other cells have no place here: ./run.sh table --by transport shows every cell.\n");
    }

    @Tag("once")
    @Test
    void theUserSetsHowLongHybridSpins() {
        Harness.Finished run = harness.run(shortRun("quick", "RoundTrip", "-p", "transport=sysv/hybrid", "--out", "a",
                "-jvmArgsAppend", "-Dipc.hybridSpinNanos=20us"));
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("failed in round 1: -Dipc.hybridSpinNanos=20us: must be 0 to 1000000000 nanoseconds.");
    }

    @Test
    void theUsersJvmOptionsReachForkAndPeer() {
        // Another garbage collector, and a log that both JVMs print on standard output.
        Harness.Finished run = harness.run(shortRun("quick", "RoundTrip", "-p", "transport=sysv/condvar", "--cpus", "none",
                "-jvmArgsAppend", "-XX:+UseParallelGC -Xlog:gc*", "-v", "NORMAL", "--out", "a"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).contains("Using Parallel");
        assertThat(run.out()).startsWith("quick: ");
        assertThat(harness.run("table", "a").out()).contains("Fork and peer: not pinned: the scheduler places both processes");
        Harness.Finished mistyped = harness.run(shortRun("quick", "RoundTrip", "-p", "transport=sysv/condvar",
                "-jvmArgsAppend", "-XX:+UseNoSuchThing", "--out", "b"));
        assertThat(mistyped.exitCode()).isEqualTo(1);
        assertThat(mistyped.err()).contains("failed in round 1: ", "Unrecognized VM option");
    }

    @Test
    void theJarAloneMeasuresToo() throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-Djava.io.tmpdir=" + work.resolve("tmp"), "-jar", Harness.JAR.toString()));
        command.addAll(List.of(shortRun("quick", "RoundTrip", "-p", "transport=sysv/condvar", "--out", "a")));
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(row(run.out(), "round trip, condvar")).isNotEmpty();
    }

    @Tag("once")
    @Test
    void oneCpuLeavesSpinOutWithAReason() {
        String cpu = Integer.toString(net.openhft.affinity.Affinity.getAffinity().nextSetBit(0));
        List<String> command = new ArrayList<>(List.of("taskset", "-c", cpu, Harness.HOME.resolve("run.sh").toString()));
        command.addAll(List.of(shortRun("quick", "RoundTrip", "-p", "transport=sysv/spin,sysv/condvar", "--out", "a")));
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(row(run.out(), "round trip, spin")).matches(".*(\\| +- ){10}\\|");
        assertThat(row(run.out(), "round trip, condvar"))
                .matches(".*(\\| +" + FIGURE + " ){5}(\\| +- ){5}\\|");
        assertThat(run.out())
                .contains("- round trip, spin, shmem: not measured: only one CPU is allowed, and two spinning ");
    }

    @Tag("once")
    @Test
    void mappedFilesOnTmpfsCauseAWarning() {
        Harness.Finished run = harness
                .run(shortRun("quick", "RoundTrip", "-p", "transport=mmap/condvar", "--mmap-dir", "/dev/shm",
                        "--out", "a"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.err()).doesNotContain("mapped files lie on tmpfs");
        assertThat(run.out()).contains("\n- mapped files lie on tmpfs, which is memory");
    }

    @Test
    void plainJmhHasTheSameMetricsWithOurProfiler() throws IOException {
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:-UsePerfData", "-Djmh.ignoreLock=true", "-Djmh.blackhole.autoDetect=false",
                "-Djava.io.tmpdir=" + work.resolve("tmp"), "-cp", Harness.JAR.toString(),
                "org.openjdk.jmh.Main", "OneWay", "-p", "transport=sysv/condvar", "-prof", "ipc.histogram.LatencyProfiler",
                "-rf", "json", "-rff", work.resolve("plain.json").toString()));
        command.addAll(SHORT);
        Harness.Finished run = harness.finish(harness.start(command, Map.of()));
        assertThat(run.exitCode()).as(run.out() + run.err()).isZero();
        JsonNode metrics = new ObjectMapper().readTree(work.resolve("plain.json").toFile()).at("/0/secondaryMetrics");
        for (String metric : List.of("oneWay", "oneWayFromIntended")) {
            assertThat(metrics.get(metric).get("scorePercentiles").get("0.0").asDouble()).isPositive();
            assertThat(metrics.get(metric).get("scorePercentiles").get("100.0").asDouble()).isPositive();
        }
        assertThat(metrics.at("/clockRead/score").asDouble()).isPositive();
    }

    /** The text of both rounds is in one file of each cell; recordings are one for each round. */
    @Tag("once")
    @Test
    void whatJmhsProfilersFoundIsInTheResult() throws IOException {
        Harness.Finished run = harness
                .run(shortRun("quick", "RoundTrip", "-p", "transport=memfd/condvar", "--rounds", "2", "-prof",
                        "stack", "-prof", "jfr", "--out", "profiled"));
        assertThat(run.exitCode()).as(run.err()).isZero();
        Path profiles = work.resolve("profiled/profiles");
        String cell = "RoundTrip-memfd-condvar-64-";
        assertThat(profiles).isDirectoryContaining("glob:**/" + cell + "stack.txt")
                .isDirectoryContaining("glob:**/" + cell + "1-profile.jfr")
                .isDirectoryContaining("glob:**/" + cell + "2-profile.jfr");
        assertThat(Files.readString(profiles.resolve(cell + "stack.txt"))).contains("Round 1\n", "Round 2\n", "RUNNABLE");
        assertThat(run.err()).contains("ipc-roundtrip: profile " + profiles.resolve(cell + "stack.txt") + "\n",
                "ipc-roundtrip: profile " + profiles.resolve(cell + "2-profile.jfr") + "\n");
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files.filter(file -> file.toString().endsWith(".jfr"))).isEmpty();
        }
    }

    @Tag("once")
    @Test
    void listsOfJmhArePassedThrough() {
        Harness.Finished run = harness.run("desktop", "-lp");
        assertThat(run.exitCode()).isZero();
        assertThat(run.out()).contains("ipc.bench.RoundTrip.roundTrip", "param \"transport\"");
        assertThat(harness.run("quick", "-lprof").out()).contains("ipc.histogram.LatencyProfiler");
    }

    @Tag("once")
    @Test
    void jmhsTextIsPrintedOnRequest() throws IOException {
        Harness.Finished run = harness
                .run(shortRun("quick", "RoundTrip", "-p", "transport=sysv/condvar", "-v", "NORMAL", "--out", "a"));
        assertThat(run.err()).contains("# Warmup Iteration   1:", "Secondary result");
        run = harness.run(shortRun("quick", "RoundTrip", "-p", "transport=sysv/condvar", "-o", work.resolve("jmh.txt").toString(),
                "--out", "b"));
        assertThat(run.err()).doesNotContain("# Warmup Iteration");
        assertThat(Files.readString(work.resolve("jmh.txt"))).contains("# Warmup Iteration   1:");
    }

    private static String row(String table, String method) {
        return table.lines().filter(line -> line.startsWith("|") && line.contains(method)).findFirst().orElseThrow();
    }

    /** Options of the test replace the short ones. */
    private static String[] shortRun(String... typed) {
        List<String> arguments = new ArrayList<>(List.of(typed));
        for (int i = 0; i < SHORT.size(); i += 2) {
            if (!arguments.contains(SHORT.get(i))) {
                arguments.addAll(SHORT.subList(i, i + 2));
            }
        }
        return arguments.toArray(new String[0]);
    }
}
