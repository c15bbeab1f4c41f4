package ipc.bench;

import java.lang.management.CompilationMXBean;
import java.lang.management.ManagementFactory;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * The end of a baseline's warm-up, by evidence as everywhere ({@link WarmUp}), but by what the JVM says of its own compilers: there is
 * no second process that takes part, whose OS statistics would matter. It counts whole milliseconds, and a compilation when it has ended.
 */
final class BaselineWarmUp {
    private BaselineWarmUp() {
    }

    /** Whether this is a measured iteration, before each of which {@link #warmUp} is due. */
    static boolean isDue(IterationParams iteration) {
        return iteration.getType() == IterationType.MEASUREMENT;
    }

    /** Runs the operation until nothing is compiled any more. */
    static void warmUp(IterationParams iteration, Runnable operation) {
        new WarmUp(System::nanoTime, compilerNanos(), iteration.getTime().convertTo(TimeUnit.NANOSECONDS)).run(operation);
    }

    private static LongSupplier compilerNanos() {
        CompilationMXBean compiler = ManagementFactory.getCompilationMXBean();
        return compiler != null && compiler.isCompilationTimeMonitoringSupported()
                ? () -> TimeUnit.MILLISECONDS.toNanos(compiler.getTotalCompilationTime()) : () -> 0;
    }
}
