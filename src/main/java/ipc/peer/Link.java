package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import java.util.List;
import java.util.function.ToIntFunction;

/**
 * Transports that fork and peer have opened together. The peer plays one role on them at a time, from {@link #play} until
 * {@link #stop}. Used by the fork's measuring thread only.
 *
 * <p>A transport detects a message by a change of the sequence word in its slot. Each play ends with a special word in both
 * directions. With one slot per direction, the next play can therefore number its messages from 1 again. With more slots, from a
 * window or from transports that take turns, the other slots still hold words of the earlier play. Such a link can be played on
 * once, except by roles that continue the numbering.
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

    /**
     * The fork's side of a transport.
     *
     * @param index position of the transport in the list that was opened, counted from 0
     */
    public Endpoint endpoint(int index) {
        return endpoints.get(index);
    }

    /**
     * Starts a role on the peer. Messages can be sent at once; they wait until the peer has begun.
     *
     * @throws IllegalStateException if slots may still hold words of an earlier play
     */
    public void play(RoleKind role) {
        play(role, new long[0]);
    }

    /** @param numbers arguments of the role: see {@link RoleKind} */
    void play(RoleKind role, long... numbers) {
        if (played && role.restartsNumbering() && !hasOneSlot) {
            throw new IllegalStateException(role + " numbers its messages from 1 in every play, but slots of this link may still"
                    + " hold these numbers: open a new link");
        }
        played = true;
        peer.play(this, role, numbers);
    }

    /**
     * Ends the role. Nothing is in flight afterwards.
     *
     * @param endpoint the one on which the peer is waiting; at least one message must have crossed it
     * @throws IllegalStateException if the peer sends anything but its answer to the stop
     */
    public void stop(Endpoint endpoint) {
        stopOn(endpoint, endpoint);
    }

    /**
     * Ends a role whose messages and answers use different endpoints.
     *
     * @param there the endpoint on which the peer is waiting
     * @param back  the endpoint on which it answers
     * @throws IllegalStateException if the peer sends anything but its answer to the stop
     */
    static void stopOn(Endpoint there, Endpoint back) {
        there.send(Role.STOP);
        long answer = back.receive();
        if (answer != Role.STOP) {
            throw new IllegalStateException("the peer sent message " + answer + " after it was stopped");
        }
    }

    /** Closes both sides. */
    @Override
    public void close() {
        peer.close(this);
    }
}
