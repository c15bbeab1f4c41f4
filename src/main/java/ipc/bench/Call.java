package ipc.bench;

import ipc.histogram.LatencyRecorder;
import ipc.histogram.Recordings;
import ipc.peer.Pinning;
import ipc.posix.MinimalCalls;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.CompilerControl;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.infra.IterationParams;

/**
 * Question: what does a call cost, from an empty method to a system call? This is a baseline without a transport.
 *
 * <p>A single call takes less time than a clock read. So a thousand calls are timed together, each depending on the one before.
 * The metric {@code per1000Calls} is the time of all thousand: its microseconds are one call's nanoseconds. JMH's own score is
 * the average of one call.
 *
 * <p>Control: {@code call=clock} against the cost of the clock in the notes of every table.
 *
 * <p>Expected: the two agree. {@code syscall} costs more than {@code jna}, which does not enter the kernel.
 *
 * <p>Run: {@code java -cp ipc-roundtrip.jar org.openjdk.jmh.Main Call -prof ipc.histogram.LatencyProfiler}
 */
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class Call extends MeasuredBenchmark {
    /** Name of the secondary metric. */
    public static final String METRIC = "per1000Calls";

    private static final int CALLS = 1000;

    /** Name of a {@link Kind} in lower case. */
    @Param({"empty", "clock", "jna", "syscall"})
    public String call;

    /** Result of the last call, so that the compiler cannot remove the calls. */
    public long result;

    private final LatencyRecorder batches = Recordings.latency(METRIC);
    private Kind kind;
    private Optional<MeasuredProfile> profile;

    /** The calls to choose from. */
    enum Kind {
        /** A method that is not inlined and adds one. */
        EMPTY {
            @Override
            long callAfter(long before) {
                return empty(before);
            }
        },
        /** {@link System#nanoTime()}. */
        CLOCK {
            @Override
            long callAfter(long before) {
                return System.nanoTime() + (before & 1);
            }
        },
        /** A C library function that does almost nothing ({@code abs}), through JNA's direct mapping. */
        JNA {
            @Override
            long callAfter(long before) {
                return MinimalCalls.abs((int) before);
            }
        },
        /** A system call ({@code getppid}), through JNA's direct mapping. */
        SYSCALL {
            @Override
            long callAfter(long before) {
                return MinimalCalls.getppid() + (before & 1);
            }
        };

        abstract long callAfter(long before);

        static Stream<String> names() {
            return Stream.of(values()).map(kind -> kind.name().toLowerCase(Locale.ROOT));
        }
    }

    @CompilerControl(CompilerControl.Mode.DONT_INLINE)
    private static long empty(long before) {
        return before + 1;
    }

    /** Looks up the call and pins this thread. */
    @Setup(Level.Trial)
    public void choose() {
        Launcher.watch();
        kind = Kind.valueOf(call.toUpperCase(Locale.ROOT));
        profile = MeasuredProfile.ofForkAlone();
        Pinning.pin(ForkSettings.ofThisFork().forkCpu());
    }

    /** Warms up if due, and starts the counts. */
    @Setup(Level.Iteration)
    public void startIteration(IterationParams iteration) {
        if (BaselineWarmUp.isDue(iteration)) {
            BaselineWarmUp.warmUp(iteration, this::thousandCalls);
        }
        profile.ifPresent(each -> each.startIteration(iteration));
        batches.restart();
    }

    /** Makes a thousand calls and times them together. */
    @Benchmark
    @OperationsPerInvocation(CALLS)
    public void thousandCalls() {
        long value = result;
        long start = System.nanoTime();
        for (int each = 0; each < CALLS; each++) {
            value = kind.callAfter(value);
        }
        batches.record(System.nanoTime() - start);
        result = value;
    }

    /** Stops the profiler. */
    @TearDown(Level.Iteration)
    public void endIteration() {
        profile.ifPresent(MeasuredProfile::endIteration);
    }

    /** Closes the profiler. */
    @TearDown(Level.Trial)
    public void endProfile() {
        profile.ifPresent(MeasuredProfile::close);
    }
}
