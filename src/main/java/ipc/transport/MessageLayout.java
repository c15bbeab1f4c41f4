package ipc.transport;

import java.util.Optional;

/**
 * Where everything lies in a region that carries messages: the same for every kind of memory and every wait strategy.
 *
 * <pre>
 *   0            magic word
 *   8            claim word: 0, then the peer's process id
 *   128          slot of messages from fork to peer:   payload, then the sequence word
 *   128 + s      slot of messages from peer to fork
 *   128 + 2s     the wait strategy's control bytes, fork to peer
 *   128 + 2s + c the wait strategy's control bytes, peer to fork
 * </pre>
 *
 * <p>s is the message's size and c the control's, each rounded up to 128: two cache lines, because x86-64's adjacent-line
 * prefetcher and some AArch64 cores move lines in pairs. So the two sequence words are at least 128 bytes apart. The
 * sequence word follows its payload directly: a message of 64 bytes is one cache line, and crosses as one.
 *
 * @param sizeBytes    of a message, sequence word included
 * @param controlBytes of the wait strategy, per direction
 */
record MessageLayout(int sizeBytes, int controlBytes) {
    /** "ipcrt" and the layout's version. */
    static final long MAGIC = 0x6970_6372_7400_0001L;
    static final int MAGIC_OFFSET = 0;
    static final int CLAIM_OFFSET = 8;
    static final int MAX_SIZE_BYTES = 1 << 20;

    private static final int LINE_PAIR_BYTES = 128;

    static Optional<String> refusesSize(int sizeBytes) {
        if (sizeBytes < Endpoint.SEQUENCE_BYTES || sizeBytes > MAX_SIZE_BYTES || sizeBytes % Long.BYTES != 0) {
            return Optional.of("size " + sizeBytes + ": a message is 8 to " + MAX_SIZE_BYTES
                    + " bytes long, a multiple of 8, its 8-byte sequence word included");
        }
        return Optional.empty();
    }

    int payloadBytes() {
        return sizeBytes - Endpoint.SEQUENCE_BYTES;
    }

    int payloadOffset(Direction direction) {
        return LINE_PAIR_BYTES + direction.ordinal() * roundUp(sizeBytes);
    }

    int sequenceOffset(Direction direction) {
        return payloadOffset(direction) + payloadBytes();
    }

    int controlOffset(Direction direction) {
        return LINE_PAIR_BYTES + 2 * roundUp(sizeBytes) + direction.ordinal() * roundUp(controlBytes);
    }

    int regionBytes() {
        return LINE_PAIR_BYTES + 2 * roundUp(sizeBytes) + 2 * roundUp(controlBytes);
    }

    private static int roundUp(int bytes) {
        return (bytes + LINE_PAIR_BYTES - 1) / LINE_PAIR_BYTES * LINE_PAIR_BYTES;
    }

    enum Direction {
        FORK_TO_PEER,
        PEER_TO_FORK
    }
}
