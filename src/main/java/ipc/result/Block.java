package ipc.result;

/**
 * One block of a paired benchmark: operations on one of its two transports, without a pause.
 *
 * @param allocation in which allocation of both transports, counted from 0 in each iteration, or in the run once it is written
 * @param contender  whether the transport was the contender; else the baseline
 * @param operations how many, positive
 * @param startNanos when it began; only differences between blocks of one fork mean anything
 * @param nanos      how long all of them took together
 */
public record Block(int allocation, boolean contender, int operations, long startNanos, long nanos) {
    /** Blocks of which a pair is made: two of each side, in an order by which drift cancels. */
    public static final int PER_QUAD = 4;

    /** Nanoseconds an operation. */
    public double meanNanos() {
        return (double) nanos / operations;
    }
}
