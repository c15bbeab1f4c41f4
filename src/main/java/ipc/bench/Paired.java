package ipc.bench;

import ipc.histogram.BlockLog;
import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.Alternation;
import ipc.peer.Link;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transports;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
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
 * Question: how much do the round trips of two transports differ, on a machine that changes faster than two benchmarks can run?
 *
 * <p>Both transports are open between one fork and one peer. They take turns in blocks of about 0.15 ms, in the order of
 * {@link Alternation}. If a receiver sleeps, a block is a single message. So a disturbance of the machine affects both sides
 * alike. Both transports are created anew twenty times per iteration: see {@link Allocations}. Each side has a metric with all
 * its latencies, except the first few of an allocation, which are slower. The time of each block is kept too, up to
 * {@value ipc.histogram.BlockLog#MOST_IN_ALLOCATION} blocks per allocation.
 *
 * <p>Control: a transport against itself.
 *
 * <p>Expected: no difference there, and none between {@code sysv/spin} and {@code mmap/spin} unless a disk writes pages back.
 * JMH's own score is the time of four blocks, and a share of the time to create the transports.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main 'Paired\.' -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 1, time = 1)
@Measurement(iterations = 2, time = 1)
public class Paired extends MeasuredBenchmark {
    /** Metric of the first transport of a pair. */
    public static final String BASELINE = "baseline";
    /** Metric of the second transport of a pair. */
    public static final String CONTENDER = "contender";

    /**
     * Allocations per iteration. With ten, a single badly placed region widened the interval over an iteration's allocations;
     * with twenty, two or three do not.
     */
    public static final int ALLOCATIONS = 20;

    private static final double BLOCK_NANOS = 150_000;
    /** First length of a block, in operations: short enough even if a round trip takes 100 µs. */
    private static final int FIRST_OPERATIONS = 10;
    /** Quads after a new allocation that are not kept: they touch the memory first and find the length of the blocks. */
    private static final int SETTLING_QUADS = 3;

    /** The two transports, baseline first. */
    @Param({"sysv/spin:mmap/spin", "sysv/condvar:mmap/condvar"})
    public String pair;

    /** Length of a message in bytes, sequence word included. */
    @Param("64")
    public int size;

    private final LatencyRecorder baseline = Recordings.latency(BASELINE);
    private final LatencyRecorder contender = Recordings.latency(CONTENDER);
    private final LatencyRecorder settling = new LatencyRecorder();
    private final BlockLog blocks = Recordings.blocks();
    private final Side[] sides = {new Side(), new Side()};
    private MeasuredPeer peer;
    private MeasuredTail tail;
    private Allocations<Link> allocations;
    private Link link;
    private AddedDelay delay;
    private AddedDelay baselineDelay;
    private long allocationNanos;
    private long iterationStart;
    private int allocation;
    private long sequence;
    private long block;
    private long lastCompletion;
    private long withoutLatency;

    /**
     * One of the two slots, and the transport that the present allocation has there. Each slot has its own recorder, so the
     * position of its counts in memory cannot look like a difference between the transports.
     */
    private static final class Side {
        private final LatencyRecorder kept = new LatencyRecorder();
        private Endpoint endpoint;
        private LatencyRecorder latencies;
        private AddedDelay delay;
        private boolean isContender;
        private boolean blocks;
        private int operations;
        private long shortestNanos;
    }

    /** Starts the peer and waits until it is ready. */
    @Setup(Level.Trial)
    public void startPeer() {
        peer = new MeasuredPeer();
        allocations = new Allocations<>(pair, (first, second) -> peer.open(Traffic.oneByOne(size), first, second), Link::close,
                new Random());
        delay = AddedDelay.of(peer.settings().addedNanos());
        baselineDelay = AddedDelay.ofBaseline(peer.settings().addedNanos());
        boolean blocking = Stream.of(pair.split(Allocations.SEPARATOR)).anyMatch(name -> Transports.get(name).blocks());
        tail = new MeasuredTail(peer, blocking, sides[0].kept, sides[1].kept);
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        allocationNanos = iteration.getTime().convertTo(TimeUnit.NANOSECONDS) / ALLOCATIONS;
        if (tail.isWarmUpDue(iteration)) {
            begin();
            tail.warmUp(iteration, this::quad);
            release();
        }
        peer.startIteration(iteration);
        delay.record();
        baseline.restart();
        contender.restart();
        settling.restart();
        blocks.restart();
        withoutLatency = 0;
        begin();
        tail.startIteration(iteration);
    }

    private void begin() {
        iterationStart = System.nanoTime();
        allocation = -1;
        allocate();
    }

    /** Runs four blocks of round trips, two of each side in the order of {@link Alternation}. */
    @Benchmark
    public void quad() {
        if (lastCompletion - iterationStart >= (allocation + 1) * allocationNanos && allocation < ALLOCATIONS - 1) {
            endAllocation();
            allocate();
        }
        quad(true);
    }

    /** Compares the counts of both processes; a difference fails the iteration. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        tail.endIteration();
        release();
        peer.endIteration(baseline.count() + contender.count(), withoutLatency + settling.count());
    }

    /** Ends the peer. */
    @TearDown(Level.Trial)
    public void endPeer() {
        tail.close();
        peer.close();
    }

    private void release() {
        endAllocation();
        allocations.release();
    }

    private void endAllocation() {
        link.stop(link.endpoint(Alternation.turn(block)));
        for (Side side : sides) {
            (side.isContender ? contender : baseline).add(side.kept);
            side.kept.restart();
        }
    }

    private void allocate() {
        link = allocations.renew();
        link.play(RoleKind.ALTERNATING_ECHO);
        allocation++;
        sequence = 0;
        block = 0;
        for (int slot = 0; slot < sides.length; slot++) {
            Side side = sides[slot];
            side.endpoint = link.endpoint(slot);
            side.isContender = allocations.isContender(slot);
            side.latencies = settling;
            side.delay = side.isContender ? delay : baselineDelay;
            side.blocks = Transports.get(pair.split(Allocations.SEPARATOR)[side.isContender ? 1 : 0]).blocks();
            side.operations = side.blocks ? 1 : FIRST_OPERATIONS;
        }
        exchangeUntimed();
        for (int settled = 0; settled < SETTLING_QUADS; settled++) {
            quad(false);
        }
        for (Side side : sides) {
            side.latencies = side.kept;
        }
    }

    /**
     * Exchanges four messages without latency. The first one has no predecessor to be timed from, and a quad must begin at a
     * multiple of four.
     */
    private void exchangeUntimed() {
        for (int each = 0; each < Alternation.BLOCKS_PER_QUAD; each++) {
            Side side = sides[Alternation.turn(block++)];
            Exchange.roundTrip(side.endpoint, -++sequence, side.delay);
            withoutLatency++;
        }
        lastCompletion = System.nanoTime();
    }

    private void quad(boolean kept) {
        for (Side side : sides) {
            side.shortestNanos = Long.MAX_VALUE;
        }
        for (int each = 0; each < Alternation.BLOCKS_PER_QUAD; each++) {
            Side side = sides[Alternation.turn(block++)];
            long start = lastCompletion;
            long nanos = measure(side);
            side.shortestNanos = Math.min(side.shortestNanos, nanos);
            if (kept && blocks.add(allocation, side.isContender, side.operations, start, nanos)) {
                lastCompletion = System.nanoTime();
            }
        }
        for (Side side : sides) {
            if (!side.blocks) {
                side.operations = (int) Math.max(1, Math.round(BLOCK_NANOS * side.operations / side.shortestNanos));
            }
        }
    }

    /**
     * Runs a block. Its last message carries its number negated, which tells the peer to turn to the other transport.
     *
     * @return nanoseconds that all operations of the block took
     */
    private long measure(Side side) {
        Endpoint endpoint = side.endpoint;
        LatencyRecorder latencies = side.latencies;
        AddedDelay added = side.delay;
        long last = lastCompletion;
        long sum = 0;
        for (int left = side.operations; left > 0; left--) {
            long number = ++sequence;
            Exchange.roundTrip(endpoint, left == 1 ? -number : number, added);
            long now = System.nanoTime();
            long latency = now - last;
            sum += latency;
            // The time spent on examining a long operation is excluded from the next one.
            last = latencies.record(latency) ? System.nanoTime() : now;
        }
        lastCompletion = last;
        return sum;
    }
}
