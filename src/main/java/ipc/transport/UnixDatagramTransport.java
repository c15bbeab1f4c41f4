package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Unix-domain datagram sockets: each message arrives whole, none is lost and none overtakes another; that is more than UDP says.
 *
 * <p>Calls: {@code socket}, {@code bind} to names that the kernel picks in the abstract namespace, which are no files, and
 * {@code connect} on both sides, so that each takes datagrams from the other only; {@code send}, {@code recv}. The peer's first
 * datagram is a secret, by which the fork knows whom to connect to. While a send has no room and messages may come the other way,
 * {@code poll}.
 *
 * <p>What wakes the receiver: the {@code send}.
 *
 * <p>Limits: a message must fit into {@code SO_SNDBUF}, which {@code net.core.wmem_max} limits; as many as
 * {@code net.unix.max_dgram_qlen} says, usually 10, may lie unread, then a send waits. There is no end of a connection to be
 * told of: only a send to somebody who is gone fails.
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
