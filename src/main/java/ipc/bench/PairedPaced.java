package ipc.bench;

import ipc.histogram.BlockLog;
import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.Alternation;
import ipc.peer.MessageSource;
import ipc.peer.PublishedMessage;
import ipc.transport.Endpoint;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Question: how much do two transports differ in the time until a sleeping process has a message? This is the published method,
 * in pairs.
 *
 * <p>One message is sent every 2 ms, as in {@link OneWay}, through one of the two transports, in the order of
 * {@link Alternation}. So a block is one message. Both transports are created anew ten times per iteration: see
 * {@link Allocations}. Each side has a metric with all its latencies, receive time minus time stamp. The first four messages of
 * an allocation are not recorded, because they are slower.
 *
 * <p>Control: a transport against itself.
 *
 * <p>Expected: no difference there, and none between {@code sysv/condvar} and {@code mmap/condvar}, because the wake-up of a
 * thread on an idle CPU takes nearly all the time. JMH's own score is the time of four messages, that is, four periods, and a
 * share of the time to create the transports.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main PairedPaced -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
public class PairedPaced extends MeasuredBenchmark {
    /** Allocations per iteration: an iteration of a second has eleven quads of messages on each. */
    private static final int ALLOCATIONS = 10;
    /** Unpaced messages before anything else, to compile the code: see {@link OneWay}. */
    private static final int COMPILING_MESSAGES = 20_000;
    /** Messages after a new allocation that are not recorded, because they touch the memory first. They form a whole quad. */
    private static final int SETTLING_MESSAGES = Alternation.BLOCKS_PER_QUAD;

    /** The two transports, baseline first. Both must be ones whose receiver sleeps. */
    @Param("sysv/condvar:mmap/condvar")
    public String pair;

    private final LatencyRecorder baseline = Recordings.latency(Paired.BASELINE);
    private final LatencyRecorder contender = Recordings.latency(Paired.CONTENDER);
    private final BlockLog blocks = Recordings.blocks();
    private MeasuredPeer peer;
    private MeasuredTail tail;
    private Allocations<MessageSource> allocations;
    private MessageSource source;
    private AddedDelay delay;
    private AddedDelay baselineDelay;
    private long periodNanos;
    private long allocationNanos;
    private long playStart;
    private int allocation;
    private long lastReceived;
    private long withoutLatency;

    /** Starts the peer, which sends, and waits until it is ready. */
    @Setup(Level.Trial)
    public void startPeer() {
        peer = new MeasuredPeer();
        allocations = new Allocations<>(pair, (first, second) -> peer.openSource(OneWay.SIZE_BYTES, first, second),
                MessageSource::close, new Random());
        delay = AddedDelay.of(peer.settings().addedNanos());
        baselineDelay = AddedDelay.ofBaseline(peer.settings().addedNanos());
        play(0, Long.MAX_VALUE / 2);
        for (int message = 0; message < COMPILING_MESSAGES; message++) {
            oneWay(true);
        }
        release();
        tail = new MeasuredTail(peer, true, baseline, contender);
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        long nanosPerAllocation = iteration.getTime().convertTo(TimeUnit.NANOSECONDS) / ALLOCATIONS;
        if (tail.isWarmUpDue(iteration)) {
            play(0, nanosPerAllocation);
            tail.warmUp(iteration, this::quad);
            release();
        }
        peer.startIteration(iteration);
        delay.record();
        baseline.restart();
        contender.restart();
        blocks.restart();
        withoutLatency = 0;
        play(OneWay.PERIOD_NANOS, nanosPerAllocation);
        tail.startIteration(iteration);
    }

    private void play(long period, long nanosPerAllocation) {
        periodNanos = period;
        allocationNanos = nanosPerAllocation;
        playStart = System.nanoTime();
        allocation = -1;
        allocate();
    }

    /** Receives four messages, two of each side in the order of {@link Alternation}. */
    @Benchmark
    public void quad() {
        if (lastReceived - playStart >= (allocation + 1) * allocationNanos && allocation < ALLOCATIONS - 1) {
            source.stop();
            allocate();
        }
        for (int each = 0; each < Alternation.BLOCKS_PER_QUAD; each++) {
            oneWay(true);
        }
    }

    /** Compares the counts of both processes; a difference fails the iteration. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        tail.endIteration();
        release();
        peer.endIteration(baseline.count() + contender.count(), withoutLatency);
    }

    /** Ends the peer. */
    @TearDown(Level.Trial)
    public void endPeer() {
        tail.close();
        peer.close();
    }

    private void release() {
        source.stop();
        allocations.release();
    }

    private void allocate() {
        source = allocations.renew();
        source.play(periodNanos);
        allocation++;
        for (int message = 0; message < SETTLING_MESSAGES; message++) {
            oneWay(false);
            withoutLatency++;
        }
    }

    private void oneWay(boolean recorded) {
        boolean isContender = allocations.isContender(source.nextTurn());
        long expected = source.request();
        long sequence = (isContender ? delay : baselineDelay).passOn(source.receive());
        lastReceived = System.nanoTime();
        Endpoint endpoint = source.endpoint();
        PublishedMessage.verify(endpoint, expected, sequence);
        if (recorded) {
            long stamp = PublishedMessage.stampNanos(endpoint);
            (isContender ? contender : baseline).record(lastReceived - stamp);
            blocks.add(allocation, isContender, 1, stamp, lastReceived - stamp);
        }
    }
}
