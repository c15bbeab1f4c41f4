package ipc.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * The last part of the warm-up, after JMH's counted iterations. It repeats the operation, without recording, until the compiler
 * threads of both processes have been idle for a while. Otherwise compilation would show in the tail. It also ends after a time
 * limit; the cell's tail then shows that compilation was running.
 */
final class WarmUp {
    /** The compiler threads must be idle for this long. */
    static final long STILL_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /** Time limit. */
    static final long LONGEST_NANOS = TimeUnit.MILLISECONDS.toNanos(1500);
    /** Time limit in multiples of the iteration's length, so that a short measurement has a short warm-up. */
    private static final int LONGEST_ITERATIONS = 3;
    /** The compiler threads count as idle if they ran no longer than this: idle ones look for work now and then. */
    static final long AS_GOOD_AS_STILL_NANOS = TimeUnit.MICROSECONDS.toNanos(500);
    /** Interval between two readings of the compiler threads' CPU time. */
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    private final LongSupplier clock;
    private final LongSupplier compilerNanos;
    private final long longestNanos;

    /**
     * @param clock          monotonic, nanoseconds
     * @param compilerNanos  the compiler threads' CPU time
     * @param iterationNanos length of the measured iteration that follows
     */
    WarmUp(LongSupplier clock, LongSupplier compilerNanos, long iterationNanos) {
        this.clock = clock;
        this.compilerNanos = compilerNanos;
        this.longestNanos = Math.min(LONGEST_NANOS, LONGEST_ITERATIONS * iterationNanos);
    }

    /**
     * Repeats the operation until it is compiled, or until the time limit.
     *
     * @return whether the compiler threads became idle
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
