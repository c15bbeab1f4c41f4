package ipc.osstats;

/** What all OS statistics stood at, at one moment. Made once and filled again and again. Only differences mean something. */
final class Reading {
    /** The measuring process. */
    final Side fork = new Side();
    /** The other one. */
    final Side peer = new Side();
    /** Steal of the CPUs in question, in ticks of {@link OsStats#STEAL_TICK_NANOS}. */
    long stealTicks;
    /** CPU time of the process that started the fork. */
    long launcherNanos;

    /** One process. Times in nanoseconds. */
    static final class Side {
        /** When: the monotonic clock. */
        long nanos;
        /** CPU time of the measuring thread. */
        long cpuNanos;
        /** Time the measuring thread was runnable and waited for its CPU. */
        long waitNanos;
        /** Times the measuring thread gave its CPU up: it slept. */
        long voluntarySwitches;
        /** Times it was taken away. */
        long involuntarySwitches;
        /** Page faults of the measuring thread without reading a disk. */
        long minorFaults;
        /** Page faults of the measuring thread that read a disk. */
        long majorFaults;
        /** CPU time of the compiler threads. */
        long compilerNanos;
        /** CPU time of the VM's and the collector's threads. */
        long vmNanos;
        /** Time these waited for a CPU. */
        long vmWaitNanos;
        /** CPU time of all other threads of the process. */
        long otherNanos;
    }
}
