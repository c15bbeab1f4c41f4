package ipc.bench;

import ipc.peer.Link;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import java.util.Random;

/**
 * The two transports of a pair, made anew again and again. Where a region lies in physical memory matters: two identical segments
 * can differ by several per cent, and by another amount in the next allocation. So one allocation is one sample, however
 * many round trips are made on it.
 *
 * <p>Which of the two is made first, has the first turn and uses the first of the peer's two slots is drawn anew each time:
 * whatever else tells the slots apart cannot look like a difference between the transports.
 */
final class Allocations {
    /** What separates the two names of a pair. */
    static final String SEPARATOR = ":";

    private final MeasuredPeer peer;
    private final String baseline;
    private final String contender;
    private final Traffic traffic;
    private final RoleKind role;
    private final Random random;
    private Link link;
    private boolean contenderFirst;

    /**
     * @param pair two transports' names with {@link #SEPARATOR} between, baseline first
     * @param role what the peer plays on them
     */
    Allocations(MeasuredPeer peer, String pair, int sizeBytes, RoleKind role, Random random) {
        String[] names = pair.split(SEPARATOR, -1);
        if (names.length != 2) {
            throw new IllegalArgumentException("pair " + pair + ": two transports, such as sysv/spin:mmap/spin, are expected");
        }
        this.peer = peer;
        this.baseline = names[0];
        this.contender = names[1];
        this.traffic = Traffic.oneByOne(sizeBytes);
        this.role = role;
        this.random = random;
    }

    /** Gives the last allocation back, if there is one, makes the next and has the peer play on it. */
    void renew() {
        release();
        contenderFirst = random.nextBoolean();
        link = contenderFirst ? peer.open(traffic, contender, baseline) : peer.open(traffic, baseline, contender);
        link.play(role);
    }

    /** Gives the last allocation back. The peer must have been stopped. */
    void release() {
        if (link != null) {
            link.close();
            link = null;
        }
    }

    /** Whether this slot, 0 or 1, is the contender's. */
    boolean isContender(int slot) {
        return contenderFirst == (slot == 0);
    }

    /** The fork's side of the transport in this slot. */
    Endpoint endpoint(int slot) {
        return link.endpoint(slot);
    }

    /** Ends the peer's role; the endpoint is the one whose turn it is. */
    void stop(int slot) {
        link.stop(link.endpoint(slot));
    }
}
