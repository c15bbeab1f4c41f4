package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecordBuilder;
import ipc.result.RunRecord.Status;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.openjdk.jmh.results.RunResult;

/** The loop with cells and a clock that follow a script. */
class RunLoopTest {
    private static final Cell PIPE = MeasurementsTest.cell("RoundTrip", "transport", "pipe", "size", "64");
    private static final Cell FIFO = MeasurementsTest.cell("RoundTrip", "transport", "fifo", "size", "64");
    private static final Cell TCP = MeasurementsTest.cell("RoundTrip", "transport", "tcp", "size", "64");
    private static final List<Cell> CELLS = List.of(PIPE, FIFO, TCP);
    private static final long FORK_NANOS = TimeUnit.SECONDS.toNanos(6);

    @TempDir
    private Path work;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final Measurements measurements = new Measurements(CELLS);
    private final List<String> warnings = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();
    private final List<List<List<String>>> orders = new ArrayList<>();
    private RunWriter writer;
    private RunLoop loop;
    private long nowNanos;
    private Step step = (cell, run) -> {};

    /** Runs when a cell does; may fail it. */
    private interface Step {
        void at(Cell cell, int run) throws CellRunner.CellFailedException;
    }

    @BeforeEach
    void makeDirectory() {
        writer = new RunWriter(ResultDirectory.create(work.resolve("run")), measurements,
                (finished, complete, order, cells, graphs) -> {
                    orders.add(order);
                    return RunRecordBuilder.builder().format(RunRecord.FORMAT).tool("test").started("2026-01-02T03:04:05Z")
                            .finished("2026-01-02T03:06:05Z").complete(complete).profile("quick").profileNote("")
                            .options(List.of()).seed(1).rounds(1).order(List.copyOf(order))
                            .machine(new RunRecord.Machine("box", "CPU", 2, "KVM", "OS", "Linux", "amd64", "VM 17"))
                            .cpus("CPUs 0 and 1").mapping(new RunRecord.Mapping("/x", "ext4")).cells(cells)
                            .warnings(List.copyOf(warnings)).flameGraphs(graphs).build();
                }, (directory, run) -> run);
    }

    private final RunLoop.Runner runner = new RunLoop.Runner() {
        @Override
        public RunResult run(Cell cell, int warmupForks, IterationListener listener) throws CellRunner.CellFailedException {
            nowNanos += FORK_NANOS;
            ran.add(cell.id() + " " + warmupForks);
            step.at(cell, ran.size());
            return MeasurementsTest.costing(cell, 1000, 2_000_000_000, 3_000_000, 500_000);
        }

        @Override
        public Optional<String> disturbance() {
            return ran.size() == 2 ? Optional.of("the machine was suspended for 9 s") : Optional.empty();
        }

        @Override
        public List<String> collect(Cell cell, int round, RunWriter ignored) throws IOException {
            if (cell.equals(TCP)) {
                throw new IOException("no room");
            }
            return List.of("flamegraphs/" + cell.id() + ".html");
        }
    };

    private boolean run(int rounds, boolean stopAtFailure, int warmupForks) {
        PrintStream err = new PrintStream(said, true, StandardCharsets.UTF_8);
        loop = new RunLoop(new Plan(CELLS, List.of()), rounds, new Random(7), stopAtFailure, warmupForks, runner, measurements,
                writer, new ProgressLines(err, () -> nowNanos, rounds * CELLS.size(), FORK_NANOS), warnings::add);
        return loop.run();
    }

    private RunRecord.Cell written(Cell cell) {
        return writer.directory().readRun().cells().stream().filter(each -> each.id().equals(cell.id())).findFirst()
                .orElseThrow();
    }

    @Test
    void everyRoundHasEveryCellOnceInAnOrderOfItsOwn() {
        assertThat(run(4, false, 2)).isTrue();
        assertThat(ran).hasSize(12);
        List<List<String>> order = orders.get(orders.size() - 1);
        assertThat(order).hasSize(4).allSatisfy(round -> assertThat(round)
                .containsExactlyInAnyOrderElementsOf(CELLS.stream().map(Cell::id).toList()));
        assertThat(order.stream().distinct().count()).isGreaterThan(1);
        assertThat(ran.subList(0, 3)).allMatch(each -> each.endsWith(" 2"));
        assertThat(ran.subList(3, 12)).allMatch(each -> each.endsWith(" 0"));
        assertThat(written(PIPE).metrics().get(0).rounds()).hasSize(4);
        assertThat(said.toString(StandardCharsets.UTF_8)).startsWith("[  0%] round 1 of 4: RoundTrip ").contains(", 1:12 left\n")
                .contains("[ 50%] round 3 of 4: ").contains(", 0:36 left\n");
    }

    @Test
    void aFailureCostsItsOwnCellAlone() {
        step = (cell, run) -> {
            if (cell.equals(FIFO) && run > 3) {
                throw new CellRunner.CellFailedException("the peer died", null);
            }
        };
        assertThat(run(2, false, 0)).isTrue();
        assertThat(ran).hasSize(6);
        assertThat(written(FIFO)).returns(Status.FAILED, RunRecord.Cell::status).returns("round 2: the peer died",
                RunRecord.Cell::reason);
        assertThat(written(PIPE).status()).isEqualTo(Status.MEASURED);
        assertThat(said.toString(StandardCharsets.UTF_8))
                .contains("ipc-roundtrip: RoundTrip fifo 64 B failed in round 2: the peer died\n");
    }

    @Test
    void theFirstFailureEndsTheRunIfThatIsAskedFor() {
        step = (cell, run) -> {
            throw new CellRunner.CellFailedException("no", null);
        };
        assertThat(run(2, true, 0)).isFalse();
        assertThat(ran).hasSize(1);
    }

    @Test
    void anInterruptedRunMeasuresNoFurtherCellAndBlamesNone() {
        step = (cell, run) -> {
            if (run == 2) {
                loop.interrupt();
                throw new CellRunner.CellFailedException("the fork died: exit code 130, signal 2", null);
            }
        };
        assertThat(run(3, false, 0)).isFalse();
        assertThat(loop.isInterrupted()).isTrue();
        assertThat(ran).hasSize(2);
        assertThat(measurements.anyFailed()).isFalse();
        assertThat(said.toString(StandardCharsets.UTF_8)).doesNotContain("failed in round");
    }

    @Test
    void disturbancesAndMissingGraphsAreWarnings() {
        assertThat(run(1, false, 0)).isTrue();
        assertThat(warnings).hasSize(2).anyMatch(line -> line.matches("during round 1 of RoundTrip \\S+ 64 B the machine was .*"))
                .contains("round 1 of RoundTrip tcp 64 B has no profile: no room");
        assertThat(writer.profiles()).containsExactlyInAnyOrder("flamegraphs/" + PIPE.id() + ".html",
                "flamegraphs/" + FIFO.id() + ".html");
    }
}
