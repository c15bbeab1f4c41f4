package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;

/**
 * The fork's side of messages that a {@link SourceRole} sends, each when it has been requested and is due. It uses one transport,
 * or two in the order of {@link Alternation}. A request is one word on a separate channel, so the size of the messages does not
 * change its cost. Used by one thread. Only the first {@link #request} of a play allocates.
 */
public final class MessageSource implements AutoCloseable {
    /** Requests are one word each, one at a time. */
    static final Traffic REQUESTS = Traffic.toPeer(Endpoint.SEQUENCE_BYTES, 1);

    private final Link link;
    private final Endpoint[] messages;
    private final Endpoint[] requests;
    private long periodNanos;
    private long number;
    private int turn;
    private Schedule schedule;

    /** @param link two endpoints for each transport, from {@link PeerProcess#openSource} */
    MessageSource(Link link) {
        this.link = link;
        int transports = link.endpoints().size() / SourceRole.ENDPOINTS_PER_TRANSPORT;
        this.messages = new Endpoint[transports];
        this.requests = new Endpoint[transports];
        for (int each = 0; each < transports; each++) {
            messages[each] = link.endpoint(SourceRole.messages(each));
            requests[each] = link.endpoint(SourceRole.requests(each));
        }
    }

    /**
     * Starts the peer's role. With two transports, a link can be played on once only.
     *
     * @param period nanoseconds from one intended time to the next, as in a {@link Schedule}
     */
    public void play(long period) {
        periodNanos = period;
        number = 0;
        link.play(RoleKind.SOURCE, period);
    }

    /**
     * Requests the next message; the message before must have been read. The first request starts the schedule: its message is
     * due one period from now.
     *
     * @return the message's number, counted from 1 in each play
     */
    public long request() {
        turn = turn(number++);
        long word = number;
        if (number == 1) {
            schedule = new Schedule(System.nanoTime() + Math.max(0, periodNanos), periodNanos);
            word = schedule.firstNanos();
        }
        requests[turn].send(word);
        return number;
    }

    /** Waits for the requested message and returns its sequence word. */
    public long receive() {
        return messages[turn].receive();
    }

    /** The endpoint on which the last requested message arrives. */
    public Endpoint endpoint() {
        return messages[turn];
    }

    /** The intended send time of the last requested message: nanoseconds, on the scale of {@link System#nanoTime()}. */
    public long intendedNanos() {
        return schedule.intendedNanos(number - 1);
    }

    /** Messages requested since {@link #play}. */
    public long requested() {
        return number;
    }

    /** The transport that carries the next requested message: its index in the list that was opened. */
    public int nextTurn() {
        return turn(number);
    }

    private int turn(long before) {
        return messages.length == 1 ? 0 : Alternation.turn(before);
    }

    /**
     * Ends the play. Nothing is in flight afterwards.
     *
     * @throws IllegalStateException if the peer sends anything but its answer to the stop
     */
    public void stop() {
        Link.stopOn(requests[nextTurn()], messages[nextTurn()]);
    }

    /** Closes both sides. */
    @Override
    public void close() {
        link.close();
    }
}
