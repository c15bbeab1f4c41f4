package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import ipc.analysis.table.Grouping;
import ipc.bench.Benchmarks;
import ipc.histogram.BlockLog;
import ipc.histogram.LatencyProfiler;
import ipc.histogram.Recordings;
import ipc.result.Block;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecordBuilder;
import ipc.result.RunRecord.Status;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.AverageTimeResult;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.ResultRole;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.IterationType;
import org.openjdk.jmh.runner.WorkloadParams;
import org.openjdk.jmh.runner.options.TimeValue;

class MeasurementsTest {
    private static final IterationParams MEASURED = new IterationParams(IterationType.MEASUREMENT, 1, TimeValue.seconds(1), 1);

    @TempDir
    private Path work;

    private ResultDirectory directory;

    @BeforeEach
    void makeDirectory() {
        directory = ResultDirectory.create(work.resolve("run"));
    }

    /** The pace has no part in it: by it the sender sleeps, until the next message is due. */
    @Test
    void whetherAWaitingSideSleepsIsTheTransportsOwnProperty() throws IOException {
        List<Cell> cells = List.of(cell("OneWay", "transport", "sysv/spin", "size", "64", "rateHz", "500"),
                cell("OneWay", "transport", "sysv/yield", "size", "64", "rateHz", "500"),
                cell("OneWay", "transport", "sysv/futex", "size", "64", "rateHz", "500"),
                cell("Throughput", "transport", "pipe/spin", "size", "64", "window", "64"),
                cell("RoundTrip", "transport", "pipe", "size", "64"),
                cell("ThreadHandOff", "wait", "futex", "size", "64"));
        Measurements measurements = new Measurements(cells);
        cells.forEach(cell -> measurements.measured(cell, costing(cell, 1000, 2_000_000_000, 3_000_000, 500_000)));
        List<RunRecord.Cell> written = measurements.write(directory);
        assertThat(written.stream().map(cell -> cell.cost().sleeps())).containsExactly(false, false, true, false, true, null);
        assertThat(written.get(0).cost()).isEqualTo(new RunRecord.Cost(1000, 2, 3000, 500, false));

        directory.writeRun(record(written));
        assertThat(directory.readRun().cells()).isEqualTo(written);
    }

    /** The version of a library is needed to repeat a measurement. */
    @Test
    void everyLibrarySaysItsVersionUnderTheTableAndNothingElseDoes() throws IOException {
        List<Cell> cells = Transports.list().stream()
                .map(transport -> cell("RoundTrip", "transport", transport.name(), "size", "64")).toList();
        Measurements measurements = new Measurements(cells);
        List<RunRecord.Cell> written = measurements.write(directory);
        assertThat(written.stream().map(cell -> List.copyOf(cell.transports().keySet())))
                .isEqualTo(Transports.list().stream().map(transport -> List.of(transport.name())).toList());
        List<String> lines = Grouping.byTransport(record(written)).lines();
        for (Transports.Group group : Transports.groups()) {
            for (Transport transport : group.transports()) {
                String note = transport.name() + ": " + transport.description() + ".";
                assertThat(lines.contains(note)).as(transport.name()).isEqualTo(group.name().equals("libraries"));
            }
        }
        assertThat(lines).anyMatch(line -> line.matches("aeron-ipc: Aeron \\d+\\.\\d+.*"));
    }

    @Test
    void aPairHasTwoTransportsABaselineNone() throws IOException {
        Cell pair = cell("Paired", "pair", "sysv/spin:aeron-ipc", "size", "64");
        Cell call = cell("Call", "call", "empty");
        Measurements measurements = new Measurements(List.of(pair, call));
        measurements.unavailable(pair, "no such thing");
        List<RunRecord.Cell> written = measurements.write(directory);
        assertThat(written.get(0).status()).isEqualTo(Status.UNAVAILABLE);
        assertThat(written.get(0).transports()).containsOnlyKeys("sysv/spin", "aeron-ipc");
        assertThat(written.get(1).transports()).isEmpty();
    }

    @Test
    void ofTooManyBlocksTheFirstPairsOfEveryAllocationAreWrittenAndThatIsSaid() throws IOException {
        Cell pair = cell("Paired", "pair", "sysv/spin:mmap/spin", "size", "64");
        assertThat(written(pair, 24)).hasSize(24);
        assertThat(written(pair, 23)).as("eight for each of two allocations").extracting(Block::allocation, Block::startNanos)
                .startsWith(tuple(0, 0L), tuple(0, 1L)).contains(tuple(0, 7L), tuple(1, 12L), tuple(1, 19L)).hasSize(16);
        assertThat(written(pair, 1)).as("a pair at least").hasSize(8);
    }

