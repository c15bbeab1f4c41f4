package ipc.osstats;

import ipc.osstats.Reading.Side;

/**
 * Computes how much of a long operation each cause can explain at most. It compares two readings: the one right after the
 * operation and the one before, which may be much earlier. So each value is an upper bound, limited to the operation's length.
 * Causes overlap, so their sum has no meaning. Only {@link TailSums#unexplainedNanos} is a lower bound: the rest after all causes are
 * subtracted.
 *
 * <p>Run queue: the kernel's times of both sides.
 *
 * <p>Off the CPU without waiting for it: elapsed time minus CPU time minus wait. Without a voluntary switch, only a hypervisor
 * takes the CPU from a side that spins. The time is then stolen, exact to the microsecond if the kernel subtracts steal from CPU
 * time ({@code CONFIG_PARAVIRT_TIME_ACCOUNTING}). With a voluntary switch the side was asleep: at a safepoint, at a page fault
 * that read a disk, or stopped. For a side that sleeps by design these two are unknown.
 *
 * <p>Steal ticks of {@code /proc/stat} are much coarser. If one occurred, the whole operation may have been stolen. A page fault
 * has no recorded duration, so it may explain the whole operation.
 *
 * <p>Only arithmetic; allocates nothing.
 */
final class TailExplainer {
    private final boolean blocks;

    /** @param blocks whether a side sleeps by design while it waits for the other */
    TailExplainer(boolean blocks) {
        this.blocks = blocks;
    }

    /**
     * Adds one long operation.
     *
     * @param nanos  its duration
     * @param before the last reading before its end
     * @param after  the reading right after its end
     * @param into   receives the bounds
     */
    void explain(long nanos, Reading before, Reading after, TailSums into) {
        long runQueue = bounded(waited(before.fork, after.fork) + waited(before.peer, after.peer), nanos);
        into.runQueueNanos += runQueue;
        into.compilerNanos += bounded(after.fork.compilerNanos - before.fork.compilerNanos
                + after.peer.compilerNanos - before.peer.compilerNanos, runQueue);
        long vmNanos = after.fork.vmNanos - before.fork.vmNanos + after.peer.vmNanos - before.peer.vmNanos;
        into.vmNanos += bounded(vmNanos, runQueue);
        into.othersNanos += bounded(after.fork.otherNanos - before.fork.otherNanos
                + after.peer.otherNanos - before.peer.otherNanos, runQueue);
        into.launcherNanos += bounded(after.launcherNanos - before.launcherNanos, runQueue);

        long faults = faulted(before.fork, after.fork) || faulted(before.peer, after.peer) ? nanos : 0;
        into.faultsNanos += faults;

        long vmWaitNanos = after.fork.vmWaitNanos - before.fork.vmWaitNanos + after.peer.vmWaitNanos - before.peer.vmWaitNanos;
        long safepoints = bounded(vmNanos + vmWaitNanos, nanos);
        into.safepointsNanos += safepoints;

        long offCpu = 0;
        long asleep = 0;
        if (!blocks) {
            long fork = offCpu(before.fork, after.fork);
            long peer = offCpu(before.peer, after.peer);
            offCpu = bounded(fork + peer, nanos);
            asleep = bounded((slept(before.fork, after.fork) ? fork : 0) + (slept(before.peer, after.peer) ? peer : 0), nanos);
        }
        into.asleepNanos += asleep;
        long stolen = after.stealTicks > before.stealTicks ? nanos : offCpu - asleep;
        into.stolenNanos += stolen;

        into.unexplainedNanos += Math.max(0, nanos - runQueue - faults - safepoints - Math.max(stolen, offCpu));
    }

    private static long waited(Side before, Side after) {
        return Math.max(0, after.waitNanos - before.waitNanos);
    }

    private static long offCpu(Side before, Side after) {
        return Math.max(0, after.nanos - before.nanos - (after.cpuNanos - before.cpuNanos) - waited(before, after));
    }

    private static boolean slept(Side before, Side after) {
        return after.voluntarySwitches > before.voluntarySwitches;
    }

    private static boolean faulted(Side before, Side after) {
        return after.minorFaults > before.minorFaults || after.majorFaults > before.majorFaults;
    }

    private static long bounded(long value, long most) {
        return Math.max(0, Math.min(value, most));
    }
}
