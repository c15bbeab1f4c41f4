package ipc.osstats;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.Harness;
import ipc.peer.Link;
import ipc.peer.PeerProcess;
import ipc.peer.Pinning;
import ipc.peer.RoleKind;
import ipc.result.RunRecord.Tail;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import net.openhft.affinity.Affinity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Tests the limit on readings with a scripted clock, and the OS statistics with real processes and real events. */
class TailWatchTest {
    @TempDir
    private Path work;

    /** This side of the link to the spinning peer. */
    private Endpoint endpoint;

    private long now;

    @Test
    void thresholdsAreRound() {
        assertThat(TailWatch.thresholdNanos(0)).isEqualTo(50_000);
        assertThat(TailWatch.thresholdNanos(110)).isEqualTo(50_000);
        assertThat(TailWatch.thresholdNanos(5_000)).isEqualTo(50_000);
        assertThat(TailWatch.thresholdNanos(5_001)).isEqualTo(100_000);
        assertThat(TailWatch.thresholdNanos(45_000)).isEqualTo(500_000);
        assertThat(TailWatch.thresholdNanos(60_000)).isEqualTo(1_000_000);
    }

    @Test
    void longOperationsThatComeTooThickAreCountedAndNotExamined() {
        FakeProc proc = new FakeProc(work);
        proc.thread(1, 1, "java", 0, 0);
        proc.measuring(1, 1, 0, 0, 0, 0);
        proc.steal(0, 0);
        // Every reading of the clock takes 4 ms, and an examination reads it three times.
        ProcessStats side = new ProcessStats(proc.task(1), 1, () -> now += 4_000_000, () -> 0, null);
        ProcessStats still = new ProcessStats(proc.task(1), 1, () -> 0, () -> 0, null);
        TailWatch watch = new TailWatch(new OsStats(side, still, proc.stat(), List.of(), () -> 0), false, () -> now);
        watch.startIteration(50_000);
        for (int i = 0; i < 5; i++) {
            watch.examine(60_000 + i);
        }
        Tail tail = watch.endIteration();
        assertThat(tail.operations()).isEqualTo(5);
        assertThat(tail.totalNanos()).isEqualTo(300_010);
        assertThat(tail.longestNanos()).isEqualTo(60_004);
        // Three clock readings take 12 ms, more than the credit; a fiftieth of such a short time adds nothing.
        assertThat(tail.notExamined()).isEqualTo(2);
        assertThat(tail.notExaminedNanos()).isEqualTo(120_007);
        assertThat(tail.thresholdNanos()).isEqualTo(50_000);
    }

    @Test
    void aKernelThatKeepsNoThreadsTimesCostsThatAccountAndNoCell() {
        FakeProc proc = new FakeProc(work);
        proc.thread(1, 1, "java", 0, 0);
        proc.measuring(1, 1, 0, 0, 0, 0);
        proc.remove("schedstat");
        ProcessStats fork = new ProcessStats(proc.task(1), 1, () -> now, () -> now, null);
        ProcessStats peer = new ProcessStats(proc.task(1), 1, () -> now, null, () -> now);
        TailWatch watch = new TailWatch(new OsStats(fork, peer, proc.stat(), List.of(), () -> 0), false, () -> now);
        long before = watch.compilerNanos();
        watch.startIteration(50_000);
        now += 60_000;
        watch.examine(60_000);
        Tail tail = watch.endIteration();
        assertThat(tail.runQueueKnown()).isFalse();
        assertThat(tail.stealTicks()).isEqualTo(Tail.STEAL_UNKNOWN);
        // The peer's CPU time is unknown, so all of the time may have been stolen.
        assertThat(tail.causes().stolenNanos()).isEqualTo(60_000);
        assertThat(tail.causes().unexplainedNanos()).isZero();
        assertThat(watch.compilerNanos() - before).as("compilers nobody sees are not still").isEqualTo(60_000);
    }

