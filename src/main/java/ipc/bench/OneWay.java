package ipc.bench;

import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.MessageSource;
import ipc.peer.PublishedMessage;
import ipc.peer.Schedule;
import ipc.transport.Endpoint;
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
 * How long after a message is sent does another process have it? At 500 a second, to a sleeping receiver, it is the published
 * table's method.
 *
 * <p>Paced: at each intended time the peer waits until the slot is empty, stamps the message, writes it and lets the fork know;
 * the fork waits until then and subtracts the stamp from its own clock, which is the same clock ({@code CLOCK_MONOTONIC}). The
 * metric {@code oneWay} is receive time minus stamp. The metric {@code oneWayFromIntended} is receive time minus the time at
 * which the message was due, so a sender that wakes late, or waits for the slot, is seen (coordinated omission). JMH's own score
 * is the time per message, that is, the period, as long as the pace is kept. With {@code rateHz=0} it is a closed loop: the fork
 * asks for the next message as soon as it has read one, none is ever due, and there is no second metric.
 *
 * <p>The receiver need not sleep: spinning, what is left is the way of the message itself, and the sender's own wake-up shows in
 * the second metric alone. A longer message carries the published one first; all of it is written between stamp and sending, as
 * published, and read and verified after the receive time is taken.
 *
 * <p>That the slot is empty the fork tells by a word on a channel of its own. It is no message, but what it takes is part of what
 * each message costs.
 *
 * <p>Control: {@code sysv/condvar} against {@code mmap/condvar}. Expect the same: what is measured is the wake-up of a
 * thread on an idle CPU. The lower the rate, the deeper that CPU sleeps, and the longer waking takes.
 *
 * <p>With plain JMH: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main OneWay -prof ipc.histogram.LatencyProfiler}
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsPrepend = {
    ForkJvm.LENIENT, ForkJvm.NO_GC_THREADS, ForkJvm.NO_PERF_FILE, ForkJvm.DIAGNOSTIC,
    ForkJvm.NO_PERIODIC_SAFEPOINT, ForkJvm.FIXED_COMPILER_THREADS, ForkJvm.NATIVE_ACCESS, ForkJvm.UNSAFE_ACCESS,
    ForkJvm.EXPORT_REF, ForkJvm.OPEN_LANG, ForkJvm.OPEN_REFLECT, ForkJvm.OPEN_NIO, ForkJvm.OPEN_MISC, ForkJvm.QUIET_CHRONICLE})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public class OneWay {
    /** Receive time minus time stamp. */
    public static final String METRIC = "oneWay";
    /** Receive time minus intended send time. */
    public static final String METRIC_FROM_INTENDED = "oneWayFromIntended";
    /** From one message to the next, as published. */
    static final long PERIOD_NANOS = 2_000_000;

    /** The published message and its sequence word: no message is shorter. */
    public static final int SIZE_BYTES = PublishedMessage.BYTES + Endpoint.SEQUENCE_BYTES;
    /** Why a shorter message is refused. */
    static final String TOO_SMALL = "the published message is " + PublishedMessage.BYTES + " bytes long and its sequence word "
            + Endpoint.SEQUENCE_BYTES + ": " + SIZE_BYTES + " or more is right";
    /**
     * Unpaced messages sent before anything else: at 10 or 500 a second, JMH's own warm-up would end long before either JVM
     * has compiled the path (C2 wants 10 000 calls or so).
     */
    private static final int COMPILING_MESSAGES = 20_000;
    /** No longer than this: a large message takes a while, and its loops are compiled after a few. */
    private static final long COMPILING_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** How the two processes talk. */
    @Param({"sysv/condvar", "mmap/condvar"})
    public String transport;

    /** Length of the message in bytes, sequence word included; {@link #SIZE_BYTES} at least. */
    @Param("64")
    public int size;

    /** Messages a second; 0 is a closed loop. */
    @Param("500")
    public int rateHz;

    private final LatencyRecorder fromStamp = Recordings.latency(METRIC);
    private LatencyRecorder fromIntended;
    private MeasuredPeer peer;
    private MessageSource source;
    private MeasuredTail tail;
    private MeasuredCost cost;
    private AddedDelay delay;
    private boolean paced;

    /** Starts the peer, which sends, and waits until it is ready. */
    @Setup(Level.Trial)
    public void startPeer() {
        if (size < SIZE_BYTES) {
            throw new IllegalArgumentException(TOO_SMALL);
        }
        paced = rateHz != 0;
        if (paced) {
            fromIntended = Recordings.latency(METRIC_FROM_INTENDED);
        }
        peer = new MeasuredPeer();
        source = peer.openSource(size, transport);
        delay = AddedDelay.of(peer.settings().addedNanos());
        source.play(unpaced());
        long start = System.nanoTime();
        for (int message = 0; message < COMPILING_MESSAGES && System.nanoTime() - start < COMPILING_NANOS; message++) {
            oneWay();
        }
        source.stop();
        // A paced sender sleeps between messages, however they cross.
        tail = new MeasuredTail(peer, paced || Transports.get(transport).blocks(), fromStamp);
        cost = peer.cost();
    }

    /** As fast as they are asked for, and by the same steps as measured: compiling them takes no longer, whatever the rate. */
    private long unpaced() {
        return paced ? 0 : Schedule.CLOSED;
    }

    /** Warms up while that is due, and begins to count. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (tail.isWarmUpDue(iteration)) {
            // A counted warm-up's figures are kept until its median has been taken.
            source.play(unpaced());
            tail.warmUp(iteration, this::oneWay);
            source.stop();
        }
        peer.startIteration(iteration);
        delay.record();
        source.play(Schedule.periodNanos(rateHz));
        fromStamp.restart();
        if (paced) {
            fromIntended.restart();
        }
        tail.startIteration(iteration);
        cost.startIteration();
    }

    /** A message from the peer, verified. */
    @Benchmark
    public void oneWay() {
        long expected = source.request();
        long sequence = delay.passOn(source.receive());
        long received = System.nanoTime();
        Endpoint endpoint = source.endpoint();
        PublishedMessage.verify(endpoint, expected, sequence);
        fromStamp.record(received - PublishedMessage.stampNanos(endpoint));
        if (paced) {
            fromIntended.record(received - source.intendedNanos());
        }
    }

    /** Compares what both processes counted: if they differ, the iteration fails. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        cost.endIteration(source.requested());
        tail.endIteration();
        source.stop();
        peer.endIteration(fromStamp.count(), 0);
    }

    /** Ends the peer. */
    @TearDown(Level.Trial)
    public void endPeer() {
        tail.close();
        peer.close();
    }
}
