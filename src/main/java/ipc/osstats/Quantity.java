package ipc.osstats;

import java.util.function.LongBinaryOperator;

/** The values of a {@link Tail}. Times are in nanoseconds. Unless stated otherwise, merged tails add them up. */
public enum Quantity {
    /** Smallest threshold of the merged tails: an operation this long or longer is a long operation. */
    LEAST_THRESHOLD(Math::min),
    /** Largest threshold of the merged tails. */
    GREATEST_THRESHOLD(Math::max),
    /** Duration of the measured iterations, including the readings. */
    MEASURED,
    /** Number of long operations. */
    OPERATIONS,
    /** Total time of the long operations. */
    TOTAL,
    /** Time of the longest operation; 0 if none was long. */
    LONGEST(Math::max),
    /** Number of long operations that were not examined, because the readings had reached their time limit. */
    NOT_EXAMINED,
    /** Total time of the operations that were not examined. It is part of {@link #TOTAL} but of no cause. */
    NOT_EXAMINED_TOTAL,
    /** Upper bound of the time that both sides waited on the run queue. */
    RUN_QUEUE,
    /** Upper bound of the run-queue time spent behind the compiler threads of fork and peer. */
    BEHIND_COMPILER,
    /** Upper bound of the run-queue time spent behind the VM's and the collector's threads of fork and peer. */
    BEHIND_VM,
    /** Upper bound of the run-queue time spent behind other threads of fork and peer. */
    BEHIND_OTHERS,
    /** Upper bound of the run-queue time spent behind the process that started the fork. */
    BEHIND_LAUNCHER,
    /** Upper bound of the time of page faults: the time of all operations in which a measuring thread had one. */
    FAULTS,
    /** Upper bound of the time of safepoints and collections: the VM's threads ran or waited for a CPU. */
    SAFEPOINTS,
    /** Upper bound of the time that the hypervisor took, or interrupts, if the kernel times them separately. */
    STOLEN,
    /** Upper bound of the time that a spinning side was asleep or stopped, including time stolen meanwhile. */
    ASLEEP,
    /** Lower bound of the time that none of these causes explains. */
    UNEXPLAINED,
    /** 1 if a side sleeps by design. Then its time off the CPU explains nothing, and stolen time is known in ticks only. */
    BLOCKS(Math::max),
    /** 1 if the kernel does not record run-queue times. */
    NO_RUN_QUEUE(Math::max),
    /** 1 if the kernel does not report stolen time. */
    NO_STEAL(Math::max),
    /** Stolen time during measured iterations, in ticks of 10 ms. */
    STEAL_TICKS,
    /** CPU time of the process that started the fork, during measured iterations. */
    LAUNCHER,
    /** During measured iterations: time that the fork's measuring thread waited on the run queue. */
    FORK_WAIT,
    /** During measured iterations: voluntary context switches of the fork's measuring thread. */
    FORK_VOLUNTARY_SWITCHES,
    /** During measured iterations: involuntary context switches of the fork's measuring thread. */
    FORK_INVOLUNTARY_SWITCHES,
    /** During measured iterations: page faults of the fork's measuring thread that read no disk. */
    FORK_MINOR_FAULTS,
    /** During measured iterations: page faults of the fork's measuring thread that read a disk. */
    FORK_MAJOR_FAULTS,
    /** During measured iterations: CPU time of the fork's compiler threads. */
    FORK_COMPILER,
    /** During measured iterations: CPU time of the fork's VM and collector threads. */
    FORK_VM,
    /** During measured iterations: CPU time of the fork's other threads. */
    FORK_OTHERS,
    /** During measured iterations: time that the peer's measuring thread waited on the run queue. */
    PEER_WAIT,
    /** During measured iterations: voluntary context switches of the peer's measuring thread. */
    PEER_VOLUNTARY_SWITCHES,
    /** During measured iterations: involuntary context switches of the peer's measuring thread. */
    PEER_INVOLUNTARY_SWITCHES,
    /** During measured iterations: page faults of the peer's measuring thread that read no disk. */
    PEER_MINOR_FAULTS,
    /** During measured iterations: page faults of the peer's measuring thread that read a disk. */
    PEER_MAJOR_FAULTS,
    /** During measured iterations: CPU time of the peer's compiler threads. */
    PEER_COMPILER,
    /** During measured iterations: CPU time of the peer's VM and collector threads. */
    PEER_VM,
    /** During measured iterations: CPU time of the peer's other threads. */
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
