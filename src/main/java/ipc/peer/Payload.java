package ipc.peer;

import ipc.transport.Endpoint;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * The payload of a message. Every 8-byte word depends on the message's sequence number and on the word's position, so a lost,
 * repeated, torn or stale message is noticed.
 */
public final class Payload {
    /** 2^64 divided by the golden ratio: consecutive multiples differ in every byte (Knuth, TAOCP 6.4). */
    private static final long STEP = 0x9E37_79B9_7F4A_7C15L;

    private Payload() {
    }

    /** Writes the payload for a sequence number into {@link Endpoint#outgoing()}. */
    public static void fill(Endpoint endpoint, long sequence) {
        fill(endpoint, sequence, 0);
    }

    /**
     * Writes the payload from a byte offset on and leaves the bytes before it unchanged.
     *
     * @param from first byte; a multiple of 8
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

    /** Copies the payload of the last received message into the next outgoing one. */
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
     * @param expectedSequence the sequence word that should have arrived
     * @param sequence         the sequence word that arrived
     * @throws IllegalStateException if the sequence or any word is wrong
     */
    public static void verify(Endpoint endpoint, long expectedSequence, long sequence) {
        if (sequence != expectedSequence) {
            throw wrong(expectedSequence, sequence);
        }
        verify(endpoint, sequence, 0);
    }

    private static IllegalStateException wrong(long due, long came) {
        // The last message of a block carries its number negated.
        int order = Long.compare(Math.abs(came), Math.abs(due));
        return new IllegalStateException("expected message " + due + ", received " + came
                + (order < 0 ? ": late or duplicated" : order > 0 ? ": the messages between are missing" : ""));
    }

    /**
     * Checks the message in {@link Endpoint#incoming()} from a byte offset on.
     *
     * @param from first byte; a multiple of 8
     * @throws IllegalStateException if any word is wrong
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
