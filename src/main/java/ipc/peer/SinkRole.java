package ipc.peer;

import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Receives a stream, verifies that every message arrives once, whole and in order, and acknowledges blocks of them:
 * {@link Credit}.
 *
 * <p>The stream uses the first endpoint, acknowledgements use the second. A transport's messages have the same size in both
 * directions, so an acknowledgement on the first endpoint would cost as much as a message. Two endpoints also exclude a deadlock
 * in which both sides wait for room inside the kernel.
 */
final class SinkRole extends Role {
    private final long first;
    private final long block;

    /**
     * @param first number of the first message, at least 1
     * @param block messages per acknowledgement, at least 1
     * @throws IllegalArgumentException if one of them is less than 1
     */
    SinkRole(AtomicLong sent, long first, long block) {
        super(sent);
        if (first < 1 || block < 1) {
            throw new IllegalArgumentException("first message " + first + ", block " + block + ": both must be at least 1");
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
     * Receives one block and acknowledges it.
     *
     * @return false if the stream ended before the block was complete
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
