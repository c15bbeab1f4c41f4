package ipc.osstats;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class CpuTimesTest {
    private long now;

    @Test
    void anIntervalIsWhatTheClocksMovedBy() {
        CpuTimes times = new CpuTimes(() -> now, () -> 1000 + now / 2, () -> 70 + now / 10);
        for (int interval = 0; interval < 2; interval++) {
            times.start();
            now += 1000;
            times.stop();
            assertThat(times.nanos()).isEqualTo(1000);
            assertThat(times.forkNanos()).isEqualTo(500);
            assertThat(times.peerNanos()).isEqualTo(100);
            now += 12345;
        }
    }

    @Test
    void aBusyProcessIsBusyAndASleepingOneIsNot() throws IOException, InterruptedException {
        Process asleep = new ProcessBuilder("sleep", "60").start();
        try {
            CpuTimes times = CpuTimes.ofThisProcessAnd(asleep.pid());
            times.start();
            long until = System.nanoTime() + 20_000_000;
            while (System.nanoTime() < until) {
                Thread.onSpinWait();
            }
            times.stop();
            assertThat(times.nanos()).isGreaterThanOrEqualTo(20_000_000);
            assertThat(times.forkNanos()).isPositive();
            // The process may still be starting.
            assertThat(times.peerNanos()).isNotNegative();
            times.start();
            Thread.sleep(20);
            times.stop();
            assertThat(times.peerNanos()).isLessThan(times.nanos());
        } finally {
            asleep.destroyForcibly().waitFor();
        }
    }
}
