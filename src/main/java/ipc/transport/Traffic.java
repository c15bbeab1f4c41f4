package ipc.transport;

/**
 * The messages that a transport has to carry. A window is the largest number of messages that one side may have in flight, that
 * is, sent but not received. A side with a window of 0 sends nothing, and its direction is not created.
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
                    + ": must allow at least one message in flight");
        }
    }

    /** The same window in both directions. */
    public Traffic(int sizeBytes, int window) {
        this(sizeBytes, window, window);
    }

    /** Traffic with one message in flight: the next one is sent after the reply to the previous one. */
    public static Traffic oneByOne(int sizeBytes) {
        return new Traffic(sizeBytes, 1);
    }

    /** Messages from the fork only. */
    public static Traffic toPeer(int sizeBytes, int window) {
        return new Traffic(sizeBytes, window, 0);
    }

    /** Messages from the peer only. */
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

    /** The number of directions in use. */
    int directions() {
        return isOneWay() ? 1 : 2;
    }

    /** Whether one side only sends and the other only receives. */
    boolean isOneWay() {
        return windowToPeer == 0 || windowToFork == 0;
    }

    int payloadBytes() {
        return sizeBytes - Endpoint.SEQUENCE_BYTES;
    }
}
