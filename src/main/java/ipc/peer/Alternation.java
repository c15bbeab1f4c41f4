package ipc.peer;

/**
 * The order in which two transports are measured in turn: the Thue-Morse sequence, ABBA BAAB BAAB ABBA and so on. Within four
 * blocks, the first and last side is compared with the middle two. A machine that slows down steadily therefore favours neither
 * side. Longer sequences cancel any polynomial drift too (Prouhet 1851; Allouche and Shallit, "The ubiquitous Prouhet-Thue-Morse
 * sequence", 1999).
 */
public final class Alternation {
    /** Blocks in a quad, the unit of comparison: two of each side. */
    public static final int BLOCKS_PER_QUAD = 4;

    private Alternation() {
    }

    /**
     * Says which side's turn a block is.
     *
     * @param block counted from 0
     * @return 0 or 1
     */
    public static int turn(long block) {
        return Long.bitCount(block) & 1;
    }
}
