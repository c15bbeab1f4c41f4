package ipc.transport;

import ipc.posix.PosixException;
import ipc.posix.Socket;
import java.util.function.Consumer;

/** How long a message may be that a Unix-domain socket sends whole: it must fit into {@code SO_SNDBUF}. */
final class UnixPackets {
    /** {@code unix_dgram_sendmsg} in {@code net/unix/af_unix.c}: "if (len > sk->sk_sndbuf - 32)", EMSGSIZE. */
    private static final int BYTES_KEPT = 32;

    private UnixPackets() {
    }

    /** What the kernel gives to whoever asks for enough. */
    static KernelTransport.Limit limit(Socket.Kind kind) {
        try (Socket socket = Socket.open(kind)) {
            reserve(socket, MessageLayout.MAX_SIZE_BYTES);
            int longest = socket.sendBuffer() - BYTES_KEPT;
            return new KernelTransport.Limit(longest - longest % Long.BYTES, "twice net.core.wmem_max, less " + BYTES_KEPT);
        } catch (PosixException e) {
            // Where there is no socket at all, no size is to blame: whoever makes one is told why.
            return new KernelTransport.Limit(MessageLayout.MAX_SIZE_BYTES, "");
        }
    }

    /** Makes room for messages of this length; more than there is already is asked for only where it is needed. */
    static Consumer<Socket> roomFor(Traffic traffic) {
        return socket -> reserve(socket, traffic.sizeBytes());
    }

    private static void reserve(Socket socket, int sizeBytes) {
        if (socket.sendBuffer() - BYTES_KEPT < sizeBytes) {
            // Twice as much is given, so this is enough.
            socket.sendBuffer(sizeBytes);
        }
    }
}
