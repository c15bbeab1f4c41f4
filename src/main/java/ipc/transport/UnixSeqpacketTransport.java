package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix-domain socket of sequenced packets: a connection, as a stream's, on which each message arrives whole, as a datagram.
 *
 * <p>Calls: those of {@link UnixStreamTransport}; {@code send}, {@code recv}.
 *
 * <p>What wakes the receiver: the {@code send}.
 *
 * <p>Limits: those of {@link UnixDatagramTransport}, of whose code in the kernel it is made: a message must fit into
 * {@code SO_SNDBUF}, which {@code net.core.wmem_max} limits; as many as {@code net.unix.max_dgram_qlen} says may lie unread.
 *
 * <p>Choose it in place of the stream where programs exchange messages: nobody has to find out where one ends, and the other
 * side's end is told all the same.
 *
 * <p>Manual: {@code unix(7)}, {@code socket(2)}.
 */
final class UnixSeqpacketTransport extends KernelTransport {
    UnixSeqpacketTransport(boolean spins) {
        super("uds-seqpacket", spins);
    }

    @Override
    String what() {
        return "Unix-domain socket of sequenced packets (send, recv)";
    }

    @Override
    Limit limit() {
        return UnixPackets.limit(Socket.Kind.UNIX_SEQPACKET);
    }

    @Override
    public Optional<String> unavailable() {
        return SocketWire.unavailable(Socket.Kind.UNIX_SEQPACKET);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return SocketWire.create(this, Socket.Kind.UNIX_SEQPACKET, UnixPackets.roomFor(traffic), traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return SocketWire.open(this, Socket.Kind.UNIX_SEQPACKET, UnixPackets.roomFor(traffic), handle, traffic, liveness);
    }
}
