package ipc.session;

import ipc.histogram.BlockLog;
import ipc.histogram.BlocksResult;
import ipc.histogram.HistogramResult;
import ipc.histogram.LatencyProfiler;
import ipc.histogram.Recordings;
import ipc.osstats.TailResult;
import ipc.result.Block;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecordCellBuilder;
import ipc.result.RunRecord.Status;
import ipc.result.Summary;
import ipc.transport.Transport;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.HdrHistogram.Histogram;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.WorkloadParams;

/** The results of all rounds so far, cell by cell. */
final class Measurements {
    private static final double NANOS_PER_SECOND = 1e9;
    /** A process that fails may have said very much. */
    private static final int LONGEST_REASON_CHARS = 20_000;

    private final Map<Cell, List<BenchmarkResult>> rounds = new LinkedHashMap<>();
    private final Map<Cell, BenchmarkParams> params = new LinkedHashMap<>();
    private final Map<Cell, String> missing = new LinkedHashMap<>();
    private final Map<Cell, String> failed = new LinkedHashMap<>();
    private final Map<Cell, String> shortened = new LinkedHashMap<>();
    /** Those whose files are as they are, since nothing has come to them. */
    private final Map<Cell, RunRecord.Cell> written = new HashMap<>();
    private final int mostBlocks;

    Measurements(List<Cell> cells) {
        this(cells, ResultDirectory.MAX_BLOCKS);
    }

    /** @param mostBlocks as many blocks of a paired cell are written */
    Measurements(List<Cell> cells, int mostBlocks) {
        this.mostBlocks = mostBlocks;
        cells.forEach(cell -> rounds.put(cell, new ArrayList<>()));
    }

    void unavailable(Cell cell, String reason) {
        missing.put(cell, reason);
        written.remove(cell);
    }

    void failed(Cell cell, int round, String reason) {
        failed.putIfAbsent(cell, "round " + round + ": "
                + (reason.length() > LONGEST_REASON_CHARS ? reason.substring(0, LONGEST_REASON_CHARS) + "…" : reason));
        written.remove(cell);
    }

    void measured(Cell cell, RunResult result) {
        rounds.get(cell).addAll(result.getBenchmarkResults());
        params.put(cell, result.getParams());
        written.remove(cell);
    }

    boolean isUnavailable(Cell cell) {
        return missing.containsKey(cell);
    }

    boolean anyFailed() {
        return !failed.isEmpty();
    }

    /** As JMH would have it, had it run all rounds of each cell as its forks. */
    List<RunResult> toJmh() {
        List<RunResult> results = new ArrayList<>();
        rounds.forEach((cell, forks) -> {
            if (!forks.isEmpty()) {
                results.add(new RunResult(withForks(params.get(cell), forks.size()), forks));
            }
        });
        return results;
    }

    /** Writes the histogram logs of every cell to which something has come since the last time, and describes them all. */
    List<RunRecord.Cell> write(ResultDirectory directory) throws IOException {
        List<RunRecord.Cell> cells = new ArrayList<>();
        for (Cell cell : rounds.keySet()) {
            if (!written.containsKey(cell)) {
                written.put(cell, write(directory, cell));
            }
            cells.add(written.get(cell));
        }
        return cells;
    }

    private RunRecord.Cell write(ResultDirectory directory, Cell cell) throws IOException {
        List<BenchmarkResult> forks = rounds.get(cell);
        List<RunRecord.Metric> metrics = new ArrayList<>();
        for (String metric : forks.isEmpty() ? List.<String>of() : cell.metrics()) {
            metrics.add(write(directory, cell, metric, forks));
        }
        return RunRecordCellBuilder.builder().id(cell.id()).benchmark(cell.benchmark().name()).params(cell.params())
                .status(status(cell)).reason(reason(cell)).clock(clock(forks).orElse(null)).metrics(metrics)
                .placements(placements(forks))
                .pairs(cell.benchmark().isPaired() && !forks.isEmpty() ? writeBlocks(directory, cell, forks) : null)
                .addedNanos(scores(forks, Recordings.ADDED).average().orElse(0)).tail(tail(forks))
                .cost(cost(cell, forks)).transports(descriptions(cell)).build();
    }

