package ipc.transport;

import net.openhft.chronicle.bytes.BytesStore;

/**
 * One side of a transport, which can send and receive messages. All benchmarks and peer roles use only this interface.
 *
 * <p>A message is a payload followed by an 8-byte sequence word. Callers write the payload into {@link #outgoing()} and read it
 * from {@link #incoming()} in place, so no copy is added.
 *
 * <p>Threading: one thread uses an endpoint. No method allocates.
 */
public interface Endpoint extends AutoCloseable {
    /** Length of the sequence word in bytes. */
    int SEQUENCE_BYTES = Long.BYTES;

    /** Length of the payload in bytes: the message size less the sequence word. May be 0. */
    int payloadBytes();

    /**
     * The next message's payload, {@link #payloadBytes()} long. Fill it before {@link #send}. Call this method for every message,
     * because the place may change.
     */
    BytesStore<?, ?> outgoing();

    /** The payload of the last received message. It is valid until the next {@link #send} or {@link #receive}. */
    BytesStore<?, ?> incoming();

    /**
     * Sends the message.
     *
     * @param sequence not 0, and different from the previous ones, as many as may be in flight
     */
    void send(long sequence);

    /**
     * Waits for the next message.
     *
     * @return the sequence that the sender passed
     * @throws IllegalStateException if the other side is gone or has been silent for too long
     */
    long receive();

    /** Releases this side's resources. */
    @Override
    void close();
}
