package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * UDP over the loopback interface. What makes it lose messages on a network does not happen here but for one thing: what finds
 * the receiver's buffer full is dropped without a word. So the buffer is made large enough for all that may be under way, or the
 * traffic is refused.
 *
 * <p>Calls: {@code socket}, {@code bind} to ports of 127.0.0.1 that the kernel picks, and {@code connect} on both sides, so that
 * each takes datagrams from the other only; {@code send}, {@code recv}. The peer's first datagram is a secret, by which the fork
 * knows whom to connect to.
 *
 * <p>What wakes the receiver: the {@code send}, whose datagram goes down to the loopback device and up again in the same call, by
 * way of a softirq on the sender's CPU.
 *
 * <p>Limits: 65507 bytes a message, what 16 bits of IPv4's length leave; {@code net.core.rmem_max} for all that is unread. A
 * message that were lost all the same would be missed by the one who waits for it, as silence. There is no end of a connection to
 * be told of: only a datagram to a port that nobody has any more comes back as an error.
 *
 * <p>Choose it where the other side may move to another machine and a late message is worth less than none.
 *
 * <p>Manual: {@code udp(7)}, {@code ip(7)}, {@code socket(7)}.
 */
final class UdpTransport extends KernelTransport {
    /** 65535 less IPv4's header of 20 bytes and UDP's of 8. */
    private static final int LONGEST_BYTES = 65507;
    /**
     * What a datagram takes of a receive buffer, at most: itself and its headers, up to 16 KiB in a block of memory whose size
     * is a power of two, beyond that in pages; and the kernel's book-keeping. {@code SO_MEMINFO} tells how full a buffer is: 832
     * bytes for 64, 8448 for 4096, 66336 for 65504 on Linux 6.18.
     */
    private static final int HEADERS_BYTES = 512;
    private static final int LARGEST_BLOCK_BYTES = 16384;
    private static final int BOOK_KEEPING_BYTES = 1024;
    /** {@code udp_rmem_release} gives up to a quarter of the buffer back late. */
    private static final int USABLE_QUARTERS = 3;

    UdpTransport(boolean spins) {
        super("udp", spins);
    }

    @Override
    String what() {
        return "UDP over loopback (send, recv)";
    }

    @Override
    Limit limit() {
        return new Limit(LONGEST_BYTES / Long.BYTES * Long.BYTES, "a datagram has " + LONGEST_BYTES
                + ", and the sequence word must be aligned");
    }

    @Override
    public Optional<String> unavailable() {
        return SocketWire.unavailable(Socket.Kind.UDP);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return SocketWire.create(this, Socket.Kind.UDP, roomFor(traffic), traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return SocketWire.open(this, Socket.Kind.UDP, roomFor(traffic), handle, traffic, liveness);
    }

    @Override
    public Optional<String> unsupported(Traffic traffic) {
        return super.unsupported(traffic).or(() -> unavailable().isPresent() ? Optional.empty() : unsupportedWindow(traffic));
    }

    private static Optional<String> unsupportedWindow(Traffic traffic) {
        try (Socket socket = Socket.open(Socket.Kind.UDP)) {
            return unsupportedWindow(traffic, reserve(socket, traffic));
        }
    }

    /** @param allowedBytes of a receive buffer */
    static Optional<String> unsupportedWindow(Traffic traffic, long allowedBytes) {
        long needed = neededBytes(traffic);
        return needed <= allowedBytes ? Optional.empty() : Optional.of("udp: " + traffic.window() + " messages of "
                + traffic.sizeBytes() + " bytes under way take a receive buffer of " + needed
                + " bytes, and net.core.rmem_max allows " + allowedBytes + ": what did not fit would be lost");
    }

    /** @throws IllegalStateException with the limit, if the kernel gives less by now than when it was asked first */
    private static Consumer<Socket> roomFor(Traffic traffic) {
        return socket -> unsupportedWindow(traffic, reserve(socket, traffic)).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
    }

    /** Asks for a buffer that is large enough; how large the kernel makes it. */
    private static long reserve(Socket socket, Traffic traffic) {
        long needed = neededBytes(traffic);
        if (socket.receiveBuffer() < needed) {
            // Twice as much is given.
            socket.receiveBuffer((int) Math.min(Integer.MAX_VALUE / 2, needed / 2 + 1));
        }
        return socket.receiveBuffer();
    }

    private static long neededBytes(Traffic traffic) {
        return traffic.window() * bufferedBytes(traffic.sizeBytes()) * 4 / USABLE_QUARTERS;
    }

    private static long bufferedBytes(int sizeBytes) {
        int whole = sizeBytes + HEADERS_BYTES;
        int taken = whole > LARGEST_BLOCK_BYTES ? whole : Integer.highestOneBit(2 * whole - 1);
        return (long) taken + BOOK_KEEPING_BYTES;
    }
}
