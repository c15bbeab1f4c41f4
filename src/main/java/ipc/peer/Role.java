package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/** What a peer does on a link until it is told to stop. */
abstract class Role {
    /** The message that ends a role, and the peer's answer to it. Every other message is greater. A {@link SinkRole} has its own. */
    static final long STOP = Long.MIN_VALUE;

    private final AtomicLong sent;

    /** @param sent the peer's own count of messages sent, or verified by a sink; read by another thread */
    Role(AtomicLong sent) {
        this.sent = sent;
    }

    /** Plays until it is told to stop. Whatever it throws ends the peer, with the message said first. */
    abstract void play(List<Endpoint> endpoints);

    final void countOne() {
        sent.setOpaque(sent.getPlain() + 1);
    }
}
