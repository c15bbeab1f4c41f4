package ipc.result;

/**
 * A block of a paired benchmark: consecutive operations on one of its two transports.
 *
 * @param allocation index of the allocation of both transports, counted from 0 in each iteration; in files, in the whole run
 * @param contender  true for the contender, false for the baseline
 * @param operations number of operations, at least 1
 * @param startNanos begin of the block; only differences within one fork have a meaning
 * @param nanos      time of all its operations together
 */
public record Block(int allocation, boolean contender, int operations, long startNanos, long nanos) {
    /** Blocks in a quad, the unit of comparison: two of each side, in an order that cancels drift. */
    public static final int PER_QUAD = 4;

    /** Mean time of an operation in nanoseconds. */
    public double meanNanos() {
        return (double) nanos / operations;
    }
}
