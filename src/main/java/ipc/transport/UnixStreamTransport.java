package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A Unix-domain stream socket: a connection like TCP's that stays inside the kernel of one machine. One socket serves both
 * directions.
 *
 * <p>Calls: {@code socket}; {@code bind} to a name in the abstract namespace that the kernel chooses, which is not a file;
 * {@code listen}, {@code accept4}, {@code connect}; {@code send}, {@code recv}. A send without room waits in {@code poll} if
 * messages may arrive. The peer proves its identity by a secret. {@code SO_PEERCRED} would not help: it names a process, and the
 * transport does not know the peer's process id.
 *
 * <p>Wake-up: {@code send} copies the message into a buffer, puts it into the receiver's queue and wakes the receiver.
 *
 * <p>Limits: {@code SO_SNDBUF}, by default {@code net.core.wmem_default}, limits unread data. Longer messages go in pieces while
 * the other side reads. A stream does not separate messages; both sides must know their length.
 *
 * <p>Choose it between any two programs of one machine. It works in both directions, reports the other side's end and identity,
 * and can pass file descriptors.
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
