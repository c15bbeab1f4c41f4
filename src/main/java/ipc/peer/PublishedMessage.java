package ipc.peer;

import ipc.transport.Endpoint;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * The message of the published measurement, 56 bytes: a 32-bit id, eight floats, and a time stamp of seconds and
 * nanoseconds.
 *
 * <pre>
 *   0   uint32     id
 *   4   float[8]   value k is id + k
 *   36  (padding)
 *   40  int64      time stamp, whole seconds of CLOCK_MONOTONIC
 *   48  int64      time stamp, nanoseconds
 * </pre>
 *
 * <p>A longer message begins with it; what follows is filled and verified as a {@link Payload} is.
 */
public final class PublishedMessage {
    /** Its length. */
    public static final int BYTES = 56;

    private static final int ID = 0;
    private static final int VALUES = 4;
    private static final int VALUE_COUNT = 8;
    private static final int SECONDS = 40;
    private static final int NANOS = 48;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private PublishedMessage() {
    }

    /** Stamps and writes the message into {@link Endpoint#outgoing()}: the stamp is taken first, as published. */
    static void write(Endpoint endpoint, int id) {
        long stamp = System.nanoTime();
        BytesStore<?, ?> message = endpoint.outgoing();
        message.writeInt(ID, id);
        for (int k = 0; k < VALUE_COUNT; k++) {
            message.writeFloat(VALUES + (long) k * Float.BYTES, (float) id + k);
        }
        message.writeLong(SECONDS, stamp / NANOS_PER_SECOND);
        message.writeLong(NANOS, stamp % NANOS_PER_SECOND);
        Payload.fill(endpoint, id, BYTES);
    }

    /** The time stamp of the message in {@link Endpoint#incoming()}, on the scale of {@link System#nanoTime()}. */
    public static long stampNanos(Endpoint endpoint) {
        BytesStore<?, ?> message = endpoint.incoming();
        return message.readLong(SECONDS) * NANOS_PER_SECOND + message.readLong(NANOS);
    }

    /**
     * Checks the message in {@link Endpoint#incoming()}.
     *
     * @throws IllegalStateException if a message is missing or its content is not what it must be
     */
    public static void verify(Endpoint endpoint, long expectedSequence, long sequence) {
        BytesStore<?, ?> message = endpoint.incoming();
        int id = message.readInt(ID);
        if (sequence != expectedSequence || id != (int) expectedSequence) {
            throw new IllegalStateException("message " + expectedSequence + " was due, " + sequence + " came, with id " + id);
        }
        for (int k = 0; k < VALUE_COUNT; k++) {
            float value = message.readFloat(VALUES + (long) k * Float.BYTES);
            if (value != (float) id + k) {
                throw new IllegalStateException("message " + sequence + " is damaged: value " + k + " is " + value);
            }
        }
        Payload.verify(endpoint, id, BYTES);
    }
}
