package ipc.peer;

import ipc.transport.Endpoint;
import java.util.concurrent.atomic.AtomicLong;

/** What a peer does until its owner ends it. */
abstract class Role {
    /** The peer's own count of messages sent, read by another thread; published before the message it counts. */
    private final AtomicLong sent = new AtomicLong();

    /** Runs for ever. Whatever it throws ends the peer, with the message said first. */
    abstract void run(Endpoint endpoint);

    final void countOne() {
        sent.setOpaque(sent.getPlain() + 1);
    }

    final long sent() {
        return sent.getOpaque();
    }
}
