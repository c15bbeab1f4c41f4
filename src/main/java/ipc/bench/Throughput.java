package ipc.bench;

import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.MessageStream;
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
 * Question: how many messages a second can one process stream to another?
 *
 * <p>The fork writes and sends message after message. The peer verifies every byte, in order, and acknowledges each half window.
 * When the window is full, the fork waits for an acknowledgement. No message is ever dropped, and at the end the peer must have
 * verified as many messages as were sent.
 *
 * <p>The metric {@code perMessage} is the time from one acknowledgement to the next divided by its number of messages, in
 * nanoseconds. There is one value per half window; their mean is the reciprocal of the rate. It does not tell how long a message
 * is in flight. JMH's own score is the average time per message, or messages per time with {@code -bm thrpt}.
 *
 * <p>{@code run.json} also holds the number of messages, the time and the CPU time. Nothing is in flight when this count begins
 * and ends, so every counted message was sent, verified and acknowledged in between. The time to fill and drain one window is
 * included.
 *
 * <p>Control: 64 bytes against 1 MiB.
 *
 * <p>Expected: the cost per message limits small messages, and the speed of memory limits large ones. Bytes a second grow with
 * the size and then level off.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main Throughput -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Throughput extends MeasuredBenchmark {
    /** Name of the secondary metric. */
    public static final String METRIC = "perMessage";
    /** Value of {@link #window} that chooses the window by the size: see {@link MessageStream#usualWindow}. */
    static final String AUTO = "auto";

    private static final long NEVER = Long.MIN_VALUE;

    /** Name of the transport under test. */
    @Param({"sysv/spin", "sysv/condvar", "mmap/spin", "mmap/condvar"})
    public String transport;

    /** Length of a message in bytes, sequence word included. */
    @Param("64")
    public int size;

    /** How many messages can be in flight: a number, or {@link #AUTO}. */
    @Param(AUTO)
    public String window;

    private final LatencyRecorder perMessage = Recordings.latency(METRIC);
    /** Latencies of whole blocks: the tail is about these, because a single message has no latency here. */
    private final LatencyRecorder blocks = new LatencyRecorder();
    private MeasuredPeer peer;
    private MessageStream stream;
    private int block;
    private MeasuredTail tail;
    private MeasuredCost cost;
    /** Time of the last acknowledgement; {@link #NEVER} before the first one. */
    private long lastAcknowledged;
    private long sentBefore;

    /** The window in messages for a value of the parameter. */
    static int window(String value, int sizeBytes) {
        return value.equals(AUTO) ? MessageStream.usualWindow(sizeBytes) : Integer.parseInt(value);
    }

    /** Starts the peer and waits until it is ready. */
    @Setup(Level.Trial)
    public void startPeer() {
        peer = new MeasuredPeer();
        stream = peer.openStream(size, window(window, size), transport);
        block = stream.block();
        tail = new MeasuredTail(peer, Transports.get(transport).blocks(), blocks);
        cost = peer.cost();
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (tail.isWarmUpDue(iteration)) {
            play();
            tail.warmUp(iteration, this::message);
            stream.stop();
        }
        peer.startIteration(iteration);
        play();
        perMessage.restart();
        blocks.restart();
        tail.startIteration(iteration);
        // The readings above took a while, so a peer that sleeps has fallen asleep. This wakes it up.
        stream.settle();
        sentBefore = stream.sent();
        cost.startIteration();
    }

    /** Starts the role and waits until the peer has begun. */
    private void play() {
        stream.play();
        stream.settle();
        lastAcknowledged = NEVER;
    }

    /** Sends a message and, once per block, waits until the peer has acknowledged the block. */
    @Benchmark
    public void message() {
        if (stream.send()) {
            acknowledged(System.nanoTime());
        }
    }

    private void acknowledged(long now) {
        long last = lastAcknowledged;
        lastAcknowledged = now;
        if (last != NEVER) {
            long nanos = now - last;
            perMessage.record((nanos + block / 2) / block);
            if (blocks.record(nanos)) {
                // The time spent on examining a long block is excluded from the next one.
                lastAcknowledged = System.nanoTime();
            }
        }
    }

    /** Waits until the peer has verified every message, and compares the counts. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        stream.settle();
        cost.endIteration(stream.sent() - sentBefore);
        tail.endIteration();
        stream.stop();
        peer.endStream(stream.sent());
    }

    /** Ends the peer. */
    @TearDown(Level.Trial)
    public void endPeer() {
        tail.close();
        peer.close();
    }
}
