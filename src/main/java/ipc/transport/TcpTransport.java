package ipc.transport;

import ipc.posix.Socket;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A TCP connection over the loopback interface, with {@code TCP_NODELAY}: what programs use that may be on two machines one day.
 *
 * <p>Calls: {@code socket}, {@code bind} to a port of 127.0.0.1 that the kernel picks, {@code listen}, {@code accept4},
 * {@code connect}; {@code send}, {@code recv}. While a send has no room and messages may come the other way, {@code poll}.
 * Anybody on this machine can connect to the port; so the peer shows who it is by a secret, and others are turned away.
 *
 * <p>What wakes the receiver: the {@code send}, whose segment goes down to the loopback device and up again in the same call, by
 * way of a softirq on the sender's CPU. Without {@code TCP_NODELAY} a small message would wait for the one before to be
 * acknowledged, up to 40 ms (Nagle's algorithm and delayed acknowledgements).
 *
 * <p>Limits: {@code net.ipv4.tcp_wmem} and {@code tcp_rmem} are how much may lie unread; a longer message goes in pieces, while
 * the other side reads. Nothing keeps messages apart but that both sides know their length.
 *
 * <p>Choose it where the other side may move to another machine, and pay for a protocol whose loss, reordering and congestion do
 * not happen here.
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
