package ipc.peer;

/**
 * When the messages of one iteration are due: a fork's {@link MessageSource} makes it, a {@link SourceRole} keeps to it.
 *
 * @param firstNanos  intended time of the first message, on the scale of {@link System#nanoTime()}
 * @param periodNanos from one intended time to the next. 0: all are due at once, and the clock is asked before each all the same,
 *                    as where messages are paced; {@link #CLOSED}: none is due at any time, and nobody asks
 */
public record Schedule(long firstNanos, long periodNanos) {
    /** As a period: a closed loop, in which each message goes out when it is asked for. */
    public static final long CLOSED = -1;
    /** The most messages a second that can be asked for: a period of a microsecond, which no sleep is fine enough for. */
    public static final int MAX_RATE_HZ = 1_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * The period of a rate: exact where it is a whole number of nanoseconds, else the nearest one, which is off by half a
     * nanosecond in each message at most.
     *
     * @param rateHz messages a second, up to {@link #MAX_RATE_HZ}; 0 is {@link #CLOSED}
     */
    public static long periodNanos(int rateHz) {
        if (rateHz < 0 || rateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException("rate " + rateHz + ": 0 to " + MAX_RATE_HZ + " a second are right");
        }
        return rateHz == 0 ? CLOSED : (NANOS_PER_SECOND + rateHz / 2) / rateHz;
    }

    /** Whether messages wait for intended times. */
    public boolean isPaced() {
        return periodNanos >= 0;
    }

    /** The intended time of a message. */
    public long intendedNanos(long index) {
        return firstNanos + index * periodNanos;
    }
}
