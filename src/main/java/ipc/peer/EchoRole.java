package ipc.peer;

import ipc.transport.Endpoint;

/** Receives each message, verifies sequence and content, copies the payload and sends it back. */
final class EchoRole extends Role {
    @Override
    void run(Endpoint endpoint) {
        for (long expected = 1;; expected++) {
            echo(endpoint, expected);
        }
    }

    private void echo(Endpoint endpoint, long expected) {
        long sequence = endpoint.receive();
        Payload.verify(endpoint, expected, sequence);
        Payload.copy(endpoint);
        countOne();
        endpoint.send(sequence);
    }
}
