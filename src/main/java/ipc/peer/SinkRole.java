package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives a stream, verifies that every message of it comes in order, once and whole, and acknowledges it as {@link Credit} says.
 *
 * <p>The stream comes on the first endpoint; the second carries the opening word there and acknowledgements back. They are apart
 * because a transport's messages have one size in both directions: an acknowledgement as long as the messages would cost as much as
 * one, and two sides that both wait for room in a full buffer would wait for ever.
 */
final class SinkRole extends Role {
    SinkRole(AtomicLong sent) {
        super(sent);
    }

    @Override
    void play(List<Endpoint> endpoints) {
        Endpoint stream = endpoints.get(0);
        Endpoint acknowledgements = endpoints.get(1);
        long opening = acknowledgements.receive();
        int block = Credit.block(opening);
        long next = Credit.first(opening);
        if (next < 1 || block < 1) {
            throw new IllegalStateException("a stream was to be opened, " + opening + " came");
        }
        while (take(stream, acknowledgements, next, block)) {
            next += block;
        }
    }

    /**
     * A block of messages, and its acknowledgement.
     *
     * @return false if the stream ended before the block was whole
     */
    private boolean take(Endpoint stream, Endpoint acknowledgements, long first, int block) {
        long after = first + block;
        for (long expected = first; expected < after; expected++) {
            long number = stream.receive();
            if (number != expected && number == -expected) {
                acknowledgements.send(-expected);
                return false;
            }
            Payload.verify(stream, expected, number);
            countOne();
        }
        acknowledgements.send(after - 1);
        return true;
    }
}
