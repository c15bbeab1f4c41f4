package ipc.osstats;

import ipc.osstats.Reading.Side;

/**
 * How much of a long operation each cause explains at most, from two readings around it: the one right after it and the one
 * before, which may lie well before its beginning. So each figure is an upper bound, none above the operation's length; causes
 * overlap, and their sum means nothing. Only what is left when all of them are taken away is a lower bound: unexplained.
 *
 * <p>Run queue: the kernel's times of both sides. Off the CPU though not waiting for it: the clock's time less CPU time less
 * wait. Nobody but a hypervisor takes a CPU from a thread that never sleeps, so without a voluntary switch it is stolen, exact to
 * the microsecond where the kernel subtracts steal from CPU time ({@code CONFIG_PARAVIRT_TIME_ACCOUNTING}); with one the side
 * was asleep: at a safepoint, at a fault that read a disk, stopped. A side that sleeps by design has no such account. The ticks
 * of {@code /proc/stat} are far coarser: if one moved, the whole operation may have been stolen. A fault has no duration, so it
 * may explain the whole operation.
 *
 * <p>Arithmetic only; allocates nothing.
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
     * @param nanos  what it took
     * @param before the last reading before its end
     * @param after  a reading right after its end
     * @param into   gets the bounds
     */
    void explain(long nanos, Reading before, Reading after, Tail into) {
        long runQueue = bounded(waited(before.fork, after.fork) + waited(before.peer, after.peer), nanos);
        into.add(Quantity.RUN_QUEUE, runQueue);
        into.add(Quantity.BEHIND_COMPILER, bounded(after.fork.compilerNanos - before.fork.compilerNanos
                + after.peer.compilerNanos - before.peer.compilerNanos, runQueue));
        long vmNanos = after.fork.vmNanos - before.fork.vmNanos + after.peer.vmNanos - before.peer.vmNanos;
        into.add(Quantity.BEHIND_VM, bounded(vmNanos, runQueue));
        into.add(Quantity.BEHIND_OTHERS, bounded(after.fork.otherNanos - before.fork.otherNanos
                + after.peer.otherNanos - before.peer.otherNanos, runQueue));
        into.add(Quantity.BEHIND_LAUNCHER, bounded(after.launcherNanos - before.launcherNanos, runQueue));

        long faults = faulted(before.fork, after.fork) || faulted(before.peer, after.peer) ? nanos : 0;
        into.add(Quantity.FAULTS, faults);

        long vmWaitNanos = after.fork.vmWaitNanos - before.fork.vmWaitNanos + after.peer.vmWaitNanos - before.peer.vmWaitNanos;
        long safepoints = bounded(vmNanos + vmWaitNanos, nanos);
        into.add(Quantity.SAFEPOINTS, safepoints);

        long offCpu = 0;
        long asleep = 0;
        if (!blocks) {
            long fork = offCpu(before.fork, after.fork);
            long peer = offCpu(before.peer, after.peer);
            offCpu = bounded(fork + peer, nanos);
            asleep = bounded((slept(before.fork, after.fork) ? fork : 0) + (slept(before.peer, after.peer) ? peer : 0), nanos);
        }
        into.add(Quantity.ASLEEP, asleep);
        long stolen = after.stealTicks > before.stealTicks ? nanos : offCpu - asleep;
        into.add(Quantity.STOLEN, stolen);

        into.add(Quantity.UNEXPLAINED, Math.max(0, nanos - runQueue - faults - safepoints - Math.max(stolen, offCpu)));
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
