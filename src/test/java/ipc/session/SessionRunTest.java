package ipc.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.ledger.CleanupLedger;
import ipc.result.ResultDirectory;
import ipc.result.RunRecord;
import ipc.result.RunRecord.Status;
import ipc.session.Session.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs with real forks and peers whose launcher is this very process: what a run leaves, and what it says. */
@Tag("once")
class SessionRunTest {
    private static final String NO_SUCH_OPTION = "-XX:NoSuchOption=1";

    @TempDir
    private Path work;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private Path out;

    @BeforeEach
    void makeAPrivateDirectory() throws IOException {
        out = work.resolve("out");
        Path directory = Files.createDirectory(work.resolve("private"));
        Files.createDirectory(directory.resolve(CleanupLedger.FOLDER));
        System.setProperty(CleanupLedger.PRIVATE, directory.toString());
    }

    @AfterEach
    void forgetIt() {
        System.clearProperty(CleanupLedger.PRIVATE);
    }

    @Test
    void aRunLeavesEveryCellsFiguresAndGraphsAndSaysWhatItDoes() {
        Outcome outcome = run("RoundTrip", "\\.Paired\\.", "-p", "transport=memfd/futex", "-p", "pair=memfd/futex:posix/futex",
                "-wi",
                "1", "-w", "50ms", "-r", "500ms", "--machine", "the one here", "--verbose", "-prof",
                "async:event=itimer;output=flamegraph,collapsed;direction=both", "-rff", work.resolve("jmh.csv").toString(),
                "-rf", "csv");
        assertThat(outcome.anyFailed()).as(said()).isFalse();
        RunRecord record = outcome.record();
        assertThat(record.complete()).isTrue();
        assertThat(record.machine().name()).isEqualTo("the one here");
        assertThat(record.cells()).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.status()).isEqualTo(Status.MEASURED);
            assertThat(cell.clock()).isNotNull();
            assertThat(cell.tail()).isNotNull();
            assertThat(cell.metrics()).isNotEmpty().allSatisfy(metric -> {
                List<Histogram> rounds = new ArrayList<>();
                outcome.directory().readHistograms(metric.histogram(), rounds::add);
                assertThat(rounds).hasSize(1);
            });
        });
        RunRecord.Cell paired = record.cells().stream().filter(cell -> cell.pairs() != null).findFirst().orElseThrow();
        assertThat(outcome.directory().readBlocks(paired.pairs())).isNotEmpty();
        assertThat(outcome.profiles()).allSatisfy(file -> assertThat(out.resolve(file)).isNotEmptyFile());
        assertThat(outcome.profiles()).anyMatch(file -> file.endsWith("-reverse.html"))
                .anyMatch(file -> file.endsWith("-collapsed-itimer.csv"));
        assertThat(out.resolve(ResultDirectory.JMH_JSON)).isNotEmptyFile();
        assertThat(work.resolve("jmh.csv")).isNotEmptyFile();
        // Options of this process, such as a debugger or a coverage agent, must not reach the fork.
        assertThat(said()).contains("profile quick: 2 cells, 1 round, about ").contains("# VM options: ")
                .doesNotContain("-javaagent");
    }

    @Test
    void aForkThatCannotStartFailsItsCellAloneAndTheRunGoesOn() {
        Outcome outcome = run("RoundTrip", "-p", "transport=memfd/futex,pipe", "--rounds", "2", "-jvmArgsAppend", NO_SUCH_OPTION,
                "-prof", "async");
        assertThat(outcome.anyFailed()).isTrue();
        RunRecord record = outcome.record();
        assertThat(record.complete()).isTrue();
        assertThat(record.cells()).hasSize(2).allSatisfy(cell -> {
            assertThat(cell.status()).isEqualTo(Status.FAILED);
            assertThat(cell.reason()).startsWith("round 1: ").contains("NoSuchOption");
        });
        assertThat(said()).contains("-prof async samples event=");
        assertThat(said()).contains("memfd/futex 64 B failed in round 2: ", "pipe 64 B failed in round 2: ");
    }

    @Test
    void itEndsAtTheFirstFailureIfThatIsAskedFor() {
        Outcome outcome = run("RoundTrip", "-p", "transport=memfd/futex,pipe", "-foe", "true", "-jvmArgsAppend", NO_SUCH_OPTION,
                "-o", work.resolve("jmh.txt").toString(), "--mmap-dir", "/dev/shm", "-prof", "async:event=wall;output=jfr");
        assertThat(outcome.anyFailed()).isTrue();
        RunRecord record = outcome.record();
        assertThat(record.complete()).isFalse();
        assertThat(record.cells()).filteredOn(cell -> cell.status() == Status.FAILED).hasSize(1);
        assertThat(record.warnings()).anyMatch(warning -> warning.contains("mapped files lie on tmpfs, which is memory"));
        assertThat(work.resolve("jmh.txt")).content().contains("NoSuchOption");
    }

    @Test
    void aProfilerThatTheMachineOrTheOptionsForbidIsRefusedAndNothingStays() {
        assertThatThrownBy(() -> run("RoundTrip", "-prof", "async:event=no-such-event"))
                .hasMessageStartingWith("-prof async:event=no-such-event is not allowed here (");
        assertThatThrownBy(() -> run("RoundTrip", "-prof", "async:event=itimer;interval=soon"))
                .hasMessageStartingWith("-prof async:event=itimer;interval=soon: ");
        assertThatThrownBy(() -> run("RoundTrip", "-prof", "nosuch"))
                .hasMessageStartingWith("-prof nosuch: there is no such profiler; ");
        assertThat(out).doesNotExist();
    }

    private Outcome run(String... typed) {
        List<String> all = new ArrayList<>(List.of(typed));
        // Others on this machine may measure meanwhile; no figure of this run is looked at.
        all.addAll(List.of("--side-by-side", "--out", out.toString()));
        return new Session("quick", all, "test", new PrintStream(err, true, StandardCharsets.UTF_8), (directory, run) -> run)
                .run(false);
    }

    private String said() {
        return err.toString(StandardCharsets.UTF_8);
    }
}
