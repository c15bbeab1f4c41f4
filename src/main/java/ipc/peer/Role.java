package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** A peer's activity on a link, which lasts until the fork stops it. Used by one thread. */
abstract class Role {
    /**
     * The message that ends a role, and the peer's answer to it. Every other message is greater. A {@link SinkRole} ends
     * differently.
     */
    static final long STOP = Long.MIN_VALUE;

    private final AtomicLong sent;

    /** @param sent the peer's count of messages sent, or verified by a sink; another thread reads it */
    Role(AtomicLong sent) {
        this.sent = sent;
    }

    /** Plays until the fork stops it. An exception ends the peer, which prints it first. */
    abstract void play(List<Endpoint> endpoints);

    final void countOne() {
        sent.setOpaque(sent.getPlain() + 1);
    }
}
