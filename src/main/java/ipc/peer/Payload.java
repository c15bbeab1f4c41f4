package ipc.peer;

import ipc.transport.Endpoint;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * The payload of a round trip: every 8-byte word of it depends on the message's sequence and on the word's place, so that
 * a lost, repeated, torn or stale message shows.
 */
public final class Payload {
    /** 2^64 divided by the golden ratio: consecutive multiples differ in every byte (Knuth, TAOCP 6.4). */
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private Payload() {
    }

    /** Writes the payload that goes with a sequence into {@link Endpoint#outgoing()}. */
    public static void fill(Endpoint endpoint, long sequence) {
        fill(endpoint, sequence, 0);
    }

    /**
     * Likewise from a byte on, whatever stands before it.
     *
     * @param from a multiple of 8
     */
    static void fill(Endpoint endpoint, long sequence, int from) {
        BytesStore<?, ?> payload = endpoint.outgoing();
        int length = endpoint.payloadBytes();
        long word = sequence;
        for (int offset = from; offset < length; offset += Long.BYTES) {
            word += STEP;
            payload.writeLong(offset, word);
        }
    }

    /** Copies the payload of the message received last into the next one. */
    static void copy(Endpoint endpoint) {
        BytesStore<?, ?> from = endpoint.incoming();
        BytesStore<?, ?> to = endpoint.outgoing();
        int length = endpoint.payloadBytes();
        for (int offset = 0; offset < length; offset += Long.BYTES) {
            to.writeLong(offset, from.readLong(offset));
        }
    }

    /**
     * Checks the message in {@link Endpoint#incoming()}.
     *
     * @throws IllegalStateException if the sequence or any word is not what it must be
     */
    public static void verify(Endpoint endpoint, long expectedSequence, long sequence) {
        if (sequence != expectedSequence) {
            throw wrong(expectedSequence, sequence);
        }
        verify(endpoint, sequence, 0);
    }

    private static IllegalStateException wrong(long due, long came) {
        // A block's last word is its number negated.
        int order = Long.compare(Math.abs(came), Math.abs(due));
        return new IllegalStateException("message " + due + " was due, " + came + " came"
                + (order < 0 ? ": late, or a second time" : order > 0 ? ": what is between is missing" : ""));
    }

    /**
     * Checks the message in {@link Endpoint#incoming()} from a byte on.
     *
     * @param from a multiple of 8
     */
    static void verify(Endpoint endpoint, long sequence, int from) {
        BytesStore<?, ?> payload = endpoint.incoming();
        int length = endpoint.payloadBytes();
        long word = sequence;
        for (int offset = from; offset < length; offset += Long.BYTES) {
            word += STEP;
            if (payload.readLong(offset) != word) {
                throw new IllegalStateException("message " + sequence + " is damaged: the word at byte " + offset + " is "
                        + Long.toHexString(payload.readLong(offset)) + ", not " + Long.toHexString(word));
            }
        }
    }
}
