package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Transports that fork and peer have open together. The peer plays one role on them at a time: from {@link #play} until
 * {@link #stop}. Used by the fork's measuring thread only.
 *
 * <p>A transport notices a message by its word being another than the one before in the same slot. A play ends with a word of its
 * own in each direction, so where a direction has one slot, the next play can count its messages from 1 again. Where there are
 * more, a window or transports that take turns, the others would still hold words of the play before: such a link is played on
 * once, but for roles that go on counting.
 */
public final class Link implements AutoCloseable {
    private final PeerProcess peer;
    private final int id;
    private final List<Endpoint> endpoints;
    private final boolean hasOneSlot;
    private boolean played;

    Link(PeerProcess peer, int id, List<Traffic> traffic, List<Endpoint> endpoints) {
        this.peer = peer;
        this.id = id;
        this.endpoints = List.copyOf(endpoints);
        this.hasOneSlot = slots(traffic, Traffic::windowToPeer) <= 1 && slots(traffic, Traffic::windowToFork) <= 1;
    }

    private static int slots(List<Traffic> traffic, ToIntFunction<Traffic> window) {
        return traffic.stream().mapToInt(window).sum();
    }

    int id() {
        return id;
    }

    List<Endpoint> endpoints() {
        return endpoints;
    }

    /** The fork's side of the transport that was given at this place, counted from 0. */
    public Endpoint endpoint(int index) {
        return endpoints.get(index);
    }

    /**
     * Has the peer begin. Messages may be sent at once; they wait for it.
     *
     * @throws IllegalStateException if words of an earlier play could be taken for none
     */
    public void play(RoleKind role) {
        play(role, new long[0]);
    }

    /** @param numbers that the role takes */
    void play(RoleKind role, long... numbers) {
        if (played && role.restartsNumbering() && !hasOneSlot) {
            throw new IllegalStateException(role + " counts its messages from 1 in every play, and slots of this link may hold"
                    + " these words already: a new link is right");
        }
        played = true;
        peer.play(this, role, numbers);
    }

    /**
     * Ends the role; nothing is in flight afterwards.
     *
     * @param endpoint the one on which the peer waits now, after one message at least
     * @throws IllegalStateException if the peer answers anything else
     */
    public void stop(Endpoint endpoint) {
        stopOn(endpoint, endpoint);
    }

    /**
     * Likewise where messages and answers go different ways.
     *
     * @param there the endpoint on which the peer waits now
     * @param back  the one on which it answers
     */
    static void stopOn(Endpoint there, Endpoint back) {
        there.send(Role.STOP);
        long answer = back.receive();
        if (answer != Role.STOP) {
            throw new IllegalStateException("the peer sent message " + answer + " after it was stopped");
        }
    }

    /** Gives both sides back. */
    @Override
    public void close() {
        peer.close(this);
    }
}
