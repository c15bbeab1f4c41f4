package ipc.peer;

import ipc.transport.Endpoint;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * The 56-byte message of the published measurement: a 32-bit id, eight floats, and a time stamp.
 *
 * <p>A longer message begins with these 56 bytes. The bytes after them are filled and verified like a {@link Payload}.
 */
public final class PublishedMessage {
    /** Length in bytes, without the sequence word. */
    public static final int BYTES = 56;

    /** Byte offset of the id, a 32-bit unsigned integer. */
    private static final int ID = 0;
    /** Byte offset of eight 32-bit floats; value k is id + k. Four unused bytes follow. */
    private static final int VALUES = 4;
    private static final int VALUE_COUNT = 8;
    /** Byte offset of the time stamp's whole seconds, a 64-bit integer on the scale of {@code CLOCK_MONOTONIC}. */
    private static final int SECONDS = 40;
    /** Byte offset of the time stamp's nanoseconds, a 64-bit integer. */
    private static final int NANOS = 48;
    private static final long NANOS_PER_SECOND = 1_000_000_000;

    private PublishedMessage() {
    }

    /**
     * Takes the time stamp, then writes the message into {@link Endpoint#outgoing()}. The published program uses the same order.
     */
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

    /**
     * Reads the time stamp of the message in {@link Endpoint#incoming()}: nanoseconds, on the scale of {@link System#nanoTime()}.
     */
    public static long stampNanos(Endpoint endpoint) {
        BytesStore<?, ?> message = endpoint.incoming();
        return message.readLong(SECONDS) * NANOS_PER_SECOND + message.readLong(NANOS);
    }

    /**
     * Checks the message in {@link Endpoint#incoming()}.
     *
     * @param expectedSequence the sequence word that should have arrived
     * @param sequence         the sequence word that arrived
     * @throws IllegalStateException if the sequence, the id or the content is wrong
     */
    public static void verify(Endpoint endpoint, long expectedSequence, long sequence) {
        BytesStore<?, ?> message = endpoint.incoming();
        int id = message.readInt(ID);
        if (sequence != expectedSequence || id != (int) expectedSequence) {
            throw new IllegalStateException("expected message " + expectedSequence + ", received " + sequence + " with id " + id);
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
