package ipc.bench;

import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.Link;
import ipc.peer.PublishedMessage;
import ipc.peer.RoleKind;
import ipc.peer.Schedule;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
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
 * How long after a message is sent does a sleeping process have it? The published table's method.
 *
 * <p>Paced: every 2 ms the peer waits until the slot is empty, stamps the message, writes it and signals; the fork sleeps
 * until then and subtracts the stamp from its own clock, which is the same clock ({@code CLOCK_MONOTONIC}). The metric
 * {@code oneWay} is receive time minus stamp. The metric {@code oneWayFromIntended} is receive time minus the time at
 * which the message was due, so a sender that wakes late, or waits for the slot, is seen (coordinated omission). JMH's own
 * score is the time per message, that is, the period, as long as the pace is kept.
 *
 * <p>Control: {@code sysv/condvar} against {@code mmap/condvar}. Expect the same: what is measured is the wake-up of a
 * thread on an idle CPU.
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
    public static final long PERIOD_NANOS = 2_000_000;

    /** The published message and its sequence word. */
    public static final int SIZE_BYTES = PublishedMessage.BYTES + Endpoint.SEQUENCE_BYTES;
    /**
     * Unpaced messages sent before anything else: at 500 a second, JMH's own warm-up would end long before either JVM
     * has compiled the path (C2 wants 10 000 calls or so).
     */
    private static final int COMPILING_MESSAGES = 20_000;

    /** How the two processes talk; one whose receiver sleeps. */
    @Param({"sysv/condvar", "mmap/condvar"})
    public String transport;

    private final LatencyRecorder fromStamp = Recordings.latency(METRIC);
    private final LatencyRecorder fromIntended = Recordings.latency(METRIC_FROM_INTENDED);
    private MeasuredPeer peer;
    private Link link;
    private MeasuredTail tail;
    private Endpoint endpoint;
    private AddedDelay delay;
    private long number;
    private long periodNanos;
    private Schedule schedule;

    @Setup(Level.Trial)
    public void startPeer() {
        peer = new MeasuredPeer();
        link = peer.open(Traffic.oneByOne(SIZE_BYTES), transport);
        endpoint = link.endpoint(0);
        delay = AddedDelay.of(peer.settings().addedNanos());
        play(0);
        for (int message = 0; message < COMPILING_MESSAGES; message++) {
            oneWay();
        }
        link.stop(endpoint);
        tail = new MeasuredTail(peer, Transports.get(transport).blocks(), fromStamp);
    }

    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (tail.isWarmUpDue(iteration)) {
            // A counted warm-up's figures are kept until its median has been taken.
            play(0);
            tail.warmUp(iteration, this::oneWay);
            link.stop(endpoint);
        }
        peer.startIteration();
        delay.record();
        play(PERIOD_NANOS);
        fromStamp.restart();
        fromIntended.restart();
        tail.startIteration(iteration);
    }

    private void play(long period) {
        link.play(RoleKind.SOURCE);
        number = 0;
        periodNanos = period;
    }

    @Benchmark
    public void oneWay() {
        long expected = ++number;
        if (expected == 1) {
            schedule = new Schedule(System.nanoTime() + periodNanos, periodNanos);
            schedule.write(endpoint);
        }
        endpoint.send(expected);
        long sequence = delay.passOn(endpoint.receive());
        long received = System.nanoTime();
        PublishedMessage.verify(endpoint, expected, sequence);
        fromStamp.record(received - PublishedMessage.stampNanos(endpoint));
        fromIntended.record(received - schedule.intendedNanos(expected - 1));
    }

    @TearDown(Level.Iteration)
    public void endIteration() {
        tail.endIteration();
        link.stop(endpoint);
        peer.endIteration(fromStamp.count(), 0);
    }

    @TearDown(Level.Trial)
    public void endPeer() {
        tail.close();
        peer.close();
    }
}
