package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Unix-domain datagram sockets. Unlike with UDP, each message arrives whole, in order, and none is lost.
 *
 * <p>Calls: socket; bind to abstract names that the kernel chooses, which are not files; connect on both sides, so that each
 * receives only from the other; send, recv. The peer's first datagram is a secret, which tells the fork the peer's address. A
 * send without room waits in {@code poll} if messages may arrive.
 *
 * <p>Wake-up: {@code send} wakes the receiver.
 *
 * <p>Limits: a message must fit {@code SO_SNDBUF}, which {@code net.core.wmem_max} limits. {@code net.unix.max_dgram_qlen}
 * messages, usually 10, may be unread; then a send waits. There is no connection, so a side is not told when the other side ends.
 * Only a send to a closed socket fails.
 *
 * <p>Choose it for messages from many senders to one receiver, as {@code syslog} does.
 *
 * <p>Manual: {@code unix(7)}, {@code socket(7)}.
 */
final class UnixDatagramTransport extends KernelTransport {
    UnixDatagramTransport(boolean spins) {
        super("uds-datagram", spins);
    }

    @Override
    String what() {
        return "Unix-domain datagram socket (send, recv)";
    }

    @Override
    Limit limit() {
        return UnixPackets.limit(Socket.Kind.UNIX_DATAGRAM);
    }

    @Override
    public Optional<String> unavailable() {
        return SocketWire.unavailable(Socket.Kind.UNIX_DATAGRAM);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return SocketWire.create(this, Socket.Kind.UNIX_DATAGRAM, UnixPackets.roomFor(traffic), traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return SocketWire.open(this, Socket.Kind.UNIX_DATAGRAM, UnixPackets.roomFor(traffic), handle, traffic, liveness);
    }
}
