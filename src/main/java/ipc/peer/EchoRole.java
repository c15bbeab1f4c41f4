package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives each message, verifies its sequence and content, copies the payload and sends it back. Messages are numbered from 1 in
 * every play; {@link Link} says when a second play is possible.
 */
final class EchoRole extends Role {
    EchoRole(AtomicLong sent) {
        super(sent);
    }

    @Override
    void play(List<Endpoint> endpoints) {
        Endpoint endpoint = endpoints.get(0);
        for (long expected = 1; echo(endpoint, expected); expected++) {
            // echo() does the work.
        }
        endpoint.send(STOP);
    }

    /**
     * Echoes one message.
     *
     * @return false if the fork stopped the role instead
     */
    private boolean echo(Endpoint endpoint, long expected) {
        long sequence = endpoint.receive();
        if (sequence != expected && sequence == STOP) {
            return false;
        }
        Payload.verify(endpoint, expected, sequence);
        Payload.copy(endpoint);
        countOne();
        endpoint.send(sequence);
        return true;
    }
}
