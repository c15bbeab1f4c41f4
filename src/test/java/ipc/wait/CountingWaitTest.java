package ipc.wait;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ipc.Harness;
import ipc.LastingObjects;
import ipc.region.SharedRegion;
import ipc.region.SystemVRegion;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Tests waits whose wake-ups the kernel counts, shared by all words of a direction. Two threads act as the two sides. */
@Timeout(Harness.HANGS_SECONDS)
class CountingWaitTest {
    private static final int MESSAGES = Integer.getInteger("ipc.futexMessages", 50_000);
    /** The publisher's pause is random, so it ends before or after the waiter falls asleep. */
    private static final int LONGEST_PAUSE_NANOS = 6000;
    /**
     * A message may be published in the moment between a waiter's deadline and its question, now and then. A wait strategy that
     * loses wake-ups does so more often.
     */
    private static final int MOST_LOST = 10;
    private static final Liveness NOBODY_ASKS = waited -> {};
    private static final List<WaitKind.Word> THERE = words(0);
    private static final List<WaitKind.Word> BACK = words(1);

    private final SharedRegion region = SystemVRegion.KIND.create(2048, Path.of("/"));
    private final AtomicInteger lost = new AtomicInteger();

    static Stream<WaitKind> kinds() {
        return Stream.of(SystemVSemaphoreWait.KIND, EventWait.KIND);
    }

    /** The three words of a direction. */
    private static List<WaitKind.Word> words(int direction) {
        return Stream.of(0, 1, 2).map(word -> new WaitKind.Word(direction * 1024 + word * 128,
                direction * 1024 + 512 + word * 128)).toList();
    }

    @AfterEach
    void closeRegion() {
        region.close();
    }

    /** Fails at a deadline if the message had been published before, which should have ended the wait. */
    private Liveness wakeUpsOf(AtomicLong published, AtomicLong awaited) {
        return waited -> {
            if (published.get() >= awaited.get() && lost.incrementAndGet() > MOST_LOST) {
                throw new IllegalStateException("wake-ups are lost");
            }
        };
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void noWordLosesAWakeUp(WaitKind kind) {
        assumeTrue(kind.unavailable().isEmpty(), () -> kind.unavailable().orElse(""));
        AtomicLong publishedThere = new AtomicLong();
        AtomicLong publishedBack = new AtomicLong();
        AtomicLong awaitedThere = new AtomicLong();
        AtomicLong awaitedBack = new AtomicLong();
        List<WaitStrategy> out = kind.create(region, THERE, NOBODY_ASKS);
        List<WaitStrategy> in = kind.create(region, BACK, wakeUpsOf(publishedBack, awaitedBack));
        List<WaitStrategy> otherIn = kind.open(region, THERE, wakeUpsOf(publishedThere, awaitedThere));
        List<WaitStrategy> otherOut = kind.open(region, BACK, NOBODY_ASKS);
        Stream.of(out, in).flatMap(List::stream).forEach(WaitStrategy::onPeerOpened);
        CompletableFuture<Void> echo = CompletableFuture.runAsync(() -> {
            Random random = new Random(1);
            long[] last = new long[otherIn.size()];
            for (int message = 1; message <= MESSAGES; message++) {
                int word = message % last.length;
                awaitedThere.set(message);
                last[word] = otherIn.get(word).await(last[word]);
                assertThat(last[word]).isEqualTo(message);
                pause(random);
                otherOut.get(word).publish(message);
                publishedBack.set(message);
            }
        }, work -> new Thread(work, "echo").start());
        Random random = new Random(2);
        long[] last = new long[in.size()];
        int sent = 0;
        for (int received = 1; received <= MESSAGES; received++) {
            // Keeps one to three messages in flight.
            for (int ahead = received + random.nextInt(last.length); sent < Math.min(ahead, MESSAGES);) {
                sent++;
                out.get(sent % last.length).publish(sent);
                publishedThere.set(sent);
            }
            int word = received % last.length;
            awaitedBack.set(received);
            last[word] = in.get(word).await(last[word]);
            assertThat(last[word]).isEqualTo(received);
            pause(random);
        }
        echo.join();
        Stream.of(out, in, otherIn, otherOut).flatMap(List::stream).forEach(WaitStrategy::close);
    }

    private static void pause(Random random) {
        long until = System.nanoTime() + random.nextInt(LONGEST_PAUSE_NANOS);
        while (System.nanoTime() < until) {
            Thread.onSpinWait();
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void deadlinesCheckThePeerAndCloseReleasesEverything(WaitKind kind) {
        assumeTrue(kind.unavailable().isEmpty(), () -> kind.unavailable().orElse(""));
        LastingObjects lasting = new LastingObjects();
        List<WaitStrategy> out = kind.create(region, THERE, NOBODY_ASKS);
        List<WaitStrategy> in = kind.open(region, THERE, waited -> {
            throw new IllegalStateException("the other side is gone");
        });
        out.get(0).onPeerOpened();
        assertThatThrownBy(() -> in.get(0).await(0)).hasMessage("the other side is gone");
        out.get(0).publish(7);
        assertThat(in.get(0).await(0)).isEqualTo(7);
        in.forEach(WaitStrategy::close);
        out.forEach(WaitStrategy::close);
        lasting.assertNothingLeft();
    }
}
