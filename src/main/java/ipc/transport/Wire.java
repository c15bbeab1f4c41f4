package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.Poll;

/**
 * What carries messages through the kernel, as one side has it: each method is one call, whose result is what the kernel
 * returned, bytes moved or the error number negated. {@link WireEndpoint} makes messages of it.
 */
interface Wire extends AutoCloseable {
    /** The result of a call that would have had to wait. */
    int WOULD_WAIT = -Errno.EAGAIN.number();

    /** Sends, all of it or a part. */
    int send(long from, int bytes);

    /** Receives, all of it or a part; 0 if nobody is left to send. */
    int receive(long to, int bytes);

    /** Receives without waiting; where there is something, as {@link #awaitRoom} has found, no call waits. */
    default int receiveNow(long to, int bytes) {
        return receive(to, bytes);
    }

    /**
     * Waits until there is room to send; may say so, or that there is something to receive, to have it tried.
     *
     * @param alsoIncoming whether a message to receive ends it, too
     */
    Poll.Found awaitRoom(boolean alsoIncoming, int timeoutMillis);

    /** What {@link #send} calls, with its arguments. */
    String sendCall(int bytes);

    /** What {@link #receive} calls, with its arguments. */
    String receiveCall(int bytes);

    /**
     * Writes what it needs before every message, once: there are {@link WireEndpoint#MOST_HEADER_BYTES} for it.
     *
     * @param from where every message will begin
     */
    default void prepareToSend(long from) {
        // Most need none.
    }

    /** Whether it keeps no messages apart: bytes come in pieces as it happens. */
    boolean isStream();

    @Override
    void close();
}
