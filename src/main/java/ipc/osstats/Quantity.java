package ipc.osstats;

import java.util.function.LongBinaryOperator;

/** What a {@link Tail} holds. Times in nanoseconds. */
public enum Quantity {
    /** The least threshold: an operation is long from here on. */
    LEAST_THRESHOLD(Math::min),
    /** The greatest threshold. */
    GREATEST_THRESHOLD(Math::max),
    /** Time the measured iterations took, readings included. */
    MEASURED,
    /** How many operations were long. */
    OPERATIONS,
    /** What the long operations took in all. */
    TOTAL,
    /** The longest operation that was long; 0 if there was none. */
    LONGEST(Math::max),
    /** How many long operations came too thick for reading the OS statistics. */
    NOT_EXAMINED,
    /** What these took; it is part of the total and of no cause. */
    NOT_EXAMINED_TOTAL,
    /** At most this was waiting on the run queue, on both sides. */
    RUN_QUEUE,
    /** Of the wait, at most this was behind the compiler threads of fork and peer. */
    BEHIND_COMPILER,
    /** Of the wait, at most this was behind the VM's and the collector's threads of fork and peer. */
    BEHIND_VM,
    /** Of the wait, at most this was behind other threads of fork and peer. */
    BEHIND_OTHERS,
    /** Of the wait, at most this was behind the process that started the fork. */
    BEHIND_LAUNCHER,
    /** At most this was page faults of the measuring threads: what operations with a fault took. */
    FAULTS,
    /** At most this was safepoints and collections: time the VM's threads ran or waited to. */
    SAFEPOINTS,
    /** At most this was stolen by the hypervisor, or by interrupts where the kernel times those apart. */
    STOLEN,
    /** At most this a spinning side was asleep or stopped, or stolen meanwhile. */
    ASLEEP,
    /** At least this is none of these. */
    UNEXPLAINED,
    /** 1 if a side sleeps by design: time off the CPU is no account then, and steal is known in ticks only. */
    BLOCKS(Math::max),
    /** 1 if the kernel keeps no times on the run queue. */
    NO_RUN_QUEUE(Math::max),
    /** 1 if the kernel does not tell steal. */
    NO_STEAL(Math::max),
    /** Steal while iterations were measured, in ticks of 10 ms. */
    STEAL_TICKS,
    /** CPU time of the process that started the fork while iterations were measured. */
    LAUNCHER,
    /** While iterations were measured: the fork's measuring thread on the run queue. */
    FORK_WAIT,
    /** While iterations were measured: how often the fork's measuring thread went to sleep. */
    FORK_VOLUNTARY_SWITCHES,
    /** While iterations were measured: how often it was taken off its CPU. */
    FORK_INVOLUNTARY_SWITCHES,
    /** While iterations were measured: its page faults that read nothing from a disk. */
    FORK_MINOR_FAULTS,
    /** While iterations were measured: its page faults that did. */
    FORK_MAJOR_FAULTS,
    /** While iterations were measured: CPU time of the fork's compiler threads. */
    FORK_COMPILER,
    /** While iterations were measured: CPU time of the fork's VM and collector threads. */
    FORK_VM,
    /** While iterations were measured: CPU time of the fork's other threads. */
    FORK_OTHERS,
    /** While iterations were measured: the peer's measuring thread on the run queue. */
    PEER_WAIT,
    /** While iterations were measured: how often it went to sleep. */
    PEER_VOLUNTARY_SWITCHES,
    /** While iterations were measured: how often it was taken off its CPU. */
    PEER_INVOLUNTARY_SWITCHES,
    /** While iterations were measured: its page faults that read nothing from a disk. */
    PEER_MINOR_FAULTS,
    /** While iterations were measured: its page faults that did. */
    PEER_MAJOR_FAULTS,
    /** While iterations were measured: CPU time of the peer's compiler threads. */
    PEER_COMPILER,
    /** While iterations were measured: CPU time of the peer's VM and collector threads. */
    PEER_VM,
    /** While iterations were measured: CPU time of the peer's other threads. */
    PEER_OTHERS;

    private final LongBinaryOperator merge;

    Quantity() {
        this(Long::sum);
    }

    Quantity(LongBinaryOperator merge) {
        this.merge = merge;
    }

    long merge(long one, long other) {
        return merge.applyAsLong(one, other);
    }
}
