package ipc.transport;

import ipc.posix.Poll;
import ipc.posix.Socket;
import ipc.transport.WireEndpoint.Waiting;
import ipc.wait.Liveness;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One side of a socket, and the way in which the two sides find each other. The fork binds a socket to an address that the kernel
 * chooses. The handle tells the peer this address and 128 random bits. The peer sends these bits first. No other process knows
 * them, so a stranger that connects first does no harm.
 */
final class SocketWire implements Wire {
    private static final String SEPARATOR = ":";
    private static final int SECRET_BYTES = 16;
    /** The peer has sent its secret before the fork looks. A sender that is silent for longer is not the peer. */
    private static final int SECRET_TIMEOUT_MILLIS = 200;
    private static final long NANOS_FOR_THE_PEER = TimeUnit.SECONDS.toNanos(5);

    private final boolean sendWaits;
    private final boolean receiveWaits;
    private final boolean stream;
    private Socket socket;
    private Poll poll;

    private SocketWire(Socket socket, Waiting waiting, boolean stream) {
        this.sendWaits = waiting.sendWaits();
        this.receiveWaits = waiting.receiveWaits();
        this.stream = stream;
        use(socket);
    }

    /** Creates the fork's side. It is complete after the peer has opened its own. */
    static Transport.Created create(KernelTransport transport, Socket.Kind kind, Consumer<Socket> tune, Traffic traffic,
            Liveness liveness) {
        transport.requireCarried(traffic);
        Socket socket = Socket.open(kind);
        try {
            tune.accept(socket);
            socket.bindAnywhere();
            if (kind.isConnected()) {
                socket.listen();
            }
            byte[] secret = newSecret();
            String handle = HexFormat.of().formatHex(socket.address()) + SEPARATOR + HexFormat.of().formatHex(secret);
            SocketWire wire = new SocketWire(socket, transport.waiting(traffic), kind.isStream());
            return new Transport.Created(transport.endpoint(wire, traffic, liveness), handle,
                    kind.isConnected() ? () -> wire.accept(secret, tune) : () -> wire.acceptDatagrams(secret));
        } catch (RuntimeException | OutOfMemoryError e) {
            socket.close();
            throw e;
        }
    }

    /** Creates the peer's side. */
    static Endpoint open(KernelTransport transport, Socket.Kind kind, Consumer<Socket> tune, String handle, Traffic traffic,
            Liveness liveness) {
        transport.requireCarried(traffic);
        String[] words = handle.split(SEPARATOR, 2);
        Socket socket = Socket.open(kind);
        try {
            tune.accept(socket);
            if (!kind.isConnected()) {
                // The fork replies to the address that it received from.
                socket.bindAnywhere();
            }
            socket.connect(HexFormat.of().parseHex(words[0]));
            if (!kind.isConnected()) {
                socket.drain();
            }
            socket.sendBytes(HexFormat.of().parseHex(words[1]));
            return transport.endpoint(new SocketWire(socket, transport.waiting(traffic), kind.isStream()), traffic, liveness);
        } catch (RuntimeException | OutOfMemoryError e) {
            socket.close();
            throw e;
        }
    }

    /** The reason why this machine has no such sockets, or cannot connect two of them. */
    static Optional<String> unavailable(Socket.Kind kind) {
        return KernelTransport.unavailableIfRefused(() -> {
            try (Socket one = Socket.open(kind); Socket other = Socket.open(kind)) {
                one.bindAnywhere();
                if (kind.isConnected()) {
                    one.listen();
                }
                other.connect(one.address());
                if (!kind.isConnected()) {
                    other.sendBytes(new byte[1]);
                }
            }
        });
    }

    private static byte[] newSecret() {
        byte[] secret = new byte[SECRET_BYTES];
        new SecureRandom().nextBytes(secret);
        return secret;
    }

    /** Replaces the listening socket by the peer's connection. Later connections are refused. */
    private void accept(byte[] secret, Consumer<Socket> tune) {
        Socket listener = socket;
        for (long start = System.nanoTime(); System.nanoTime() - start < NANOS_FOR_THE_PEER;) {
            Optional<Socket> connected = listener.accept(SECRET_TIMEOUT_MILLIS);
            if (connected.isPresent()) {
                if (isPeer(secret, connected.get().receiveBytes(SECRET_BYTES, SECRET_TIMEOUT_MILLIS))) {
                    use(connected.get());
                    listener.close();
                    tune.accept(socket);
                    return;
                }
                connected.get().close();
            }
        }
        throw new IllegalStateException("no connection presented the secret");
    }

    /** Connects to the peer, so that only its datagrams are received. */
    private void acceptDatagrams(byte[] secret) {
        for (long start = System.nanoTime(); System.nanoTime() - start < NANOS_FOR_THE_PEER;) {
            Socket.Received received = socket.receiveBytes(SECRET_BYTES, SECRET_TIMEOUT_MILLIS);
            if (isPeer(secret, received)) {
                socket.connect(received.from());
                // The peer has sent nothing else yet, so datagrams that arrived meanwhile are from strangers.
                socket.drain();
                return;
            }
        }
        throw new IllegalStateException("no datagram contained the secret");
    }

    private static boolean isPeer(byte[] secret, Socket.Received received) {
        return MessageDigest.isEqual(secret, received.bytes());
    }

    private void use(Socket used) {
        if (poll != null) {
            poll.close();
        }
        socket = used;
        poll = new Poll(used.number(), used.number());
    }

    @Override
    public int send(long from, int bytes) {
        return socket.send(from, bytes, sendWaits);
    }

    @Override
    public int receive(long to, int bytes) {
        return socket.receive(to, bytes, receiveWaits);
    }

    @Override
    public Poll.Found awaitRoom(boolean alsoIncoming, int timeoutMillis) {
        return poll.await(alsoIncoming, timeoutMillis);
    }

    @Override
    public String sendCall(int bytes) {
        return "send(" + socket.number() + ", " + bytes + " bytes)";
    }

    @Override
    public String receiveCall(int bytes) {
        return "recv(" + socket.number() + ", " + bytes + " bytes)";
    }

    @Override
    public boolean isStream() {
        return stream;
    }

    @Override
    public void close() {
        socket.close();
        poll.close();
    }
}
