package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A Unix-domain or IPv4 loopback socket: {@code socket(2)} and its related calls. Closed on exec.
 *
 * <p>{@link #send} and {@link #receive} return the kernel's result: the number of bytes, or the negated error number. They do not
 * allocate.
 *
 * <p>Threading: one thread uses it.
 */
public final class Socket implements AutoCloseable {
    private static final int SOCK_STREAM = 1;
    private static final int SOCK_DGRAM = 2;
    private static final int SOCK_SEQPACKET = 5;
    private static final int SOCK_CLOEXEC = Abi.O_CLOEXEC;
    private static final int AF_UNIX = 1;
    private static final int AF_INET = 2;
    private static final byte[] LOOPBACK = {127, 0, 0, 1};
    static final int SOL_SOCKET = 1;
    private static final int SO_SNDBUF = 7;
    private static final int SO_RCVBUF = 8;
    private static final int IPPROTO_TCP = 6;
    private static final int TCP_NODELAY = 1;
    private static final int MSG_TRUNC = 0x20;
    static final int MSG_DONTWAIT = 0x40;
    private static final int MSG_NOSIGNAL = 0x4000;
    /** At least the size of any {@code struct sockaddr_un} or {@code sockaddr_in}. */
    private static final int LONGEST_ADDRESS_BYTES = 128;
    /**
     * Offset of a name in the abstract namespace. The address family and a 0 byte, which marks the name as abstract, precede it.
     */
    static final int ABSTRACT_NAME_OFFSET = Short.BYTES + 1;
    private static final int ADDRESS_PORT = 2;
    private static final int ADDRESS_HOST = 4;
    private static final int INET_ADDRESS_BYTES = 16;
    private static final int BACKLOG = 16;

    static {
        Native.register(Socket.class, Platform.C_LIBRARY_NAME);
    }

    /** The supported kinds of sockets. */
    public enum Kind {
        UNIX_STREAM(AF_UNIX, SOCK_STREAM, "AF_UNIX, SOCK_STREAM"),
        UNIX_DATAGRAM(AF_UNIX, SOCK_DGRAM, "AF_UNIX, SOCK_DGRAM"),
        UNIX_SEQPACKET(AF_UNIX, SOCK_SEQPACKET, "AF_UNIX, SOCK_SEQPACKET"),
        TCP(AF_INET, SOCK_STREAM, "AF_INET, SOCK_STREAM"),
        UDP(AF_INET, SOCK_DGRAM, "AF_INET, SOCK_DGRAM");

        private final int family;
        private final int type;
        private final String words;

        Kind(int family, int type, String words) {
            this.family = family;
            this.type = type;
            this.words = words;
        }

        /** Whether it is a byte stream, which does not keep messages apart. */
        public boolean isStream() {
            return type == SOCK_STREAM;
        }

        /** Whether one side listens and the other one connects to it. */
        public boolean isConnected() {
            return type != SOCK_DGRAM;
        }
    }

    private final Kind kind;
    private final int fd;
    private final int receiveFlags;
    private final WordArgument address = new WordArgument();
    private final WordArgument length = new WordArgument();
    private boolean closed;

    private Socket(Kind kind, int fd) {
        this.kind = kind;
        this.fd = fd;
        // On a stream, MSG_TRUNC would discard bytes. On datagrams it reports the length of one that was too long.
        this.receiveFlags = kind.isStream() ? 0 : MSG_TRUNC;
    }

    private static native int socket(int family, int type, int protocol);

    private static native int bind(int fd, Pointer address, int length);

    private static native int getsockname(int fd, Pointer address, Pointer length);

    private static native int listen(int fd, int backlog);

    private static native int accept4(int fd, Pointer address, Pointer length, int flags);

    private static native int connect(int fd, Pointer address, int length);

    private static native int setsockopt(int fd, int level, int option, Pointer value, int length);

    private static native int getsockopt(int fd, int level, int option, Pointer value, Pointer length);

    /** The C result is an {@code ssize_t}. The lengths here need only its low 32 bits, also for the next two calls. */
    private static native int send(int fd, Pointer buffer, Pointer length, int flags);

    private static native int recv(int fd, Pointer buffer, Pointer length, int flags);

    private static native int recvfrom(int fd, Pointer buffer, NativeLong length, int flags, Pointer from, Pointer fromLength);

    private static native int close(int fd);

    /** Creates a socket without address and connection. */
    public static Socket open(Kind kind) {
        int fd = socket(kind.family, kind.type | SOCK_CLOEXEC, 0);
        if (fd < 0) {
            int errno = Errno.last();
            throw new PosixException("socket(" + kind.words + ")", errno, switch (Errno.of(errno)) {
                case EPERM, EACCES, ENOSYS -> "forbidden, for example by a sandbox";
                case EAFNOSUPPORT, EPROTONOSUPPORT -> "the kernel was built without it, or a sandbox forbids it";
                case EMFILE -> "`ulimit -n` is the limit";
                default -> "";
            });
        }
        return new Socket(kind, fd);
    }

    /**
     * Binds it to an address that the kernel chooses: a name in the abstract namespace ({@code unix(7)}, autobind), which is not
     * a file, or a port of 127.0.0.1.
     */
    public void bindAnywhere() {
        try (Memory own = new Memory(LONGEST_ADDRESS_BYTES)) {
            own.clear();
            own.setShort(0, (short) kind.family);
            int bytes = Short.BYTES;
            if (kind.family == AF_INET) {
                own.write(ADDRESS_HOST, LOOPBACK, 0, LOOPBACK.length);
                bytes = INET_ADDRESS_BYTES;
            }
            bind(own, bytes, kind.family == AF_INET ? "127.0.0.1:0" : "AF_UNIX");
        }
    }

    /** Binds it to a given address. */
    void bind(byte[] own) {
        try (Memory memory = new Memory(own.length)) {
            memory.write(0, own, 0, own.length);
            bind(memory, own.length, words(own));
        }
    }

    private void bind(Memory own, int bytes, String words) {
        if (bind(fd, own, bytes) != 0) {
            throw failed("bind(" + fd + ", " + words + ")", Errno.last());
        }
    }

    /**
     * {@code struct sockaddr_un} of a name in the abstract namespace. Such a name is not a file, and disappears with its socket.
     */
    static byte[] abstractAddress(String name) {
        return ByteBuffer.allocate(ABSTRACT_NAME_OFFSET + name.length()).order(ByteOrder.nativeOrder()).putShort((short) AF_UNIX)
                .put((byte) 0).put(name.getBytes(StandardCharsets.US_ASCII)).array();
    }

    /** Its own address, as the kernel returns it. */
    public byte[] address() {
        try (Memory own = new Memory(LONGEST_ADDRESS_BYTES); Memory bytes = new Memory(Integer.BYTES)) {
            bytes.setInt(0, LONGEST_ADDRESS_BYTES);
            if (getsockname(fd, own, bytes) != 0) {
                throw failed("getsockname(" + fd + ")", Errno.last());
            }
            return own.getByteArray(0, bytes.getInt(0));
        }
    }

    /** Accepts connections from now on. */
    public void listen() {
        if (listen(fd, BACKLOG) != 0) {
            throw failed("listen(" + fd + ", " + BACKLOG + ")", Errno.last());
        }
    }

    /** The next connection. Empty after the timeout. */
    public Optional<Socket> accept(int timeoutMillis) {
        if (!Poll.awaitIncoming(fd, timeoutMillis)) {
            return Optional.empty();
        }
        int connected = accept4(fd, null, null, SOCK_CLOEXEC);
        if (connected < 0) {
            throw failed("accept4(" + fd + ")", Errno.last());
        }
        return Optional.of(new Socket(kind, connected));
    }

    /** Connects to an address. A datagram socket then sends to and receives from this address only. */
    public void connect(byte[] to) {
        try (Memory other = new Memory(to.length)) {
            other.write(0, to, 0, to.length);
            if (connect(fd, other, to.length) != 0) {
                throw failed("connect(" + fd + ", " + words(to) + ")", Errno.last());
            }
        }
    }

    private String words(byte[] to) {
        if (kind.family == AF_UNIX) {
            int nameBytes = to.length - ABSTRACT_NAME_OFFSET;
            return "\"@" + new String(to, ABSTRACT_NAME_OFFSET, nameBytes, StandardCharsets.US_ASCII) + "\"";
        }
        int port = Byte.toUnsignedInt(to[ADDRESS_PORT]) << Byte.SIZE | Byte.toUnsignedInt(to[ADDRESS_PORT + 1]);
        return "127.0.0.1:" + port;
    }

    /** Sets {@code TCP_NODELAY}: each message is sent at once, without waiting for an earlier acknowledgement. */
    public void noDelay() {
        option(IPPROTO_TCP, "TCP_NODELAY", TCP_NODELAY, 1);
    }

    /**
     * Requests a send buffer of this size. The kernel doubles it for its own bookkeeping, up to a limit set by
     * {@code net.core.wmem_max}.
     */
    public void sendBuffer(int bytes) {
        option(SOL_SOCKET, "SO_SNDBUF", SO_SNDBUF, bytes);
    }

    /** Size of the send buffer, including the kernel's bookkeeping. */
    public int sendBuffer() {
        return option("SO_SNDBUF", SO_SNDBUF);
    }

    /** Requests a receive buffer of this size. The kernel doubles it, up to a limit set by {@code net.core.rmem_max}. */
    public void receiveBuffer(int bytes) {
        option(SOL_SOCKET, "SO_RCVBUF", SO_RCVBUF, bytes);
    }

    /** Size of the receive buffer, including the kernel's bookkeeping. */
    public int receiveBuffer() {
        return option("SO_RCVBUF", SO_RCVBUF);
    }

    private void option(int level, String name, int number, int value) {
        try (Memory memory = new Memory(Integer.BYTES)) {
            memory.setInt(0, value);
            if (setsockopt(fd, level, number, memory, Integer.BYTES) != 0) {
                throw failed("setsockopt(" + fd + ", " + name + ", " + value + ")", Errno.last());
            }
        }
    }

    private int option(String name, int number) {
        try (Memory value = new Memory(Integer.BYTES); Memory bytes = new Memory(Integer.BYTES)) {
            bytes.setInt(0, Integer.BYTES);
            if (getsockopt(fd, SOL_SOCKET, number, value, bytes) != 0) {
                throw failed("getsockopt(" + fd + ", " + name + ")", Errno.last());
            }
            return value.getInt(0);
        }
    }

    /** Its file descriptor. */
    public int number() {
        return fd;
    }

    /**
     * Sends.
     *
     * @param waits whether it waits for room; otherwise it fails with {@code EAGAIN}
     * @return bytes sent, or the negated error number
     */
    public int send(long from, int bytes, boolean waits) {
        int sent = send(fd, address.of(from), length.of(bytes), waits ? MSG_NOSIGNAL : MSG_NOSIGNAL | MSG_DONTWAIT);
        return sent < 0 ? -Errno.last() : sent;
    }

    /**
     * Receives.
     *
     * @param waits whether it waits for the first byte; otherwise it fails with {@code EAGAIN}
     * @return bytes received; more than requested if a datagram was longer; 0 if the other side has closed a connection; or the
     * negated error number
     */
    public int receive(long to, int bytes, boolean waits) {
        int received = recv(fd, address.of(to), length.of(bytes), waits ? receiveFlags : receiveFlags | MSG_DONTWAIT);
        return received < 0 ? -Errno.last() : received;
    }

    /** Sends a few bytes during set-up. */
    public void sendBytes(byte[] bytes) {
        try (Memory memory = new Memory(bytes.length)) {
            memory.write(0, bytes, 0, bytes.length);
            int sent = send(Pointer.nativeValue(memory), bytes.length, true);
            if (sent != bytes.length) {
                throw failed("send(" + fd + ", " + bytes.length + ")", sent < 0 ? -sent : Errno.EAGAIN.number());
            }
        }
    }

    /**
     * A few bytes received during set-up, and their sender.
     *
     * @param bytes at most the requested number; empty after the timeout, or if the sender has no address
     * @param from  the sender's address; empty on a connection
     */
    public record Received(byte[] bytes, byte[] from) {
    }

    /** Receives a few bytes during set-up. */
    public Received receiveBytes(int atMost, int timeoutMillis) {
        if (!Poll.awaitIncoming(fd, timeoutMillis)) {
            return new Received(new byte[0], new byte[0]);
        }
        try (Memory memory = new Memory(atMost);
                Memory from = new Memory(LONGEST_ADDRESS_BYTES);
                Memory fromBytes = new Memory(Integer.BYTES)) {
            fromBytes.setInt(0, LONGEST_ADDRESS_BYTES);
            int received = recvfrom(fd, memory, new NativeLong(atMost), MSG_DONTWAIT, from, fromBytes);
            return received < 0 ? new Received(new byte[0], new byte[0])
                    : new Received(memory.getByteArray(0, received), from.getByteArray(0, fromBytes.getInt(0)));
        }
    }

    /** Drops all pending datagrams of any sender. */
    public void drain() {
        try (Memory memory = new Memory(1)) {
            int received;
            do {
                received = receive(Pointer.nativeValue(memory), 1, false);
            } while (received >= 0);
        }
    }

    private static PosixException failed(String call, int errno) {
        return new PosixException(call, errno, switch (Errno.of(errno)) {
            case EADDRNOTAVAIL, ENETUNREACH -> "the loopback interface is down; `ip address show lo` shows it";
            case EMFILE -> "`ulimit -n` is the limit";
            case ECONNREFUSED -> "the listener has accepted another connection or is gone";
            default -> "";
        });
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            if (close(fd) != 0) {
                throw new PosixException("close(" + fd + ")", Errno.last());
            }
        }
    }
}
