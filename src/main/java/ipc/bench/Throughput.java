package ipc.bench;

import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.MessageStream;
import ipc.transport.Transports;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * How many messages a second can one process stream to another?
 *
 * <p>One way with back-pressure: the fork writes message after message and sends it; the peer reads and verifies every byte, in
 * order, and acknowledges each half window; when a whole window is under way the fork waits for the acknowledgement. So neither
 * side runs ahead, nothing is dropped, and in the end the peer must have verified as many messages as were sent.
 *
 * <p>The metric {@code perMessage} is the time from one acknowledgement to the next, divided by the messages it is for and
 * rounded to the nanosecond: one figure for each half window, whose mean is the reciprocal of the rate. It says nothing of how
 * long a message is under way. JMH's own score is the average time of one message; with {@code -bm thrpt}, messages.
 *
 * <p>How many there were in how many seconds stands in {@code run.json} with what each cost; times the size, that is bytes a
 * second. It begins and ends with nothing under way: of the messages counted each was sent, received, verified and acknowledged
 * between the two readings of the clock. What filling and draining one window costs is in it.
 *
 * <p>Control: 64 bytes against 1 MiB. Small messages are bound by what each costs, large ones by how fast memory is written and
 * read: bytes a second grow with the size until they stand still.
 *
 * <p>With plain JMH: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main Throughput -prof ipc.histogram.LatencyProfiler}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(value = 1, jvmArgsPrepend = {
    ForkJvm.LENIENT, ForkJvm.NO_GC_THREADS, ForkJvm.NO_PERF_FILE, ForkJvm.DIAGNOSTIC,
    ForkJvm.NO_PERIODIC_SAFEPOINT, ForkJvm.FIXED_COMPILER_THREADS, ForkJvm.NATIVE_ACCESS, ForkJvm.UNSAFE_ACCESS,
    ForkJvm.EXPORT_REF, ForkJvm.OPEN_LANG, ForkJvm.OPEN_REFLECT, ForkJvm.OPEN_NIO, ForkJvm.OPEN_MISC, ForkJvm.QUIET_CHRONICLE})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class Throughput {
    /** The secondary metric's name. */
    public static final String METRIC = "perMessage";
    /** As a window: by the size, see {@link MessageStream#usualWindow}. */
    static final String AUTO = "auto";

    private static final long NEVER = Long.MIN_VALUE;

    /** How the two processes talk. */
    @Param({"sysv/spin", "sysv/condvar", "mmap/spin", "mmap/condvar"})
    public String transport;

    /** Length of the messages in bytes, sequence word included. */
    @Param("64")
    public int size;

    /** How many messages may be under way. */
    @Param(AUTO)
    public String window;

    private final LatencyRecorder perMessage = Recordings.latency(METRIC);
    /** What the tail is about: whole blocks, as a message of its own time has none. */
    private final LatencyRecorder blocks = new LatencyRecorder();
    private MeasuredPeer peer;
    private MessageStream stream;
    private int block;
    private MeasuredTail tail;
    private MeasuredCost cost;
    /** When the last acknowledgement came; {@link #NEVER} before the first, which has none to be timed from. */
    private long lastAcknowledged;
    private long sentBefore;

    /** The window that a value of the parameter means. */
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

    /** Warms up while that is due, and begins to count. */
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
        // Reading the OS statistics took a while, in which a peer that sleeps has gone to sleep.
        stream.settle();
        sentBefore = stream.sent();
        cost.startIteration();
    }

    /** Until the peer has begun. */
    private void play() {
        stream.play();
        stream.settle();
        lastAcknowledged = NEVER;
    }

    /** A message there; once a block, the peer's word that it has verified it. */
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
                // What was done to look into a long block is in none.
                lastAcknowledged = System.nanoTime();
            }
        }
    }

    /** Waits until the peer has received all of them; it counts them too. */
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
