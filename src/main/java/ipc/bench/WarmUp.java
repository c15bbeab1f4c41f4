package ipc.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The end of warming up: by evidence, after JMH's counted iterations. Operations go on, unrecorded, until the compiler threads
 * of both processes have been as good as still for a while; a path that is still being compiled has a tail of the compiler's
 * making. Where they never fall still it ends all the same, and the cell's tail says that compilation ran.
 */
final class WarmUp {
    /** The compiler threads must be still for as long as this. */
    static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** It ends after this at the latest, */
    static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    /** and after so many times the iteration: who asks for a short look does not wait long for it. */
    private static final int LONGEST_ITERATIONS = 3;
    /** Compiler threads that ran no longer than this compiled nothing of any size: idle ones look for work now and then. */
    static final long AS_GOOD_AS_STILL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** How often the OS statistics are read. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final LongSupplier clock;
    private final LongSupplier compilerNanos;
    private final long longestNanos;

    /**
     * @param clock         monotonic, nanoseconds
     * @param compilerNanos the compiler threads' CPU time
     * @param iterationNanos how long the iteration is for which it warms up
     */
    WarmUp(LongSupplier clock, LongSupplier compilerNanos, long iterationNanos) {
        this.clock = clock;
        this.compilerNanos = compilerNanos;
        this.longestNanos = Math.min(LONGEST_NANOS, LONGEST_ITERATIONS * iterationNanos);
    }

    /**
     * Runs the operation until it is compiled.
     *
     * @return whether the compilers fell still
     */
    boolean run(Runnable operation) {
        long start = clock.getAsLong();
        long stillSince = start;
        long ranBefore = compilerNanos.getAsLong();
        for (long now = start; now - start < longestNanos; now = clock.getAsLong()) {
            for (long begin = now; clock.getAsLong() - begin < LOOK_NANOS;) {
                operation.run();
            }
            long ran = compilerNanos.getAsLong();
            long looked = clock.getAsLong();
            if (ran - ranBefore > AS_GOOD_AS_STILL_NANOS) {
                ranBefore = ran;
                stillSince = looked;
            } else if (looked - stillSince >= STILL_NANOS) {
                return true;
            }
        }
        return false;
    }
}
