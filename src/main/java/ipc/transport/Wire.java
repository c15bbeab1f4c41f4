package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.Poll;

/**
 * One side of a mechanism that carries bytes through the kernel. Each method is one system call. It returns the kernel's result:
 * the number of bytes, or the negated error number. {@link WireEndpoint} builds messages on it.
 */
interface Wire extends AutoCloseable {
    /** The result of a call that would have to wait. */
    int WOULD_WAIT = -Errno.EAGAIN.number();

    /** Sends all of it or a part. */
    int send(long from, int bytes);

    /** Receives all of it or a part; 0 if no sender is left. */
    int receive(long to, int bytes);

    /** Receives without waiting. The default may call {@link #receive}, because {@link #awaitRoom} has found data. */
    default int receiveNow(long to, int bytes) {
        return receive(to, bytes);
    }

    /**
     * Waits until there is room to send. It may also return early, so the caller must try.
     *
     * @param alsoIncoming whether a message to receive also ends the wait
     */
    Poll.Found awaitRoom(boolean alsoIncoming, int timeoutMillis);

    /** The call of {@link #send} with its arguments, for messages. */
    String sendCall(int bytes);

    /** The call of {@link #receive} with its arguments, for messages. */
    String receiveCall(int bytes);

    /**
     * Writes the header that the mechanism needs before every message, once. It may have {@link WireEndpoint#MOST_HEADER_BYTES}
     * bytes.
     *
     * @param from start of every message
     */
    default void prepareToSend(long from) {
        // Most mechanisms have no header.
    }

    /** Whether it is a byte stream, which does not keep messages apart. */
    boolean isStream();

    @Override
    void close();
}
