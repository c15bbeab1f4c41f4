package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.AggregationPolicy;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.ScalarResult;
import org.openjdk.jmh.results.TextResult;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.ProfilerConfig;

class JmhProfilersTest {
    @TempDir
    private Path work;

    private final Cell cell = MeasurementsTest.cell("RoundTrip", "transport", "pipe");

    @Test
    void theFlightRecorderWritesIntoThePrivateDirectoryUnlessToldOtherwise() {
        List<ProfilerConfig> given = List.of(new ProfilerConfig("jfr", ""), new ProfilerConfig("jfr", "stackDepth=9"),
                new ProfilerConfig("org.openjdk.jmh.profile.JavaFlightRecorderProfiler", ""),
                new ProfilerConfig("jfr", "dir=/mine"),
                new ProfilerConfig("stack", "lines=3"));
        assertThat(new JmhProfilers(given, work).list()).extracting(ProfilerConfig::getOpts).containsExactly(
                "dir=" + work + "/profiles",
                "stackDepth=9;dir=" + work + "/profiles", "dir=" + work + "/profiles", "dir=/mine", "lines=3");
    }

    @Test
    void textsOfAllRoundsAreInOneFileAndRecordingsInOneOfEach() throws IOException {
        Path result = Files.createDirectory(work.resolve("result"));
        JmhProfilers profilers = new JmhProfilers(List.of(new ProfilerConfig("jfr", "")), work);
        for (int round = 1; round <= 2; round++) {
            Files.writeString(Files.createDirectories(work.resolve("profiles/RoundTrip")).resolve("profile.jfr"),
                    "recording " + round);
            List<String> files = profilers.collect(cell, round, measured(new TextResult("found " + round, "·stack"),
                    new TextResult("in " + work + "/profiles/RoundTrip/profile.jfr", "jfr"),
                    new ScalarResult("gc", 1, "B", AggregationPolicy.AVG)), result);
            assertThat(files).containsExactly("profiles/" + cell.id() + "-stack.txt", "profiles/" + cell.id() + "-" + round
                    + "-profile.jfr");
        }
        assertThat(Files.readString(result.resolve("profiles/" + cell.id() + "-stack.txt")))
                .isEqualTo("Round 1\n\nfound 1\n\nRound 2\n\nfound 2\n\n");
        assertThat(result.resolve("profiles/" + cell.id() + "-2-profile.jfr")).hasContent("recording 2");
    }

    @Test
    void withoutAProfilerThereIsNothing() throws IOException {
        assertThat(new JmhProfilers(List.of(), work).collect(cell, 1, measured(new TextResult("x", "y")), work)).isEmpty();
        assertThat(work).isEmptyDirectory();
    }

    private RunResult measured(org.openjdk.jmh.results.Result<?>... results) {
        RunResult costing = MeasurementsTest.costing(cell, 1, 1, 1, 1);
        IterationResult iteration = costing.getBenchmarkResults().iterator().next().getIterationResults().iterator().next();
        for (org.openjdk.jmh.results.Result<?> each : results) {
            iteration.addResult(each);
        }
        return new RunResult(costing.getParams(), List.of(new BenchmarkResult(costing.getParams(), List.of(iteration))));
    }

    @Test
    void jmhsOutputGoesWhereItIsWanted() throws IOException, CommandLineOptionException {
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        PrintStream stream = new PrintStream(err, true, StandardCharsets.UTF_8);
        try (JmhSink nowhere = JmhSink.open(new CommandLineOptions(), false, stream)) {
            assertThat(nowhere.stream()).isNull();
            assertThat(nowhere.isComplete(stream)).isTrue();
        }
        try (JmhSink shown = JmhSink.open(new CommandLineOptions(), true, stream)) {
            shown.stream().println("shown");
        }
        stream.println("and open");
        assertThat(err.toString(StandardCharsets.UTF_8)).isEqualTo("shown\nand open\n");
        Path file = work.resolve("jmh.txt");
        try (JmhSink kept = JmhSink.open(new CommandLineOptions("-o", file.toString()), true, stream)) {
            kept.stream().println("kept");
            assertThat(kept.isComplete(stream)).isTrue();
        }
        assertThat(file).hasContent("kept");
        try (JmhSink full = JmhSink.open(new CommandLineOptions("-o", "/dev/full"), true, stream)) {
            full.stream().println("lost");
            assertThat(full.isComplete(stream)).isFalse();
        }
        assertThat(err.toString(StandardCharsets.UTF_8))
                .endsWith(
                        "ipc-roundtrip: /dev/full (-o) could not be written: No space left on device. All results are complete\n");
    }
}
