package ipc.histogram;

import ipc.result.Block;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The blocks of one iteration of a paired benchmark. Used by the measuring thread, between blocks. The log allocates only when it
 * doubles its capacity.
 */
public final class BlockLog {
    private static final int FIRST_CAPACITY = 1 << 14;
    private static final int WORDS = 4;
    private static final int ALLOCATION = 0;
    private static final int CONTENDER_AND_OPERATIONS = 1;
    private static final int START = 2;
    private static final int DURATION = 3;

    /**
     * Most blocks that are kept of one allocation: the first ones, in whole pairs. A median needs no more, and an iteration of
     * minutes fits into memory.
     */
    public static final int MOST_IN_ALLOCATION = 20_000;

    private long[] words = new long[FIRST_CAPACITY * WORDS];
    private int length;
    private int present;
    private int inAllocation;

    /** Discards all blocks. */
    public void restart() {
        length = 0;
        present = 0;
        inAllocation = 0;
    }

    /**
     * Adds a block, unless its allocation already has {@link #MOST_IN_ALLOCATION}.
     *
     * @param allocation index of the allocation, counted from 0
     * @param contender  true for the contender's block, false for the baseline's
     * @param operations operations in the block, at least 1
     * @param startNanos begin of the block, on the scale of {@link System#nanoTime()}
     * @param nanos      time of all its operations together
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

    /** Blocks kept since {@link #restart}. */
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

    /** Decodes the result of {@link #copy}. */
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
