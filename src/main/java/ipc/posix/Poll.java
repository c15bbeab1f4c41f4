package ipc.posix;

import com.sun.jna.Memory;
import com.sun.jna.Native;
import com.sun.jna.Platform;
import com.sun.jna.Pointer;

/** Waits for room to send or data to receive: {@code poll(2)}. One thread uses it. */
public final class Poll implements AutoCloseable {
    private static final int SEND = 0;
    private static final int RECEIVE = 1;
    /** Size of {@code struct pollfd}: a file descriptor, requested events, returned events. */
    private static final int ENTRY_BYTES = 8;
    private static final int EVENTS = 4;
    private static final int HAPPENED = 6;
    private static final short POLLIN = 1;
    private static final short POLLOUT = 4;

    static {
        Native.register(Poll.class, Platform.C_LIBRARY_NAME);
    }

    private final Memory entries = new Memory(2L * ENTRY_BYTES);
    private final WordArgument one = new WordArgument().of(1);
    private final WordArgument two = new WordArgument().of(2);

    /** @param sending and receiving are file descriptors, and may be the same */
    public Poll(int sending, int receiving) {
        entry(SEND, sending, POLLOUT);
        entry(RECEIVE, receiving, POLLIN);
    }

    private void entry(int index, int fd, short events) {
        entries.setInt((long) index * ENTRY_BYTES, fd);
        entries.setShort((long) index * ENTRY_BYTES + EVENTS, events);
        entries.setShort((long) index * ENTRY_BYTES + HAPPENED, (short) 0);
    }

    private static native int poll(Pointer entries, Pointer count, int timeoutMillis);

    /** The result of {@link #await}. */
    public enum Found {
        /** The time is up, or a signal arrived. */
        NOTHING,
        /** Data can be received, or the other side has closed. */
        INCOMING,
        /** Data can be sent. */
        ROOM
    }

    /**
     * Waits.
     *
     * @param alsoIncoming whether received data also ends the wait
     */
    public Found await(boolean alsoIncoming, int timeoutMillis) {
        int ready = poll(entries, alsoIncoming ? two : one, timeoutMillis);
        if (ready < 0 && Errno.last() != Errno.EINTR.number()) {
            throw new PosixException("poll(" + (alsoIncoming ? 2 : 1) + ", " + timeoutMillis + ")", Errno.last());
        }
        if (ready <= 0) {
            return Found.NOTHING;
        }
        return alsoIncoming && entries.getShort(ENTRY_BYTES + HAPPENED) != 0 ? Found.INCOMING : Found.ROOM;
    }

    /** Waits until data can be received. Returns false after the timeout. */
    static boolean awaitIncoming(int fd, int timeoutMillis) {
        try (Poll poll = new Poll(fd, fd)) {
            poll.entry(SEND, fd, POLLIN);
            return poll.await(false, timeoutMillis) == Found.ROOM;
        }
    }

    @Override
    public void close() {
        entries.close();
    }
}
