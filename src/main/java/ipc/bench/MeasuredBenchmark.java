package ipc.bench;

import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The base of all benchmarks: one fork per cell with the same JVM options, and iterations that a benchmark may replace. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@Fork(value = 1, jvmArgsPrepend = {
    ForkJvm.LENIENT, ForkJvm.NO_GC_THREADS, ForkJvm.NO_PERF_FILE, ForkJvm.DIAGNOSTIC,
    ForkJvm.NO_PERIODIC_SAFEPOINT, ForkJvm.FIXED_COMPILER_THREADS, ForkJvm.NATIVE_ACCESS, ForkJvm.UNSAFE_ACCESS,
    ForkJvm.EXPORT_REF, ForkJvm.OPEN_LANG, ForkJvm.OPEN_REFLECT, ForkJvm.OPEN_NIO, ForkJvm.OPEN_MISC, ForkJvm.QUIET_CHRONICLE})
@Warmup(iterations = 2, time = 1)
@Measurement(iterations = 3, time = 1)
public abstract class MeasuredBenchmark {
}
