package ipc.osstats;

import ipc.result.RunRecord;

/** A snapshot of all OS statistics. Created once and reused. Only differences between two snapshots have a meaning. */
final class Reading {
    /** The measuring process. */
    final Side fork = new Side();
    /** The second process. */
    final Side peer = new Side();
    /** Stolen time of the measured CPUs, in ticks of {@link OsStats#STEAL_TICK_NANOS}. */
    long stealTicks;
    /** CPU time of the process that started the fork, in nanoseconds. */
    long launcherNanos;

    /** The statistics of one process. Times are in nanoseconds. */
    static final class Side {
        /** Time of this reading, by the monotonic clock. */
        long nanos;
        /** CPU time of the measuring thread. */
        long cpuNanos;
        /** Time that the measuring thread was runnable but waited for its CPU. */
        long waitNanos;
        /** Voluntary context switches of the measuring thread: it went to sleep. */
        long voluntarySwitches;
        /** Involuntary context switches of the measuring thread: the CPU was taken away. */
        long involuntarySwitches;
        /** Page faults of the measuring thread that read no disk. */
        long minorFaults;
        /** Page faults of the measuring thread that read a disk. */
        long majorFaults;
        /** CPU time of the compiler threads. */
        long compilerNanos;
        /** CPU time of the VM's and the collector's threads. */
        long vmNanos;
        /** Time that the VM's and the collector's threads waited for a CPU. */
        long vmWaitNanos;
        /** CPU time of all other threads of the process. */
        long otherNanos;

        /** The statistics between an earlier reading and this one. */
        RunRecord.OsStats since(Side before) {
            return new RunRecord.OsStats(waitNanos - before.waitNanos, voluntarySwitches - before.voluntarySwitches,
                    involuntarySwitches - before.involuntarySwitches, minorFaults - before.minorFaults,
                    majorFaults - before.majorFaults, compilerNanos - before.compilerNanos, vmNanos - before.vmNanos,
                    otherNanos - before.otherNanos);
        }
    }
}
