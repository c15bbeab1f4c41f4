package ipc.transport;

/**
 * What a transport is to carry.
 *
 * @param sizeBytes of every message, sequence word included
 * @param window    how many messages one side may have sent that the other has not received yet, in each direction; at least 1
 */
public record Traffic(int sizeBytes, int window) {
    /** @throws IllegalArgumentException if the window is less than 1 */
    public Traffic {
        if (window < 1) {
            throw new IllegalArgumentException("window " + window + ": at least one message must be allowed to be under way");
        }
    }

    /** Messages that are exchanged one by one: the next is sent when the one before has been answered. */
    public static Traffic oneByOne(int sizeBytes) {
        return new Traffic(sizeBytes, 1);
    }

    int payloadBytes() {
        return sizeBytes - Endpoint.SEQUENCE_BYTES;
    }
}
