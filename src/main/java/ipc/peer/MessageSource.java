package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;

/**
 * The fork's side of messages that a {@link SourceRole} sends, each when it is asked for and due; through one transport, or two
 * in turn as {@link Alternation} says. A request is a word on a channel of its own, whatever the messages' size, so that nothing
 * but the message itself is copied or counted. Used by one thread; nothing here allocates but the first {@link #request} of a
 * play.
 */
public final class MessageSource implements AutoCloseable {
    /** What requests take: a word each, one at a time. */
    static final Traffic REQUESTS = Traffic.toPeer(Endpoint.SEQUENCE_BYTES, 1);

    private final Link link;
    private final Endpoint[] messages;
    private final Endpoint[] requests;
    private long periodNanos;
    private long number;
    private int turn;
    private Schedule schedule;

    /** @param link of two endpoints for each transport, from {@link PeerProcess#openSource} */
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
     * Has the peer begin. Two transports are played on once.
     *
     * @param period from one intended time to the next, as in a {@link Schedule}
     */
    public void play(long period) {
        periodNanos = period;
        number = 0;
        link.play(RoleKind.SOURCE, period);
    }

    /**
     * Asks for the next message; the one before has been read. The first request begins the schedule: its message is due a period
     * from now.
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

    /** Waits for the message that was asked for: its sequence word. */
    public long receive() {
        return messages[turn].receive();
    }

    /** Where the message that was asked for last has been or will be received. */
    public Endpoint endpoint() {
        return messages[turn];
    }

    /** When the message that was asked for last was due. */
    public long intendedNanos() {
        return schedule.intendedNanos(number - 1);
    }

    /** How many messages have been asked for since {@link #play}. */
    public long requested() {
        return number;
    }

    /** Which transport's turn it is when the next message is asked for, in the order given. */
    public int nextTurn() {
        return turn(number);
    }

    private int turn(long before) {
        return messages.length == 1 ? 0 : Alternation.turn(before);
    }

    /**
     * Ends the play; nothing is in flight afterwards.
     *
     * @throws IllegalStateException if the peer answers anything else
     */
    public void stop() {
        Link.stopOn(requests[nextTurn()], messages[nextTurn()]);
    }

    /** Gives both sides back. */
    @Override
    public void close() {
        link.close();
    }
}
