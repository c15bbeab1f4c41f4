package ipc.peer;

/**
 * When the messages of one iteration are due. A fork's {@link MessageSource} creates the schedule and a {@link SourceRole} keeps
 * it.
 *
 * @param firstNanos  intended time of the first message, on the scale of {@link System#nanoTime()}
 * @param periodNanos nanoseconds from one intended time to the next. 0: all messages are due at once, but the sender reads the
 *         clock before each one, as a paced sender does. {@link #CLOSED}: no message has an intended time, and the clock is not
 *         read
 */
public record Schedule(long firstNanos, long periodNanos) {
    /** The period of a closed loop, in which each message is sent when it is requested. */
    public static final long CLOSED = -1;
    /** Highest rate, in messages a second. Its period is 1 µs; no sleep is precise enough for a shorter one. */
    public static final int MAX_RATE_HZ = 1_000_000;

    private static final long NANOS_PER_SECOND = 1_000_000_000;

    /**
     * The period of a rate, rounded to whole nanoseconds. The rounding error is at most half a nanosecond per message.
     *
     * @param rateHz messages a second, 0 to {@link #MAX_RATE_HZ}; 0 is {@link #CLOSED}
     * @throws IllegalArgumentException if the rate is out of range
     */
    public static long periodNanos(int rateHz) {
        if (rateHz < 0 || rateHz > MAX_RATE_HZ) {
            throw new IllegalArgumentException("rate " + rateHz + ": must be 0 to " + MAX_RATE_HZ + " messages a second");
        }
        return rateHz == 0 ? CLOSED : (NANOS_PER_SECOND + rateHz / 2) / rateHz;
    }

    /** Whether messages have intended times. */
    public boolean isPaced() {
        return periodNanos >= 0;
    }

    /**
     * The intended time of a message.
     *
     * @param index of the message, counted from 0
     */
    public long intendedNanos(long index) {
        return firstNanos + index * periodNanos;
    }
}
