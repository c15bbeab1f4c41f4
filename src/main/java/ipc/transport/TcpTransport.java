package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A TCP connection over the loopback interface, with {@code TCP_NODELAY}. Programs use it if they may run on two machines later.
 *
 * <p>Calls: {@code socket}, {@code bind} to a port of 127.0.0.1 that the kernel chooses, {@code listen}, {@code accept4},
 * {@code connect}; {@code send}, {@code recv}. A send without room waits in {@code poll} if messages may arrive. Any process of
 * the machine can connect to the port. The peer therefore proves its identity by a secret; other connections are closed.
 *
 * <p>Wake-up: {@code send} passes the segment to the loopback device, and a softirq on the sender's CPU delivers it to the
 * receiver within the same call. Without {@code TCP_NODELAY}, a small message could wait up to 40 ms for an acknowledgement
 * (Nagle's algorithm and delayed acknowledgements).
 *
 * <p>Limits: {@code net.ipv4.tcp_wmem} and {@code tcp_rmem} limit unread data. Longer messages go in pieces while the other side
 * reads. A stream does not separate messages; both sides must know their length.
 *
 * <p>Choose it if the other side may move to another machine. You then pay for the handling of loss, reordering and congestion,
 * which do not occur on loopback.
 *
 * <p>Manual: {@code tcp(7)}, {@code ip(7)}, {@code socket(7)}.
 */
final class TcpTransport extends KernelTransport {
    TcpTransport(boolean spins) {
        super("tcp", spins);
    }

    @Override
    String what() {
        return "TCP over loopback, TCP_NODELAY (send, recv)";
    }

    @Override
    public Optional<String> unavailable() {
        return SocketWire.unavailable(Socket.Kind.TCP);
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        return SocketWire.create(this, Socket.Kind.TCP, Socket::noDelay, traffic, liveness);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        return SocketWire.open(this, Socket.Kind.TCP, Socket::noDelay, handle, traffic, liveness);
    }
}
