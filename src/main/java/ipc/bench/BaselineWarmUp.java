package ipc.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * Ends a baseline's warm-up when the JVM compiles nothing any more, as {@link WarmUp} does elsewhere. It asks this JVM's own
 * compiler statistics, because no second process takes part. They count whole milliseconds, and only compilations that have
 * ended.
 */
final class BaselineWarmUp {
    private BaselineWarmUp() {
    }

    /** Whether this is a measured iteration: each of them needs a {@link #warmUp} first. */
    static boolean isDue(IterationParams iteration) {
        return iteration.getType() == IterationType.MEASUREMENT;
    }

    /** Runs the operation until the JVM compiles nothing any more. */
    static void warmUp(IterationParams iteration, Runnable operation) {
        new WarmUp(System::nanoTime, compilerNanos(), iteration.getTime().convertTo(TimeUnit.NANOSECONDS)).run(operation);
    }

    private static LongSupplier compilerNanos() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? () -> TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime()) : () -> 0;
    }
}
