package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix-domain stream socket: a connection, as TCP's, that never leaves the kernel of this machine. Both directions go through
 * one socket.
 *
 * <p>Calls: {@code socket}, {@code bind} to a name that the kernel picks in the abstract namespace, which is no file,
 * {@code listen}, {@code accept4}, {@code connect}; {@code send}, {@code recv}. While a send has no room and messages may come
 * the other way, {@code poll}. The peer shows who it is by a secret, which says more than {@code SO_PEERCRED} does: that names a
 * process, and the transport does not know the peer's.
 *
 * <p>What wakes the receiver: the {@code send}, which copies the message into a buffer and puts it into the receiver's queue.
 *
 * <p>Limits: {@code SO_SNDBUF}, by default {@code net.core.wmem_default}, is how much may lie there unread; a longer message
 * goes in pieces, while the other side reads. Nothing keeps messages apart but that both sides know their length.
 *
 * <p>Choose it between any two programs of one machine: it works in both directions, tells each side of the other's end and of
 * who it is, and can hand over file descriptors.
 *
 * <p>Manual: {@code unix(7)}, {@code socket(7)}.
 */
final class UnixStreamTransport extends KernelTransport {
    UnixStreamTransport(boolean spins) {
        super("uds-stream", spins);
    }

    @Override
    String what() {
        return "Unix-domain stream socket (send, recv)";
    }

    @Override
    public Optional<String> unavailable() {
        return SocketWire.unavailable(Socket.Kind.UNIX_STREAM);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return SocketWire.create(this, Socket.Kind.UNIX_STREAM, socket -> {}, traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return SocketWire.open(this, Socket.Kind.UNIX_STREAM, socket -> {}, handle, traffic, liveness);
    }
}
