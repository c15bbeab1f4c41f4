package ipc.histogram;

import ipc.result.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of one iteration of a paired benchmark. Used by the measuring thread, between blocks; grows by doubling, which is
 * the only time it allocates.
 */
public final class BlockLog {
    private static final int FIRST_CAPACITY = 1 << 14;
    private static final int WORDS = 4;
    private static final int ALLOCATION = 0;
    private static final int CONTENDER_AND_OPERATIONS = 1;
    private static final int START = 2;
    private static final int DURATION = 3;

    /**
     * As many of an allocation are kept, the first: whole pairs, thousands of them. Its median needs no more, and an iteration of
     * minutes fits into memory.
     */
    public static final int MOST_IN_ALLOCATION = 20_000;

    private long[] words = new long[FIRST_CAPACITY * WORDS];
    private int length;
    private int present;
    private int inAllocation;

    /** Forgets everything. */
    public void restart() {
        length = 0;
        present = 0;
        inAllocation = 0;
    }

    /**
     * A block has ended. It is kept unless it is one of too many in its allocation.
     *
     * @param allocation in which allocation of both transports, counted from 0
     * @param contender  whether it was the contender's; else the baseline's
     * @param operations how many operations it was long, positive
     * @param startNanos when it began, on the scale of {@link System#nanoTime()}
     * @param nanos      how long all of its operations took
     * @return whether the log had to grow, which took time
     */
    public boolean add(int allocation, boolean contender, int operations, long startNanos, long nanos) {
        if (allocation != present) {
            present = allocation;
            inAllocation = 0;
        }
        if (inAllocation == MOST_IN_ALLOCATION) {
            return false;
        }
        inAllocation++;
        boolean grows = length == words.length;
        if (grows) {
            words = Arrays.copyOf(words, 2 * words.length);
        }
        words[length + ALLOCATION] = allocation;
        words[length + CONTENDER_AND_OPERATIONS] = contender ? -operations : operations;
        words[length + START] = startNanos;
        words[length + DURATION] = nanos;
        length += WORDS;
        return grows;
    }

    /** How many blocks have been kept since the restart. */
    public int size() {
        return length / WORDS;
    }

    static int size(long[] words) {
        return words.length / WORDS;
    }

    static int allocations(long[] words) {
        return words.length == 0 ? 0 : (int) words[words.length - WORDS + ALLOCATION] + 1;
    }

    long[] copy() {
        return Arrays.copyOf(words, length);
    }

    /** What {@link #copy} holds. */
    static List<Block> decode(long[] words) {
        List<Block> blocks = new ArrayList<>(size(words));
        for (int at = 0; at < words.length; at += WORDS) {
            long operations = words[at + CONTENDER_AND_OPERATIONS];
            blocks.add(new Block((int) words[at + ALLOCATION], operations < 0, (int) Math.abs(operations), words[at + START],
                    words[at + DURATION]));
        }
        return blocks;
    }
}
