package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix-domain socket of sequenced packets. It is connected like a stream, and keeps messages apart like a datagram socket.
 *
 * <p>Calls: those of {@link UnixStreamTransport}; {@code send}, {@code recv}.
 *
 * <p>Wake-up: {@code send} wakes the receiver.
 *
 * <p>Limits: those of {@link UnixDatagramTransport}, since the kernel shares the code. A message must fit {@code SO_SNDBUF},
 * which {@code net.core.wmem_max} limits. {@code net.unix.max_dgram_qlen} messages may be unread.
 *
 * <p>Choose it instead of a stream when programs exchange messages. The socket keeps them apart, and still reports the end of the
 * other side.
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
