package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Echoes on two endpoints in turn, in the order of {@link Alternation}. Messages of both endpoints share one numbering. The fork
 * negates the number of a block's last message, so the fork alone decides how long a block is.
 */
final class AlternatingEchoRole extends Role {
    AlternatingEchoRole(AtomicLong sent) {
        super(sent);
    }

    @Override
    void play(List<Endpoint> endpoints) {
        long next = 1;
        for (long block = 0; next > 0; block++) {
            next = echoBlock(endpoints.get(Alternation.turn(block)), next);
        }
    }

    /** @return the number of the next block's first message; 0 after a stop */
    private long echoBlock(Endpoint endpoint, long first) {
        long expected = first;
        while (true) {
            long word = endpoint.receive();
            if (word == expected) {
                echo(endpoint, word);
                expected++;
            } else if (word == STOP) {
                endpoint.send(STOP);
                return 0;
            } else {
                Payload.verify(endpoint, -expected, word);
                echo(endpoint, word);
                return expected + 1;
            }
        }
    }

    private void echo(Endpoint endpoint, long word) {
        Payload.verify(endpoint, word, word);
        Payload.copy(endpoint);
        countOne();
        endpoint.send(word);
    }
}
