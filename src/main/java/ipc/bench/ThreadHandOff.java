package ipc.bench;

import ipc.osstats.CpuTimes;
import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.PeerThread;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import ipc.transport.Transports;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Question: what do the cores allow? This baseline is the round trip of {@link RoundTrip} between two threads of one JVM.
 *
 * <p>It uses the same layout, code, wait strategies and CPUs. Only the memory is private, and the other side is a thread. Every
 * payload is written, verified, copied and verified again, as between two processes. So for large messages it shows the cost of
 * copying and verifying the same bytes. A peer process exists for the reference probe, which shows the placement of the CPUs, and
 * is idle while the threads are measured.
 *
 * <p>Control: {@code RoundTrip -p transport=sysv/spin}.
 *
 * <p>Expected: the same figures. Once it is mapped, a shared page is memory like any other.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main ThreadHandOff -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class ThreadHandOff extends MeasuredBenchmark {
    /** Name of the secondary metric. */
    public static final String METRIC = RoundTrip.METRIC;

    private static final int MESSAGES_PER_ROUND_TRIP = 2;

    /** Wait strategy: how a side learns that the other side has written. */
    @Param({"spin", "futex", "condvar"})
    public String wait;

    /** Length of a message in bytes, sequence word included. */
    @Param("64")
    public int size;

    private final LatencyRecorder latencies = Recordings.latency(METRIC);
    private final MeasuredCost cost = new MeasuredCost(CpuTimes.ofThisProcess());
    private MeasuredPeer peer;
    private PeerThread other;
    private Endpoint endpoint;
    private long sequence;
    private long sentBefore;

    /** Starts the other thread. */
    @Setup(Level.Trial)
    public void startThread() {
        peer = new MeasuredPeer();
        other = PeerThread.start(
                Transports.betweenThreads(wait)
                        .orElseThrow(() -> new IllegalArgumentException("unknown wait strategy " + wait)),
                size, peer.settings().peerCpu());
        endpoint = other.endpoint();
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (BaselineWarmUp.isDue(iteration)) {
            play();
            BaselineWarmUp.warmUp(iteration, this::handOff);
            other.stop();
        }
        peer.startIteration(iteration);
        play();
        latencies.restart();
        cost.startIteration();
    }

    private void play() {
        sentBefore = other.sent();
        other.play(RoleKind.ECHO);
        sequence = 0;
    }

    /** Sends a message to the other thread, and receives and verifies the echo. */
    @Benchmark
    public void handOff() {
        Exchange.roundTrip(endpoint, ++sequence, AddedDelay.NONE);
        latencies.completed(System.nanoTime());
    }

    /** Compares the counts of both threads; a difference fails the iteration. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        cost.endIteration(MESSAGES_PER_ROUND_TRIP * sequence);
        other.stop();
        long sent = other.sent() - sentBefore;
        if (sent != sequence) {
            throw new IllegalStateException("the other thread sent " + sent + " messages in this iteration, this one " + sequence
                    + ": messages were lost or counted twice");
        }
        peer.endIdleIteration();
    }

    /** Ends the other thread. */
    @TearDown(Level.Trial)
    public void endThread() {
        other.close();
        peer.close();
    }
}