    /** Null if no fork brought one home. */
    private static RunRecord.Tail tail(List<BenchmarkResult> forks) {
        return forks.stream().flatMap(fork -> fork.getIterationResults().stream())
                .map(iteration -> (Result<?>) iteration.getSecondaryResults().get(TailResult.METRIC))
                .filter(TailResult.class::isInstance).map(result -> ((TailResult) result).tail()).reduce(RunRecord.Tail::plus)
                .orElse(null);
    }

    private Status status(Cell cell) {
        return missing.containsKey(cell) ? Status.UNAVAILABLE : failed.containsKey(cell) ? Status.FAILED : Status.MEASURED;
    }

    private String reason(Cell cell) {
        return missing.getOrDefault(cell, failed.getOrDefault(cell, ""));
    }

    private static RunRecord.Metric write(ResultDirectory directory, Cell cell, String metric, List<BenchmarkResult> forks)
            throws IOException {
        List<Histogram> histograms = forks.stream().map(fork -> histogram(fork, metric)).toList();
        Histogram all = histograms.get(0).copy();
        histograms.stream().skip(1).forEach(all::add);
        // The main metric's log bears the cell's name alone.
        String name = metric.equals(cell.metrics().get(0)) ? cell.id() : cell.id() + "." + metric;
        return new RunRecord.Metric(metric, directory.writeHistograms(name, histograms), Summary.of(all),
                histograms.stream().map(Summary::of).toList(), null);
    }

    /** One fork's iterations added up, with the fork's own start and end. */
    private static Histogram histogram(BenchmarkResult fork, String metric) {
        Histogram sum = null;
        for (IterationResult iteration : fork.getIterationResults()) {
            Result<?> result = (Result<?>) iteration.getSecondaryResults().get(metric);
            if (!(result instanceof HistogramResult latencies)) {
                throw new IllegalStateException("a fork brought home no metric " + metric);
            }
            if (sum == null) {
                sum = latencies.histogram().copy();
            } else {
                sum.add(latencies.histogram());
            }
        }
        if (sum == null) {
            throw new IllegalStateException("a fork brought home no iteration");
        }
        if (fork.getMetadata() != null) {
            sum.setStartTimeStamp(fork.getMetadata().getMeasurementTime());
            sum.setEndTimeStamp(fork.getMetadata().getStopTime());
        }
        return sum;
    }

    private static Optional<RunRecord.Clock> clock(List<BenchmarkResult> forks) {
        OptionalDouble read = scores(forks, LatencyProfiler.CLOCK_READ).average();
        OptionalDouble granularity = scores(forks, LatencyProfiler.CLOCK_GRANULARITY).min();
        return read.isPresent() && granularity.isPresent()
                ? Optional.of(new RunRecord.Clock(read.getAsDouble(), granularity.getAsDouble())) : Optional.empty();
    }

    private static DoubleStream scores(List<BenchmarkResult> forks, String metric) {
        return forks.stream().map(fork -> fork.getSecondaryResults().get(metric)).filter(result -> result != null)
                .mapToDouble(result -> result.getScore());
    }

    /** The cost of all iterations of all forks; null if they recorded none. */
    private static RunRecord.Cost cost(Cell cell, List<BenchmarkResult> forks) {
        double messages = scores(forks, Recordings.MESSAGES).sum();
        return messages == 0 ? null : new RunRecord.Cost(Math.round(messages),
                scores(forks, Recordings.MEASURED_NANOS).sum() / NANOS_PER_SECOND,
                scores(forks, Recordings.FORK_CPU_NANOS).sum() / messages,
                scores(forks, Recordings.PEER_CPU_NANOS).sum() / messages,
                cell.transports().isEmpty() ? null : cell.transports().stream().allMatch(Transport::blocks));
    }

