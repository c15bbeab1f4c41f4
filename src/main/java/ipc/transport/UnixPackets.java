package ipc.transport;

import ipc.posix.PosixException;
import ipc.posix.Socket;
import java.util.function.Consumer;

/** The longest message that a Unix-domain socket sends whole. It must fit {@code SO_SNDBUF}. */
final class UnixPackets {
    /** Source: {@code unix_dgram_sendmsg} in {@code net/unix/af_unix.c}: "if (len > sk->sk_sndbuf - 32)", EMSGSIZE. */
    private static final int BYTES_KEPT = 32;

    private UnixPackets() {
    }

    /** Requests the largest buffer and derives the limit from the size that the kernel gives. */
    static KernelTransport.Limit limit(Socket.Kind kind) {
        try (Socket socket = Socket.open(kind)) {
            reserve(socket, MessageLayout.MAX_SIZE_BYTES);
            int longest = socket.sendBuffer() - BYTES_KEPT;
            return new KernelTransport.Limit(longest - longest % Long.BYTES, "twice net.core.wmem_max, less " + BYTES_KEPT);
        } catch (PosixException e) {
            // Without any socket there is no size limit to report. Creating one reports the reason.
            return new KernelTransport.Limit(MessageLayout.MAX_SIZE_BYTES, "");
        }
    }

    /** Enlarges the send buffer for messages of this length, if it is too small. */
    static Consumer<Socket> roomFor(Traffic traffic) {
        return socket -> reserve(socket, traffic.sizeBytes());
    }

    private static void reserve(Socket socket, int sizeBytes) {
        if (socket.sendBuffer() - BYTES_KEPT < sizeBytes) {
            // The kernel doubles the requested size, so this is enough.
            socket.sendBuffer(sizeBytes);
        }
    }
}