    @Test
    void thePeersMainThreadIsTheOneThatSpins() throws IOException {
        try (PeerProcess peer = spinningPeer()) {
            long main = OsStats.mainThread(Path.of("/proc/" + peer.pid() + "/task"), peer.pid());
            long[] next = {1};
            // At first a compiler thread may be busier.
            Harness.await("the main thread to be the busiest", () -> {
                Map<Long, Long> before = runNanos(peer.pid());
                next[0] = exchange(endpoint, next[0], 300);
                Map<Long, Long> after = runNanos(peer.pid());
                return main == after.keySet().stream().max(java.util.Comparator.comparingLong(
                        thread -> after.get(thread) - before.getOrDefault(thread, 0L))).orElseThrow();
            });
        }
    }

    @Test
    void aStoppedPeerWasAsleep() throws IOException, InterruptedException {
        try (PeerProcess peer = spinningPeer();
                TailWatch watch = new TailWatch(OsStats.ofThisThreadAnd(peer.pid(), List.of()), false)) {
            long next = exchange(endpoint, 1, 200);
            watch.startIteration(50_000);
            long begin = System.nanoTime();
            run("kill", "-STOP", Long.toString(peer.pid()));
            Thread.sleep(100);
            run("kill", "-CONT", Long.toString(peer.pid()));
            exchange(endpoint, next, 1);
            watch.examine(System.nanoTime() - begin);
            Tail tail = watch.endIteration();
            assertThat(tail.operations()).isEqualTo(1);
            assertThat(tail.peer().voluntarySwitches()).isPositive();
            assertThat(tail.causes().asleepNanos()).isPositive();
        }
    }

    @Test
    void aBusyProcessOnTheSameCpuIsSeenOnTheRunQueueOfThatSide() throws InterruptedException {
        int cpu = Affinity.getAffinity().nextSetBit(0);
        Tail[] seen = new Tail[1];
        // A separate thread, so that the test's own thread is not pinned.
        Thread measuring = new Thread(() -> {
            Process hog = null;
            try (PeerProcess peer = spinningPeer()) {
                Pinning.pin(OptionalInt.of(cpu));
                try (TailWatch watch = new TailWatch(OsStats.ofThisThreadAnd(peer.pid(), List.of(cpu)), false)) {
                    watch.startIteration(50_000);
                    hog = new ProcessBuilder("taskset", "-c", Integer.toString(cpu), "sh", "-c", "while :; do :; done").start();
                    long begin = System.nanoTime();
                    exchange(endpoint, 1, 300);
                    watch.examine(System.nanoTime() - begin);
                    seen[0] = watch.endIteration();
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            } finally {
                if (hog != null) {
                    hog.destroyForcibly();
                }
            }
        });
        measuring.start();
        measuring.join();
        assertThat(seen[0].fork().waitNanos()).isPositive();
        assertThat(seen[0].fork().involuntarySwitches()).isPositive();
        assertThat(seen[0].causes().runQueueNanos()).isPositive();
    }

    private PeerProcess spinningPeer() {
        PeerProcess peer = PeerProcess.start(work, OptionalInt.empty(), unnoticed -> {});
        Link link = peer.open(Traffic.oneByOne(8), List.of(Transports.get("sysv/spin")));
        link.play(RoleKind.ECHO);
        endpoint = link.endpoint(0);
        return peer;
    }

    /** Runs round trips for this long and returns the next sequence number. */
    private static long exchange(Endpoint endpoint, long first, long millis) {
        long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
        long sequence = first;
        do {
            endpoint.send(sequence);
            assertThat(endpoint.receive()).isEqualTo(sequence);
            sequence++;
        } while (System.nanoTime() < end);
        return sequence;
    }

    private static Map<Long, Long> runNanos(long pid) {
        Map<Long, Long> nanos = new TreeMap<>();
        try (var threads = Files.list(Path.of("/proc/" + pid + "/task"))) {
            for (Path thread : threads.toList()) {
                nanos.put(Long.parseLong(thread.getFileName().toString()), runNanos(thread));
            }
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return nanos;
    }

    /** Zero if the thread has ended meanwhile, as an idle compiler thread does. */
    private static long runNanos(Path thread) {
        try {
            return Long.parseLong(Files.readString(thread.resolve("schedstat")).split(" ")[0]);
        } catch (IOException e) {
            return 0;
        }
    }

    private static void run(String... command) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder(command).start().waitFor()).isZero();
    }
}
