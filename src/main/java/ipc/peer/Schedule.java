package ipc.peer;

import ipc.transport.Endpoint;

/**
 * When the messages of one iteration are due: a fork writes it into its first request, a {@link SourceRole} keeps to it.
 *
 * @param firstNanos  intended time of the first message, on the scale of {@link System#nanoTime()}
 * @param periodNanos from one intended time to the next; 0 sends as fast as requests come
 */
public record Schedule(long firstNanos, long periodNanos) {
    private static final int FIRST = 0;
    private static final int PERIOD = 8;

    /** The intended time of a message. */
    public long intendedNanos(long index) {
        return firstNanos + index * periodNanos;
    }

    /** Puts it into the next message. */
    public void write(Endpoint endpoint) {
        endpoint.outgoing().writeLong(FIRST, firstNanos);
        endpoint.outgoing().writeLong(PERIOD, periodNanos);
    }

    static Schedule read(Endpoint endpoint) {
        return new Schedule(endpoint.incoming().readLong(FIRST), endpoint.incoming().readLong(PERIOD));
    }
}
