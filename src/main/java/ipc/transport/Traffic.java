package ipc.transport;

/**
 * What a transport is to carry. A window is how many messages one side may have sent that the other has not received yet; where
 * it is 0 that side sends none, and nothing is made for that direction.
 *
 * @param sizeBytes    of every message, sequence word included
 * @param windowToPeer of messages from fork to peer
 * @param windowToFork of messages from peer to fork
 */
public record Traffic(int sizeBytes, int windowToPeer, int windowToFork) {
    /** @throws IllegalArgumentException if a window is less than 0, or both are 0 */
    public Traffic {
        if (Math.min(windowToPeer, windowToFork) < 0 || windowToPeer + windowToFork == 0) {
            throw new IllegalArgumentException("window " + Math.min(windowToPeer, windowToFork)
                    + ": at least one message must be allowed to be under way");
        }
    }

    /** The same window in both directions. */
    public Traffic(int sizeBytes, int window) {
        this(sizeBytes, window, window);
    }

    /** Messages that are exchanged one by one: the next is sent when the one before has been answered. */
    public static Traffic oneByOne(int sizeBytes) {
        return new Traffic(sizeBytes, 1);
    }

    /** Messages from the fork alone. */
    public static Traffic toPeer(int sizeBytes, int window) {
        return new Traffic(sizeBytes, window, 0);
    }

    /** Messages from the peer alone. */
    public static Traffic toFork(int sizeBytes, int window) {
        return new Traffic(sizeBytes, 0, window);
    }

    /** The larger window. */
    public int window() {
        return Math.max(windowToPeer, windowToFork);
    }

    int window(MessageLayout.Direction direction) {
        return direction == MessageLayout.Direction.FORK_TO_PEER ? windowToPeer : windowToFork;
    }

    /** How many directions are in use. */
    int directions() {
        return isOneWay() ? 1 : 2;
    }

    /** Whether one side only sends, and the other only receives. */
    boolean isOneWay() {
        return windowToPeer == 0 || windowToFork == 0;
    }

    int payloadBytes() {
        return sizeBytes - Endpoint.SEQUENCE_BYTES;
    }
}
