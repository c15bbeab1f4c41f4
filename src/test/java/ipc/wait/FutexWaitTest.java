package ipc.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ipc.Harness;
import ipc.region.SharedRegion;
import ipc.region.SystemVRegion;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Tests which side wakes the other. Two threads act as the two sides. */
@Timeout(Harness.HANGS_SECONDS)
class FutexWaitTest {
    private static final int MESSAGES = Integer.getInteger("ipc.futexMessages", 50_000);
    private static final long AN_HOUR = TimeUnit.HOURS.toNanos(1);
    /** The publisher's pause is random, so it ends before or after the waiter falls asleep. */
    private static final int LONGEST_PAUSE_NANOS = 6000;
    private static final int[] WORDS = {0, 128};
    private static final int[] FLAGS = {256, 384};

    private final SharedRegion region = SystemVRegion.KIND.create(512, Path.of("/"));

    @AfterEach
    void closeRegion() {
        region.close();
    }

    @Test
    void noWakeUpIsLost() {
        // The deadline is an hour away, so a single lost wake-up makes the test time out.
        CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
            WaitStrategy in = bind(0);
            WaitStrategy out = bind(1);
            Random random = new Random(1);
            long last = 0;
            for (int message = 0; message < MESSAGES; message++) {
                last = in.await(last);
                pause(random);
                out.publish(last);
            }
        }, work -> new Thread(work, "echo").start());
        WaitStrategy out = bind(0);
        WaitStrategy in = bind(1);
        Random random = new Random(2);
        long last = 0;
        for (int message = 1; message <= MESSAGES; message++) {
            // The low half of every second value is 0.
            long value = (message & 1) == 0 ? message : (long) message << Integer.SIZE;
            out.publish(value);
            last = in.await(last);
            assertThat(last).isEqualTo(value);
            pause(random);
        }
        echo.join();
    }

    private WaitStrategy bind(int direction) {
        return new FutexWait(region, WORDS[direction], FLAGS[direction], waited -> {}, AN_HOUR);
    }

    private static void pause(Random random) {
        long until = System.nanoTime() + random.nextInt(LONGEST_PAUSE_NANOS);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @Test
    void theFlagIsSetOnlyWhileTheWaiterSleeps() {
        WaitStrategy wait = bind(0);
        wait.publish(7);
        assertThat(wait.await(0)).isEqualTo(7);
        assertThat(region.bytes().readInt(FLAGS[0])).isZero();
        CompletableFuture<Long> sleeper = CompletableFuture.supplyAsync(() -> bind(0).await(7));
        while (region.bytes().readVolatileInt(FLAGS[0]) == 0) {
            Thread.onSpinWait();
        }
        wait.publish(8);
        assertThat(sleeper.join()).isEqualTo(8);
        assertThat(region.bytes().readInt(FLAGS[0])).isZero();
    }

    @Test
    void everyDeadlineChecksThePeer() {
        AtomicInteger asked = new AtomicInteger();
        WaitStrategy wait = new FutexWait(region, WORDS[0], FLAGS[0], waited -> {
            assertThat(waited).isGreaterThanOrEqualTo(asked.get() * 1_000_000L);
            if (asked.incrementAndGet() == 4) {
                throw new IllegalStateException("the other side is gone");
            }
        }, 1_000_000);
        assertThatThrownBy(() -> wait.await(0)).hasMessage("the other side is gone");
    }

    @Test
    void aPropertySetsTheSpinTimeOfHybrid() {
        assertThat(HybridWait.spinNanos(null)).isEqualTo(20_000);
        assertThat(HybridWait.spinNanos("0")).isZero();
        for (String wrong : new String[] {"-1", "20us", "", "1000000001"}) {
            assertThatThrownBy(() -> HybridWait.spinNanos(wrong)).isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("-Dipc.hybridSpinNanos=" + wrong + ": must be 0 to 1000000000 nanoseconds.");
        }
    }
}