    @Test
    void anAllocationOfWhichTheForkItselfKeptTheFirstBlocksIsNamedToo() throws IOException {
        Cell pair = cell("Paired", "pair", "sysv/spin:mmap/spin", "size", "64");
        for (int more : new int[] {-1, 0, 1}) {
            BlockLog log = Recordings.blocks();
            for (int block = 0; block < BlockLog.MOST_IN_ALLOCATION + more * Block.PER_QUAD; block++) {
                log.add(0, block % 4 % 3 != 0, 1, block, 1);
            }
            Measurements measurements = new Measurements(List.of(pair));
            measurements.measured(pair, costing(pair, 24, 1000, 1, 1));
            int blocks = directory.readBlocks(measurements.write(directory).get(0).pairs()).size();
            assertThat(blocks).isEqualTo(BlockLog.MOST_IN_ALLOCATION + Math.min(0, more) * Block.PER_QUAD);
            assertThat(List.copyOf(measurements.warnings())).isEqualTo(more < 0 ? List.of() : List.of(pair.words()
                    + ": its intervals are made of the first " + BlockLog.MOST_IN_ALLOCATION
                    + " blocks of each allocation, as more are not kept"));
        }
    }

    private List<Block> written(Cell pair, int mostBlocks) throws IOException {
        Measurements measurements = new Measurements(List.of(pair), mostBlocks);
        BlockLog log = Recordings.blocks();
        for (int block = 0; block < 24; block++) {
            log.add(block / 12, block % 4 % 3 != 0, 1, block, 1);
        }
        measurements.measured(pair, costing(pair, 24, 1000, 1, 1));
        List<Block> blocks = directory.readBlocks(measurements.write(directory).get(0).pairs());
        if (blocks.size() == 24) {
            assertThat(measurements.warnings()).isEmpty();
        } else {
            assertThat(measurements.warnings()).containsExactly(pair.words() + ": its intervals are made of the first "
                    + blocks.size() / 2 + " blocks of each allocation, as more are not kept");
        }
        return blocks;
    }

    /** One fork of one iteration, as it comes home. */
    static RunResult costing(Cell cell, long messages, long nanos, long forkNanos, long peerNanos) {
        LatencyProfiler profiler = new LatencyProfiler();
        profiler.beforeIteration(null, MEASURED);
        cell.metrics().forEach(metric -> {
            Recordings.latency(metric).restart();
            Recordings.latency(metric).record(100);
        });
        Recordings.cost(messages, nanos, forkNanos, peerNanos);
        IterationResult iteration = new IterationResult(null, MEASURED, null);
        iteration.addResult(new AverageTimeResult(ResultRole.PRIMARY, "score", messages, nanos, TimeUnit.NANOSECONDS));
        profiler.afterIteration(null, MEASURED, iteration).forEach(iteration::addResult);
        BenchmarkParams params = params(cell);
        return new RunResult(params, List.of(new BenchmarkResult(params, List.of(iteration))));
    }

    private static BenchmarkParams params(Cell cell) {
        WorkloadParams workload = new WorkloadParams();
        cell.params().forEach((name, value) -> workload.put(name, value, 0));
        return new BenchmarkParams(cell.benchmark().method(), "", false, 1, new int[] {1}, List.of(), 1, 0, MEASURED, MEASURED,
                cell.mode(), workload, TimeUnit.NANOSECONDS, 1, "", List.of(), "", "", "", "", TimeValue.NONE);
    }

    static Cell cell(String benchmark, String... params) {
        Map<String, String> all = new LinkedHashMap<>();
        for (int i = 0; i < params.length; i += 2) {
            all.put(params[i], params[i + 1]);
        }
        return new Cell(Benchmarks.list().stream().filter(entry -> entry.name().equals(benchmark)).findFirst().orElseThrow(), all,
                Mode.AverageTime);
    }

    private static RunRecord record(List<RunRecord.Cell> cells) {
        return RunRecordBuilder.builder().format(RunRecord.FORMAT).tool("ipc-roundtrip test").started("2026-01-02T03:04:05Z")
                .finished("2026-01-02T03:06:05Z").complete(true).profile("all").profileNote("").options(List.of()).seed(1)
                .rounds(1).machine(new RunRecord.Machine("box", "CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17"))
                .cpus("CPUs 0 and 1").mapping(new RunRecord.Mapping("/x", "ext4")).cells(cells).warnings(List.of()).build();
    }
}
