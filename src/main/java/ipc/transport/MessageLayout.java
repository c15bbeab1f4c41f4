package ipc.transport;

import java.util.Optional;

/**
 * The layout of a region that carries messages. It is the same for every kind of memory and every wait strategy.
 *
 * <p>Offsets in bytes:
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
 * <p>The windows to peer and fork are p and f; a window is 0 if that side sends nothing. Message n is in slot n modulo its
 * window. The message size is s and the control size is c. Both are rounded up to 128 bytes, which is two cache lines: x86-64's
 * adjacent-line prefetcher and some AArch64 cores move lines in pairs. So two sequence words are at least 128 bytes apart. The
 * sequence word directly follows its payload. A message of 64 bytes is therefore one cache line, and moves as one.
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
            return Optional.of("size " + sizeBytes + ": must be 8 to " + MAX_SIZE_BYTES
                    + " bytes, a multiple of 8; it includes the 8-byte sequence word");
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
