package ipc.peer;

import ipc.transport.Endpoint;

/**
 * The fork's side of a one-way stream to a {@link SinkRole}: as fast as the other side takes it, and no faster. Used by one
 * thread; sending allocates nothing.
 */
public final class MessageStream implements AutoCloseable {
    /** The most messages that may be under way. */
    public static final int MAX_WINDOW = Credit.MAX_WINDOW;

    /** By default all messages under way take no more than this, */
    private static final int USUAL_BYTES = 1 << 20;
    /** but are no more than these, */
    private static final int MOST_MESSAGES = 64;
    /** and no fewer: one to be written while another is read. */
    private static final int FEWEST_MESSAGES = 2;

    private final Link link;
    private final Endpoint stream;
    private final Endpoint acknowledgements;
    private final Credit credit;
    private long number;
    private long before;

    /**
     * @param link   of two endpoints, from {@link PeerProcess#openStream}
     * @param window how many messages may be under way
     */
    MessageStream(Link link, int window) {
        this.link = link;
        this.stream = link.endpoint(0);
        this.acknowledgements = link.endpoint(1);
        this.credit = new Credit(window);
    }

    /** The window where the user names none: all messages under way fit into a megabyte, but 2 at least and 64 at most. */
    public static int usualWindow(int sizeBytes) {
        return Math.max(FEWEST_MESSAGES, Math.min(MOST_MESSAGES, USUAL_BYTES / sizeBytes));
    }

    /** How many messages one acknowledgement is for. */
    public int block() {
        return credit.block();
    }

    /** Has the peer begin. */
    public void play() {
        credit.restart();
        before = number;
        link.play(RoleKind.SINK, number + 1, credit.block());
    }

    /**
     * Writes the next message and sends it; where the window is used up, after the acknowledgement for {@link #block} messages.
     *
     * @return whether it waited for one
     * @throws IllegalStateException if the acknowledgement is not the one that is due
     */
    public boolean send() {
        boolean waited = credit.isUsedUp();
        if (waited) {
            awaitAcknowledgement();
        }
        long next = ++number;
        Payload.fill(stream, next);
        stream.send(next);
        credit.spend();
        return waited;
    }

    /** How many messages have been sent since {@link #play}. */
    public long sent() {
        return credit.sent();
    }

    /**
     * Sends on, one message at least, until a block is whole, and waits until the peer has acknowledged all: nothing is under way
     * then, and as many messages as were sent have been verified.
     *
     * @throws IllegalStateException if an acknowledgement is not the one that is due
     */
    public void settle() {
        do {
            send();
        } while (credit.sent() % credit.block() != 0);
        awaitOwed();
    }

    /**
     * Ends the play; the peer has verified every message then, and nothing is under way.
     *
     * @throws IllegalStateException if it answers anything else
     */
    public void stop() {
        awaitOwed();
        long end = -++number;
        stream.send(end);
        require(end, acknowledgements.receive());
    }

    private void awaitOwed() {
        while (credit.isOwed()) {
            awaitAcknowledgement();
        }
    }

    private void awaitAcknowledgement() {
        require(before + credit.renew(), acknowledgements.receive());
    }

    private static void require(long due, long came) {
        if (came != due) {
            throw new IllegalStateException("the peer's acknowledgement " + due + " was due, " + came + " came");
        }
    }

    /** Gives both sides back. */
    @Override
    public void close() {
        link.close();
    }
}
