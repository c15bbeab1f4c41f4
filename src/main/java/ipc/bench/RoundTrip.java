package ipc.bench;

import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.Link;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
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
 * Question: how long does a message take to another process and back?
 *
 * <p>The loop is closed: the next message leaves right after the reply. The fork writes the payload, sends it, waits for the echo
 * and verifies it. The peer verifies the message, copies it and sends it back. The secondary metric {@code rtt} has the latency
 * of every operation. JMH's own score is the average over the same operations, including JMH's loop. CPU time is given per
 * message, and a round trip has two.
 *
 * <p>Control: {@code sysv/spin} against {@code mmap/spin}.
 *
 * <p>Expected: the same figures, because both are the same memory to the CPU once they are mapped. A difference is noise, or a
 * disk that writes pages back. A condvar round trip usually contains two wake-ups of a sleeping thread, which take nearly all of
 * its time.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main RoundTrip -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class RoundTrip extends MeasuredBenchmark {
    /** Name of the secondary metric. */
    public static final String METRIC = "rtt";

    private static final int MESSAGES_PER_ROUND_TRIP = 2;

    /** Name of the transport under test. */
    @Param({"sysv/spin", "sysv/condvar", "mmap/spin", "mmap/condvar"})
    public String transport;

    /** Length of a message in bytes, sequence word included. */
    @Param("64")
    public int size;

    private final LatencyRecorder latencies = Recordings.latency(METRIC);
    private MeasuredPeer peer;
    private Link link;
    private MeasuredTail tail;
    private MeasuredCost cost;
    private Endpoint endpoint;
    private AddedDelay delay;
    private long sequence;

    /** Starts the peer and waits until it is ready. */
    @Setup(Level.Trial)
    public void startPeer() {
        peer = new MeasuredPeer();
        link = peer.open(Traffic.oneByOne(size), transport);
        endpoint = link.endpoint(0);
        delay = AddedDelay.of(peer.settings().addedNanos());
        tail = new MeasuredTail(peer, Transports.get(transport).blocks(), latencies);
        cost = peer.cost();
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (tail.isWarmUpDue(iteration)) {
            play();
            tail.warmUp(iteration, this::roundTrip);
            link.stop(endpoint);
        }
        peer.startIteration(iteration);
        delay.record();
        play();
        latencies.restart();
        tail.startIteration(iteration);
        cost.startIteration();
    }

    private void play() {
        link.play(RoleKind.ECHO);
        sequence = 0;
    }

    /** Sends a message, and receives and verifies the echo. */
    @Benchmark
    public void roundTrip() {
        Exchange.roundTrip(endpoint, ++sequence, delay);
        latencies.completed(System.nanoTime());
    }

    /** Compares the counts of both processes; a difference fails the iteration. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        cost.endIteration(MESSAGES_PER_ROUND_TRIP * sequence);
        tail.endIteration();
        link.stop(endpoint);
        peer.endIteration(latencies.count(), 1);
    }

    /** Ends the peer. */
    @TearDown(Level.Trial)
    public void endPeer() {
        tail.close();
        peer.close();
    }
}
