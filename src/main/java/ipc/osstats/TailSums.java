package ipc.osstats;

import ipc.result.RunRecord.Causes;

/**
 * Sums over the long operations of one iteration. Times are in nanoseconds. The causes are upper bounds, and {@code
 * unexplainedNanos} is a lower bound; {@link Causes} says what each one covers. Not thread-safe.
 */
final class TailSums {
    /** Number of long operations. */
    long operations;
    /** Their total time. */
    long totalNanos;
    /** The longest one; 0 if there was none. */
    long longestNanos;
    /** Number of those that were not examined, because the readings had reached their time limit. */
    long notExamined;
    /** Their total time. It is part of {@link #totalNanos} but of no cause. */
    long notExaminedNanos;
    long runQueueNanos;
    long compilerNanos;
    long vmNanos;
    long othersNanos;
    long launcherNanos;
    long faultsNanos;
    long safepointsNanos;
    long stolenNanos;
    long asleepNanos;
    long unexplainedNanos;

    Causes causes() {
        return new Causes(runQueueNanos, compilerNanos, vmNanos, othersNanos, launcherNanos, faultsNanos, safepointsNanos,
                stolenNanos, asleepNanos, unexplainedNanos);
    }
}