    private static Map<String, String> descriptions(Cell cell) {
        Map<String, String> descriptions = new LinkedHashMap<>();
        cell.transports().forEach(transport -> descriptions.put(transport.name(), transport.description()));
        return descriptions;
    }

    /** One for each fork; none at all if one of them had no reference probe. */
    private static List<RunRecord.Placement> placements(List<BenchmarkResult> forks) {
        double[] low = scores(forks, Recordings.PLACEMENT_LOW).toArray();
        double[] high = scores(forks, Recordings.PLACEMENT_HIGH).toArray();
        if (low.length != forks.size() || high.length != forks.size()) {
            return List.of();
        }
        return IntStream.range(0, low.length).mapToObj(fork -> new RunRecord.Placement(low[fork], high[fork])).toList();
    }

    /** The blocks of all forks' iterations, their allocations numbered through; of too many the first of every allocation. */
    private String writeBlocks(ResultDirectory directory, Cell cell, List<BenchmarkResult> forks) throws IOException {
        List<List<BlocksResult>> results = forks.stream().map(fork -> fork.getIterationResults().stream()
                .map(iteration -> (BlocksResult) (Result<?>) iteration.getSecondaryResults().get(Recordings.BLOCKS)).toList())
                .toList();
        int most = mostInAllocation(cell, results.stream().flatMap(List::stream).toList());
        List<List<Block>> byFork = new ArrayList<>();
        int allocations = 0;
        for (List<BlocksResult> iterations : results) {
            List<Block> blocks = new ArrayList<>();
            for (BlocksResult iteration : iterations) {
                int[] counts = new int[iteration.allocations()];
                for (Block block : iteration.blocks()) {
                    if (counts[block.allocation()]++ < most) {
                        blocks.add(new Block(allocations + block.allocation(), block.contender(), block.operations(),
                                block.startNanos(), block.nanos()));
                    }
                }
                allocations += counts.length;
            }
            byFork.add(blocks);
        }
        return directory.writeBlocks(cell.id(), byFork);
    }

    private int mostInAllocation(Cell cell, List<BlocksResult> iterations) {
        long all = iterations.stream().mapToLong(BlocksResult::size).sum();
        int most = BlockLog.MOST_IN_ALLOCATION;
        if (all > mostBlocks) {
            int allocations = iterations.stream().mapToInt(BlocksResult::allocations).sum();
            most = Math.max(1, mostBlocks / allocations / Block.PER_QUAD) * Block.PER_QUAD;
        } else if (iterations.stream().noneMatch(BlocksResult::mayLackSome)) {
            return most;
        }
        shortened.put(cell, cell.words() + ": its intervals are made of the first " + most
                + " blocks of each allocation, as more are not kept");
        return most;
    }

    /** Warnings about data that is not kept for cells with long measurements. */
    Collection<String> warnings() {
        return shortened.values();
    }

    private static BenchmarkParams withForks(BenchmarkParams one, int forks) {
        WorkloadParams workload = new WorkloadParams();
        int position = 0;
        for (String key : one.getParamsKeys()) {
            workload.put(key, one.getParam(key), position++);
        }
        return new BenchmarkParams(one.getBenchmark(), one.generatedBenchmark(), one.shouldSynchIterations(), one.getThreads(),
                one.getThreadGroups(), one.getThreadGroupLabels(), forks, one.getWarmupForks(), one.getWarmup(),
                one.getMeasurement(), one.getMode(), workload, one.getTimeUnit(), one.getOpsPerInvocation(), one.getJvm(),
                one.getJvmArgs(), one.getJdkVersion(), one.getVmName(), one.getVmVersion(), one.getJmhVersion(),
                one.getTimeout());
    }
}
