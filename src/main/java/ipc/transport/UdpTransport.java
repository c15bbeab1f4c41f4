package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * UDP over the loopback interface. On loopback, datagrams are lost in one case only: the kernel silently drops them if the
 * receiver's buffer is full. The buffer is therefore made large enough for all messages in flight; otherwise the traffic is
 * unsupported.
 *
 * <p>Calls: {@code socket}; {@code bind} to ports of 127.0.0.1 that the kernel chooses; {@code connect} on both sides, so that
 * each receives only from the other; {@code send}, {@code recv}. The peer's first datagram is a secret, which tells the fork the
 * peer's address.
 *
 * <p>Wake-up: {@code send} passes the datagram to the loopback device, and a softirq on the sender's CPU delivers it to the
 * receiver within the same call.
 *
 * <p>Limits: 65507 bytes per message, because IPv4's length field has 16 bits. {@code net.core.rmem_max} limits unread data. The
 * waiting side would notice a lost message as silence. There is no connection, so a side is not told when the other side ends.
 * Only a datagram to a closed port returns an error.
 *
 * <p>Choose it if the other side may move to another machine, and if a late message is worse than a lost one.
 *
 * <p>Manual: {@code udp(7)}, {@code ip(7)}, {@code socket(7)}.
 */
final class UdpTransport extends KernelTransport {
    /** 65535 less IPv4's header of 20 bytes and UDP's header of 8 bytes. */
    private static final int LONGEST_BYTES = 65507;
    /**
     * Upper bound for the headers and the kernel's bookkeeping of a datagram in a receive buffer. Data and headers take a power
     * of two up to 16 KiB, and whole pages beyond. {@code SO_MEMINFO} on Linux 6.18 shows 832 bytes for a datagram of 64, 8448
     * for 4096, and 66336 for 65504.
     */
    private static final int HEADERS_BYTES = 512;
    private static final int LARGEST_BLOCK_BYTES = 16384;
    private static final int BOOK_KEEPING_BYTES = 1024;
    /** {@code udp_rmem_release} in the kernel may return up to a quarter of the buffer late. */
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
                + " bytes, and the sequence word must be aligned");
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
                + traffic.sizeBytes() + " bytes in flight need a receive buffer of " + needed
                + " bytes, but net.core.rmem_max allows " + allowedBytes + "; the rest would be lost");
    }

    /** @throws IllegalStateException with the limit, if the kernel now allows less than in the first check */
    private static Consumer<Socket> roomFor(Traffic traffic) {
        return socket -> unsupportedWindow(traffic, reserve(socket, traffic)).ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
    }

    /** Requests a buffer that is large enough, and returns the size that the kernel gives. */
    private static long reserve(Socket socket, Traffic traffic) {
        long needed = neededBytes(traffic);
        if (socket.receiveBuffer() < needed) {
            // The kernel doubles the requested size.
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
