package ipc.peer;

/**
 * Whose turn it is when two transports are measured in turn: the Thue-Morse sequence, ABBA BAAB BAAB ABBA and so on.
 * In each four, the first and last block stand against the middle two, so that a machine that gets slower steadily favours
 * neither; over more of them, neither does one that gets slower by any polynomial (Prouhet 1851; Allouche and Shallit, "The
 * ubiquitous Prouhet-Thue-Morse sequence", 1999).
 */
public final class Alternation {
    /** Blocks that stand against each other: two of each side. */
    public static final int BLOCKS_PER_QUAD = 4;

    private Alternation() {
    }

    /**
     * Whose turn a block is.
     *
     * @param block counted from 0
     * @return 0 or 1
     */
    public static int turn(long block) {
        return Long.bitCount(block) & 1;
    }
}
