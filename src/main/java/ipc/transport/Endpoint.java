package ipc.transport;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * One side of a transport: it can send a message and receive one. Everything measured is written against this.
 *
 * <p>A message is a payload followed by a sequence word of 8 bytes. The payload is written into {@link #outgoing()} and
 * read from {@link #incoming()} in place, so that a transport without a copy shows none. Used by one thread; nothing here
 * allocates or takes a lock of ours.
 */
public interface Endpoint extends AutoCloseable {
    /** The sequence word's length. */
    int SEQUENCE_BYTES = Long.BYTES;

    /** Length of the payload: the message's size less the sequence word; may be 0. */
    int payloadBytes();

    /**
     * The payload of the next message, to be written before {@link #send}; {@link #payloadBytes()} long. Ask anew for every
     * message: the next one may lie elsewhere.
     */
    BytesStore<?, ?> outgoing();

    /** The payload of the message received last, valid until the next {@link #send} or {@link #receive}. */
    BytesStore<?, ?> incoming();

    /**
     * Sends the message.
     *
     * @param sequence different from the ones sent before, as many of them as may be under way, and not 0
     */
    void send(long sequence);

    /**
     * Waits for the next message.
     *
     * @return its sequence, as the sender gave it
     * @throws IllegalStateException if the other side is gone or has been silent for too long
     */
    long receive();

    /** Gives back what this side holds. */
    @Override
    void close();
}
