package ipc.bench;

import java.util.Random;
import java.util.function.BiFunction;
import java.util.function.Consumer;

/**
 * Creates the two transports of a pair again and again. The position of a region in physical memory matters: two identical
 * segments can differ by several per cent, and differ otherwise in the next allocation. So one allocation is one sample, however
 * many round trips it serves.
 *
 * <p>A random choice decides each time which of the two is created first. The first one also has the first turn and the first of the peer's
 * two slots. So a difference between the slots cannot look like one between the transports.
 *
 * @param <L> the link that holds both transports
 */
final class Allocations<L> {
    /** Separator of the two names of a pair. */
    static final String SEPARATOR = ":";

    private final String baseline;
    private final String contender;
    private final BiFunction<String, String, L> opener;
    private final Consumer<L> closer;
    private final Random random;
    private L opened;
    private boolean contenderFirst;

    /**
     * @param pair   names of two transports, separated by {@link #SEPARATOR}, baseline first
     * @param opener opens two transports, in the order of their names
     * @param closer closes what the opener opened
     */
    Allocations(String pair, BiFunction<String, String, L> opener, Consumer<L> closer, Random random) {
        String[] names = pair.split(SEPARATOR, -1);
        if (names.length != 2) {
            throw new IllegalArgumentException("pair " + pair + ": must be two transports, such as sysv/spin:mmap/spin");
        }
        this.baseline = names[0];
        this.contender = names[1];
        this.opener = opener;
        this.closer = closer;
        this.random = random;
    }

    /** Closes the last allocation, if there is one, and creates the next. */
    L renew() {
        release();
        contenderFirst = random.nextBoolean();
        opened = contenderFirst ? opener.apply(contender, baseline) : opener.apply(baseline, contender);
        return opened;
    }

    /** Closes the last allocation. The peer's role must have been stopped. */
    void release() {
        if (opened != null) {
            closer.accept(opened);
            opened = null;
        }
    }

    /** Whether this slot, 0 or 1, belongs to the contender. */
    boolean isContender(int slot) {
        return contenderFirst == (slot == 0);
    }
}
