package ipc.posix;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.Harness;
import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class StoppedProcessTest {
    private boolean stopped;
    private long ticks;
    private int looks;
    private final StoppedProcess process = new StoppedProcess(() -> {
        looks++;
        return stopped ? OptionalLong.of(ticks) : OptionalLong.empty();
    });

    @Test
    void fiveSecondsWithoutAPauseAreTooLong() {
        stopped = true;
        for (int second = 0; second < 5; second++) {
            assertThat(at(second)).isFalse();
            assertThat(at(second + 0.5)).isFalse();
        }
        assertThat(at(5)).isTrue();
        assertThat(looks).isEqualTo(6);
    }

    @Test
    void aContinuedProcessStartsAgainFromZero() {
        stopped = true;
        assertThat(at(0)).isFalse();
        assertThat(at(2)).isFalse();
        stopped = false;
        assertThat(at(4)).isFalse();
        stopped = true;
        for (int second = 5; second < 10; second++) {
            assertThat(at(second)).isFalse();
        }
        assertThat(at(10)).isTrue();
    }

    @Test
    void aProcessThatRunsBetweenChecksIsNotStopped() {
        stopped = true;
        for (int second = 0; second < 20; second++) {
            ticks += 50;
            assertThat(at(second)).isFalse();
        }
    }

    @Test
    void aPauseBetweenChecksDropsEarlierObservations() {
        stopped = true;
        assertThat(at(0)).isFalse();
        assertThat(at(100)).isFalse();
        assertThat(at(200)).isFalse();
        assertThat(at(202)).isFalse();
        assertThat(at(204)).isFalse();
        assertThat(at(205)).isTrue();
    }

    @Test
    void theKernelReportsAStoppedProcess() throws IOException, InterruptedException {
        Process sleeper = new ProcessBuilder("sleep", "100").start();
        try {
            assertThat(ProcessFacts.isStopped(sleeper.pid())).isFalse();
            assertThat(ProcessFacts.commandLine(sleeper.pid())).containsExactly("sleep", "100");
            assertThat(ProcessFacts.startedTicks(sleeper.pid())).isPresent();
            assertThat(ProcessFacts.cpuTicks(sleeper.pid())).isPresent();
            assertThat(ProcessFacts.cpuTicks(ProcessHandle.current().pid()).orElseThrow()).isPositive();
            new ProcessBuilder("kill", "-STOP", Long.toString(sleeper.pid())).start().waitFor();
            Harness.await("the stop", () -> ProcessFacts.isStopped(sleeper.pid()));
        } finally {
            sleeper.destroyForcibly().waitFor();
        }
        assertThat(ProcessFacts.isStopped(sleeper.pid())).isFalse();
        assertThat(ProcessFacts.startedTicks(sleeper.pid())).isEmpty();
    }

    private boolean at(double seconds) {
        return process.isStoppedForTooLong(TimeUnit.SECONDS.toNanos(7) + (long) (seconds * 1e9));
    }
}
