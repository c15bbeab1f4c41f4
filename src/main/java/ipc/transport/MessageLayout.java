package ipc.transport;

import java.util.Optional;

/**
 * Where everything lies in a region that carries messages: the same for every kind of memory and every wait strategy.
 *
 * <pre>
 *   0            magic word
 *   8            claim word: 0, then the peer's process id
 *   128                   p slots of messages from fork to peer:   payload, then the sequence word
 *   128 + p s             f slots of messages from peer to fork
 *   128 + (p + f) s       the wait strategy's control bytes for each slot, fork to peer
 *   128 + (p + f) s + p c the wait strategy's control bytes for each slot, peer to fork
 * </pre>
 *
 * <p>p and f are the windows to peer and fork, 0 where a side sends nothing: message n lies in slot n modulo its window. s is the
 * message's size and c the control's, each rounded up to 128: two cache lines, because x86-64's adjacent-line prefetcher and some
 * AArch64 cores move lines in pairs. So two sequence words are at least 128 bytes apart. The sequence word follows its payload
 * directly: a message of 64 bytes is one cache line, and crosses as one.
 *
 * @param traffic      size and windows of the messages
 * @param controlBytes of the wait strategy, per slot
 */
record MessageLayout(Traffic traffic, int controlBytes) {
    /** "ipcrt" and the layout's version. */
    static final long MAGIC = 0x6970_6372_7400_0001L;
    static final int MAGIC_OFFSET = 0;
    static final int CLAIM_OFFSET = 8;
    static final int MAX_SIZE_BYTES = 1 << 20;

    private static final int LINE_PAIR_BYTES = 128;

    static Optional<String> unsupportedSize(int sizeBytes) {
        if (sizeBytes < Endpoint.SEQUENCE_BYTES || sizeBytes > MAX_SIZE_BYTES || sizeBytes % Long.BYTES != 0) {
            return Optional.of("size " + sizeBytes + ": a message is 8 to " + MAX_SIZE_BYTES
                    + " bytes long, a multiple of 8, its 8-byte sequence word included");
        }
        return Optional.empty();
    }

    int window(Direction direction) {
        return traffic.window(direction);
    }

    int payloadBytes() {
        return traffic.payloadBytes();
    }

    long payloadOffset(Direction direction, int slot) {
        return LINE_PAIR_BYTES + place(direction, slot) * roundUp(traffic.sizeBytes());
    }

    long sequenceOffset(Direction direction, int slot) {
        return payloadOffset(direction, slot) + payloadBytes();
    }

    long controlOffset(Direction direction, int slot) {
        return controlsOffset() + place(direction, slot) * roundUp(controlBytes);
    }

    long regionBytes() {
        return controlsOffset() + slots() * roundUp(controlBytes);
    }

    private long controlsOffset() {
        return LINE_PAIR_BYTES + slots() * roundUp(traffic.sizeBytes());
    }

    private long slots() {
        return (long) traffic.windowToPeer() + traffic.windowToFork();
    }

    private long place(Direction direction, int slot) {
        return direction == Direction.FORK_TO_PEER ? slot : (long) traffic.windowToPeer() + slot;
    }

    private static long roundUp(int bytes) {
        return (long) (bytes + LINE_PAIR_BYTES - 1) / LINE_PAIR_BYTES * LINE_PAIR_BYTES;
    }

    enum Direction {
        FORK_TO_PEER,
        PEER_TO_FORK
    }
}
