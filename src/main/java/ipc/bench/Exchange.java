package ipc.bench;

import ipc.peer.Payload;
import ipc.transport.Endpoint;

/** One round trip, the same code wherever one is measured. */
final class Exchange {
    private Exchange() {
    }

    /**
     * Writes the payload, sends, waits for the echo and verifies it.
     *
     * @param word  the message's sequence word, not 0
     * @param delay what is added to the way back; usually nothing
     * @throws IllegalStateException if the echo is not the message
     */
    static void roundTrip(Endpoint endpoint, long word, AddedDelay delay) {
        Payload.fill(endpoint, word);
        endpoint.send(word);
        Payload.verify(endpoint, word, delay.passOn(endpoint.receive()));
    }
}
