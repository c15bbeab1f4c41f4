package ipc.bench;

import ipc.peer.Payload;
import ipc.transport.Endpoint;

/** One round trip: the code that every round-trip measurement shares. */
final class Exchange {
    private Exchange() {
    }

    /**
     * Writes the payload, sends it, waits for the echo and verifies it.
     *
     * @param word  sequence word of the message, not 0
     * @param delay delay to add to the way back; usually {@link AddedDelay#NONE}
     * @throws IllegalStateException if the echo differs from the message
     */
    static void roundTrip(Endpoint endpoint, long word, AddedDelay delay) {
        Payload.fill(endpoint, word);
        endpoint.send(word);
        Payload.verify(endpoint, word, delay.passOn(endpoint.receive()));
    }
}
