package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;

/**
 * Flow control of a stream: how many messages can be in flight. The receiver acknowledges half a window at a time, rounded up, so
 * the sender need not stop while an acknowledgement is on its way. At most two acknowledgements are in flight.
 *
 * <p>A sequence word never occurs twice on a link, so a slot of a ring never receives the word that it already holds. Messages
 * are numbered through all plays. An acknowledgement carries the number of the last message that it covers. The end of a play
 * takes the next number and carries it negated, and so does the answer to it.
 */
final class Credit {
    /** Acknowledgements are one word each, at most two at a time. */
    static final Traffic ACKNOWLEDGEMENTS = Traffic.toFork(Endpoint.SEQUENCE_BYTES, 2);
    /** Largest window, in messages. */
    static final int MAX_WINDOW = 1024;

    private final int window;
    private final int block;
    private long sent;
    private long acknowledged;

    /** @param window how many messages can be in flight, 1 to {@link #MAX_WINDOW} */
    Credit(int window) {
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window " + window + ": must be 1 to " + MAX_WINDOW + " messages");
        }
        this.window = window;
        this.block = (window + 1) / 2;
    }

    /** Starts a play with nothing in flight. */
    void restart() {
        sent = 0;
        acknowledged = 0;
    }

    /** Messages per acknowledgement. */
    int block() {
        return block;
    }

    /** Messages sent since {@link #restart}. */
    long sent() {
        return sent;
    }

    /** Whether the window is full: the next message must wait for an acknowledgement. */
    boolean isUsedUp() {
        return sent - acknowledged == window;
    }

    /** Whether an acknowledgement is still to come for messages that have been sent. */
    boolean isOwed() {
        return sent - acknowledged >= block;
    }

    /** Counts one message as sent. */
    void spend() {
        sent++;
    }

    /**
     * Counts one acknowledgement as received.
     *
     * @return messages acknowledged since {@link #restart}
     */
    long renew() {
        acknowledged += block;
        return acknowledged;
    }
}
