package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;

/**
 * Transports that fork and peer have open together. The peer plays one role on them at a time: from {@link #play} until
 * {@link #stop}. Used by the fork's measuring thread only.
 */
public final class Link implements AutoCloseable {
    private final PeerProcess peer;
    private final int id;
    private final List<Endpoint> endpoints;

    Link(PeerProcess peer, int id, List<Endpoint> endpoints) {
        this.peer = peer;
        this.id = id;
        this.endpoints = List.copyOf(endpoints);
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

    /** Has the peer begin. Messages may be sent at once; they wait for it. */
    public void play(RoleKind role) {
        peer.play(this, role);
    }

    /**
     * Ends the role; nothing is in flight afterwards.
     *
     * @param endpoint the one on which the peer waits now
     * @throws IllegalStateException if the peer answers anything else
     */
    public void stop(Endpoint endpoint) {
        stopOn(endpoint);
    }

    static void stopOn(Endpoint endpoint) {
        endpoint.send(Role.STOP);
        long answer = endpoint.receive();
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
