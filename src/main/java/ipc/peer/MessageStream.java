package ipc.peer;

import ipc.transport.Endpoint;

/**
 * The fork's side of a one-way stream to a {@link SinkRole}. The fork sends as fast as the peer acknowledges. Used by one thread;
 * sending allocates nothing.
 */
public final class MessageStream implements AutoCloseable {
    /** Largest window: the most messages that can be in flight. */
    public static final int MAX_WINDOW = Credit.MAX_WINDOW;

    /** With the default window, the messages in flight take at most this many bytes. */
    private static final int USUAL_BYTES = 1 << 20;
    /** Largest default window. */
    private static final int MOST_MESSAGES = 64;
    /** Smallest default window: the fork writes one message while the peer reads another. */
    private static final int FEWEST_MESSAGES = 2;

    private final Link link;
    private final Endpoint stream;
    private final Endpoint acknowledgements;
    private final Credit credit;
    private long number;
    private long before;

    /**
     * @param link   two endpoints, from {@link PeerProcess#openStream}
     * @param window how many messages can be in flight, 1 to {@link #MAX_WINDOW}
     */
    MessageStream(Link link, int window) {
        this.link = link;
        this.stream = link.endpoint(0);
        this.acknowledgements = link.endpoint(1);
        this.credit = new Credit(window);
    }

    /** The default window for a message size: as many messages as fit into 1 MiB, but at least 2 and at most 64. */
    public static int usualWindow(int sizeBytes) {
        return Math.max(FEWEST_MESSAGES, Math.min(MOST_MESSAGES, USUAL_BYTES / sizeBytes));
    }

    /** Messages per acknowledgement. */
    public int block() {
        return credit.block();
    }

    /** Starts the peer's role. */
    public void play() {
        credit.restart();
        before = number;
        link.play(RoleKind.SINK, number + 1, credit.block());
    }

    /**
     * Writes and sends the next message. If the window is full, waits first for the acknowledgement of a {@link #block} of
     * messages.
     *
     * @return whether it waited
     * @throws IllegalStateException if another acknowledgement than the expected one arrives
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

    /** Messages sent since {@link #play}. */
    public long sent() {
        return credit.sent();
    }

    /**
     * Sends at least one message, completes the current block, and waits for every acknowledgement. Afterwards nothing is in
     * flight, and the peer has verified every message that was sent.
     *
     * @throws IllegalStateException if another acknowledgement than the expected one arrives
     */
    public void settle() {
        do {
            send();
        } while (credit.sent() % credit.block() != 0);
        awaitOwed();
    }

    /**
     * Ends the play. The peer has then verified every message, and nothing is in flight.
     *
     * @throws IllegalStateException if the peer sends anything but its answer to the stop
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
            throw new IllegalStateException("expected the peer's acknowledgement " + due + ", received " + came);
        }
    }

    /** Closes both sides. */
    @Override
    public void close() {
        link.close();
    }
}
