package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;

/**
 * How far a stream may run ahead of its receiver. The sender may have a window of messages under way; the receiver acknowledges
 * each half of it (the greater half, where it is odd), so that the sender need not stand still while an acknowledgement travels.
 * At most two of these are under way.
 *
 * <p>Sequence words never repeat in the life of a link, so that no slot of a ring is given the word it holds: messages are
 * numbered through all plays, an acknowledgement bears the number of the last message it is for, and the end of a play takes a
 * number of its own and bears it negated, as the answer to it does.
 */
final class Credit {
    /** What acknowledgements take: a word each. */
    static final Traffic ACKNOWLEDGEMENTS = Traffic.toFork(Endpoint.SEQUENCE_BYTES, 2);
    /** The most messages that may be under way. */
    static final int MAX_WINDOW = 1024;

    private final int window;
    private final int block;
    private long sent;
    private long acknowledged;

    /** @param window how many messages may be under way, 1 to {@link #MAX_WINDOW} */
    Credit(int window) {
        if (window < 1 || window > MAX_WINDOW) {
            throw new IllegalArgumentException("window " + window + ": 1 to " + MAX_WINDOW + " messages may be under way");
        }
        this.window = window;
        this.block = (window + 1) / 2;
    }

    /** A play begins. */
    void restart() {
        sent = 0;
        acknowledged = 0;
    }

    /** How many messages one acknowledgement is for. */
    int block() {
        return block;
    }

    /** How many messages have been sent since the restart. */
    long sent() {
        return sent;
    }

    /** Whether the next message must wait for an acknowledgement. */
    boolean isUsedUp() {
        return sent - acknowledged == window;
    }

    /** Whether an acknowledgement is still to come for what has been sent. */
    boolean isOwed() {
        return sent - acknowledged >= block;
    }

    /** A message has been sent. */
    void spend() {
        sent++;
    }

    /**
     * An acknowledgement has come.
     *
     * @return for how many messages in all, since the restart
     */
    long renew() {
        acknowledged += block;
        return acknowledged;
    }
}
