package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.NativeLong;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;
import java.security.SecureRandom;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;

/**
 * File-descriptor passing: a datagram socket that receives a file descriptor from another process by {@code SCM_RIGHTS}
 * ({@code unix(7)}). Its address is in the abstract namespace, so there is no file, and the address disappears with the socket.
 *
 * <p>Any process that finds the address can send to it. Every message must therefore begin with the socket's secret, which both
 * processes know from their shared memory.
 *
 * <p>{@code pidfd_getfd(2)} would need fewer calls. But it needs Linux 5.6 and the right to trace the other process.
 * {@code kernel.yama.ptrace_scope} and the usual container filters deny that right.
 */
public final class FdPassing implements AutoCloseable {
    /** Length of the socket's address in bytes: its name, then its secret. */
    public static final int ADDRESS_BYTES = 32;

    private static final int NAME_BYTES = 16;
    private static final int SECRET_BYTES = ADDRESS_BYTES - NAME_BYTES;
    private static final String NAME_PREFIX = "ipc-roundtrip-";
    /** The name is written in hexadecimal, two digits per byte. */
    private static final int SOCKET_ADDRESS_BYTES = Socket.ABSTRACT_NAME_OFFSET + NAME_PREFIX.length() + 2 * NAME_BYTES;
    private static final int SCM_RIGHTS = 1;
    private static final int MSG_CMSG_CLOEXEC = 0x4000_0000;

    static {
        Native.register(FdPassing.class, Platform.C_LIBRARY_NAME);
    }

    private final byte[] address;
    private final Socket socket;

    private FdPassing(byte[] address, Socket socket) {
        this.address = address;
        this.socket = socket;
    }

    private static native NativeLong sendmsg(int socket, Pointer message, int flags);

    private static native NativeLong recvmsg(int socket, Pointer message, int flags);

    /** Creates a socket at an unguessable address. */
    public static FdPassing create() {
        byte[] address = new byte[ADDRESS_BYTES];
        new SecureRandom().nextBytes(address);
        Socket socket = Socket.open(Socket.Kind.UNIX_DATAGRAM);
        try {
            socket.bind(Socket.abstractAddress(name(address)));
        } catch (PosixException e) {
            socket.close();
            throw e;
        }
        return new FdPassing(address, socket);
    }

    /** The reason why this machine has none. Empty if it has, or if only a limit is reached. */
    public static Optional<String> unavailable() {
        try {
            create().close();
            return Optional.empty();
        } catch (PosixException e) {
            return switch (e.errno()) {
                case ENOSYS, EPERM, EACCES, EAFNOSUPPORT -> Optional.of(e.getMessage());
                default -> Optional.empty();
            };
        }
    }

    private static String name(byte[] address) {
        return NAME_PREFIX + HexFormat.of().formatHex(address, 0, NAME_BYTES);
    }

    /** The address that a sender needs, {@link #ADDRESS_BYTES} long. */
    public byte[] address() {
        return address.clone();
    }

    /** Sends a file descriptor to a socket's address. It stays open in this process. */
    public static void send(byte[] address, int fd) {
        try (Socket socket = Socket.open(Socket.Kind.UNIX_DATAGRAM)) {
            RightsMessage message = new RightsMessage();
            message.write(address, fd);
            if (sendmsg(socket.number(), message.message, Socket.MSG_DONTWAIT).longValue() < 0) {
                int errno = Errno.last();
                throw new PosixException("sendmsg(" + socket.number() + ", \"@" + name(address) + "\", SCM_RIGHTS " + fd + ")",
                        errno);
            }
        }
    }

    /**
     * Receives the file descriptor as this process's own, closed on exec. It does not wait: the sender must have sent it before.
     *
     * @throws PosixException if there is no message with the secret
     */
    public int receive() {
        while (true) {
            RightsMessage message = new RightsMessage();
            if (recvmsg(socket.number(), message.message, MSG_CMSG_CLOEXEC | Socket.MSG_DONTWAIT).longValue() < 0) {
                int errno = Errno.last();
                throw new PosixException("recvmsg(" + socket.number() + ")", errno, "the other side has sent no file descriptor");
            }
            int fd = message.fd();
            if (fd >= 0) {
                if (message.beginsWithTheSecretOf(address)) {
                    return fd;
                }
                FileMapping.closeDescriptor(fd);
            }
        }
    }

    /** Closes the socket. Later calls have no effect. */
    @Override
    public void close() {
        socket.close();
    }

    /**
     * {@code struct msghdr} with everything it points to, in one block of memory: a {@code struct iovec}, a
     * {@code struct cmsghdr} with a file descriptor, the secret, a {@code struct sockaddr_un}.
     */
    private static final class RightsMessage {
        private static final int BUFFER_OFFSET = Layout.MSGHDR.bytes();
        private static final int CONTROL_OFFSET = BUFFER_OFFSET + Layout.IOVEC.bytes();
        private static final int LEVEL = CONTROL_OFFSET + Layout.CMSG_LEVEL.bytes();
        private static final int TYPE = CONTROL_OFFSET + Layout.CMSG_TYPE.bytes();
        private static final int DESCRIPTOR = CONTROL_OFFSET + Layout.CMSG_DATA.bytes();
        private static final int CONTROL_BYTES = Layout.CMSG_SPACE_OF_INT.bytes();
        private static final int TEXT_OFFSET = CONTROL_OFFSET + CONTROL_BYTES;
        private static final int ADDRESS_OFFSET = TEXT_OFFSET + SECRET_BYTES;

        private final Memory message = new Memory(ADDRESS_OFFSET + SOCKET_ADDRESS_BYTES);

        RightsMessage() {
            message.clear();
            message.setPointer(Layout.MSG_IOV.bytes(), message.share(BUFFER_OFFSET));
            Abi.setWord(message, Layout.MSG_IOVLEN.bytes(), 1);
            message.setPointer(BUFFER_OFFSET, message.share(TEXT_OFFSET));
            Abi.setWord(message, BUFFER_OFFSET + Layout.IOV_LEN.bytes(), SECRET_BYTES);
            message.setPointer(Layout.MSG_CONTROL.bytes(), message.share(CONTROL_OFFSET));
            Abi.setWord(message, Layout.MSG_CONTROLLEN.bytes(), CONTROL_BYTES);
        }

        void write(byte[] address, int fd) {
            message.write(TEXT_OFFSET, address, NAME_BYTES, SECRET_BYTES);
            Abi.setWord(message, CONTROL_OFFSET, Layout.CMSG_LEN_OF_INT.bytes());
            message.setInt(LEVEL, Socket.SOL_SOCKET);
            message.setInt(TYPE, SCM_RIGHTS);
            message.setInt(DESCRIPTOR, fd);
            byte[] to = Socket.abstractAddress(name(address));
            message.write(ADDRESS_OFFSET, to, 0, to.length);
            message.setPointer(0, message.share(ADDRESS_OFFSET));
            message.setInt(Layout.MSG_NAMELEN.bytes(), to.length);
        }

        boolean beginsWithTheSecretOf(byte[] address) {
            return Arrays.equals(message.getByteArray(TEXT_OFFSET, SECRET_BYTES), 0, SECRET_BYTES, address, NAME_BYTES,
                    ADDRESS_BYTES);
        }

        /** The file descriptor in the message, or -1 if there is none. */
        int fd() {
            return message.getInt(LEVEL) == Socket.SOL_SOCKET && message.getInt(TYPE) == SCM_RIGHTS
                    ? message.getInt(DESCRIPTOR) : -1;
        }
    }
}
