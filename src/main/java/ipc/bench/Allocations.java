package ipc.bench;

import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * The two transports of a pair, made anew again and again. Where a region lies in physical memory matters: two identical segments
 * can differ by several per cent, and by another amount in the next allocation. So one allocation is one sample, however
 * many round trips are made on it.
 *
 * <p>Which of the two is made first, has the first turn and uses the first of the peer's two slots is drawn anew each time:
 * whatever else tells the slots apart cannot look like a difference between the transports.
 *
 * @param <L> both transports, opened together
 */
final class Allocations<L> {
    /** What separates the two names of a pair. */
    static final String SEPARATOR = ":";

    private final String baseline;
    private final String contender;
    private final BiFunction<String, String, L> opener;
    private final Consumer<L> closer;
    private final Random random;
    private L opened;
    private boolean contenderFirst;

    /**
     * @param pair   two transports' names with {@link #SEPARATOR} between, baseline first
     * @param opener opens transports of two names, in that order
     * @param closer gives them back
     */
    Allocations(String pair, BiFunction<String, String, L> opener, Consumer<L> closer, Random random) {
        String[] names = pair.split(SEPARATOR, -1);
        if (names.length != 2) {
            throw new IllegalArgumentException("pair " + pair + ": two transports, such as sysv/spin:mmap/spin, are expected");
        }
        this.baseline = names[0];
        this.contender = names[1];
        this.opener = opener;
        this.closer = closer;
        this.random = random;
    }

    /** Gives the last allocation back, if there is one, and makes the next. */
    L renew() {
        release();
        contenderFirst = random.nextBoolean();
        opened = contenderFirst ? opener.apply(contender, baseline) : opener.apply(baseline, contender);
        return opened;
    }

    /** Gives the last allocation back. The peer must have been stopped. */
    void release() {
        if (opened != null) {
            closer.accept(opened);
            opened = null;
        }
    }

    /** Whether this slot, 0 or 1, is the contender's. */
    boolean isContender(int slot) {
        return contenderFirst == (slot == 0);
    }
}
