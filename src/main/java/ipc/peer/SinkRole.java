package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives a stream, verifies that every message of it comes in order, once and whole, and acknowledges it as {@link Credit}
 * says.
 *
 * <p>The stream comes on the first endpoint; acknowledgements go back on the second. They are apart because a transport's
 * messages have one size in both directions: an acknowledgement as long as the messages would cost as much as one. And where
 * nothing ever comes back, a blocking call may wait for room inside the kernel: nobody waits for room on both sides at once.
 */
final class SinkRole extends Role {
    private final long first;
    private final long block;

    /**
     * @param first the first message's number
     * @param block how many messages are acknowledged together
     */
    SinkRole(AtomicLong sent, long first, long block) {
        super(sent);
        if (first < 1 || block < 1) {
            throw new IllegalArgumentException("a stream cannot begin with message " + first + " in blocks of " + block);
        }
        this.first = first;
        this.block = block;
    }

    @Override
    void play(List<Endpoint> endpoints) {
        Endpoint stream = endpoints.get(0);
        Endpoint acknowledgements = endpoints.get(1);
        long next = first;
        while (take(stream, acknowledgements, next)) {
            next += block;
        }
    }

    /**
     * A block of messages, and its acknowledgement.
     *
     * @return false if the stream ended before the block was whole
     */
    private boolean take(Endpoint stream, Endpoint acknowledgements, long begin) {
        long after = begin + block;
        for (long expected = begin; expected < after; expected++) {
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
