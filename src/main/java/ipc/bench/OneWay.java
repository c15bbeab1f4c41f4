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
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Question: how long after it was sent does another process have a message? At 500 messages a second to a sleeping receiver, this
 * is the method of the published table.
 *
 * <p>At each intended time the peer waits until the slot is empty, stamps the message, writes it and signals it. The fork waits
 * for the message and subtracts the stamp from its own clock, which is the same clock ({@code CLOCK_MONOTONIC}). The metric
 * {@code oneWay} is receive time minus time stamp. The metric {@code oneWayFromIntended} is receive time minus intended time, so
 * it includes a late wake-up of the sender and its wait for the slot (coordinated omission). JMH's own score is the time per
 * message: the period, while the sender keeps pace.
 *
 * <p>With {@code rateHz=0} the loop is closed: the fork requests the next message as soon as it has read one. No message has an
 * intended time, so the second metric is missing.
 *
 * <p>With a spinning receiver, {@code oneWay} is the way of the message alone, and only {@code oneWayFromIntended} contains the
 * sender's wake-up. A longer message begins with the published one. As published, the whole message is written after the time
 * stamp. It is read and verified after the receive time.
 *
 * <p>The fork reports the empty slot on a separate channel. The word is not counted as a message, but its cost is part of the
 * cost of each message.
 *
 * <p>Control: {@code sysv/condvar} against {@code mmap/condvar}.
 *
 * <p>Expected: no difference, because the wake-up of a thread on an idle CPU takes nearly all the time. At a lower rate the idle
 * CPU sleeps more deeply, and the wake-up takes longer.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main OneWay -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
public class OneWay extends MeasuredBenchmark {
    /** Name of the metric receive time minus time stamp. */
    public static final String METRIC = "oneWay";
    /** Name of the metric receive time minus intended send time. */
    public static final String METRIC_FROM_INTENDED = "oneWayFromIntended";
    /** Period of the published measurement: 2 ms. */
    static final long PERIOD_NANOS = 2_000_000;

    /** Smallest message: the published one and its sequence word. */
    public static final int SIZE_BYTES = PublishedMessage.BYTES + Endpoint.SEQUENCE_BYTES;
    /** Reason to reject a smaller size. */
    static final String TOO_SMALL = "must be at least " + SIZE_BYTES + ": the published message has " + PublishedMessage.BYTES
            + " bytes and its sequence word " + Endpoint.SEQUENCE_BYTES;
    /**
     * Unpaced messages before anything else. At 10 or 500 messages a second, JMH's warm-up would end long before either JVM has
     * compiled the code: C2 compiles after about 10 000 calls.
     */
    private static final int COMPILING_MESSAGES = 20_000;
    /** Time limit of these messages. A large message takes long, but its loops are compiled after a few. */
    private static final long COMPILING_NANOS = TimeUnit.SECONDS.toNanos(2);

    /** Name of the transport under test. */
    @Param({"sysv/condvar", "mmap/condvar"})
    public String transport;

    /** Length of a message in bytes, sequence word included; at least {@link #SIZE_BYTES}. */
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
        // A paced sender sleeps between messages, whatever the transport.
        tail = new MeasuredTail(peer, paced || Transports.get(transport).blocks(), fromStamp);
        cost = peer.cost();
    }

    /**
     * The period for unpaced messages, which use the same code as the measured ones, so compiling takes equally long at every
     * rate.
     */
    private long unpaced() {
        return paced ? 0 : Schedule.CLOSED;
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (tail.isWarmUpDue(iteration)) {
            // The recorder keeps the counted warm-up until tail.warmUp() has read its median.
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

    /** Receives one message from the peer and verifies it. */
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

    /** Compares the counts of both processes; a difference fails the iteration. */
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
