package ipc.peer;

import ipc.posix.MonotonicClock;
import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the published message at intended times, or on request in a closed loop. It uses one transport, or two in the order of
 * {@link Alternation}.
 *
 * <p>Each transport has two endpoints. Messages leave on the first one. The second one receives the fork's requests, which mean
 * "the slot is empty, send number n". The fork sends request n as soon as it has read message n - 1, so the request usually
 * arrives before message n is due. The first request carries the time at which message 1 is due, in place of its number.
 */
final class SourceRole extends Role {
    /** Endpoints per transport: one for messages, one for requests. */
    static final int ENDPOINTS_PER_TRANSPORT = 2;

    private static final long FIRST_NUMBER = 1;

    private final MonotonicClock clock = new MonotonicClock();
    private final long periodNanos;

    /** @param periodNanos as in a {@link Schedule} */
    SourceRole(AtomicLong sent, long periodNanos) {
        super(sent);
        this.periodNanos = periodNanos;
    }

    /** Index of a transport's message endpoint in the link. */
    static int messages(int transport) {
        return ENDPOINTS_PER_TRANSPORT * transport;
    }

    /** Index of a transport's request endpoint in the link. */
    static int requests(int transport) {
        return messages(transport) + 1;
    }

    @Override
    void play(List<Endpoint> endpoints) {
        boolean alone = endpoints.size() == ENDPOINTS_PER_TRANSPORT;
        Schedule schedule = new Schedule(0, Schedule.CLOSED);
        for (long number = FIRST_NUMBER;; number++) {
            int turn = alone ? 0 : Alternation.turn(number - FIRST_NUMBER);
            Endpoint messages = endpoints.get(messages(turn));
            sleepUntilDue(schedule, number);
            long request = endpoints.get(requests(turn)).receive();
            if (request == STOP) {
                messages.send(STOP);
                return;
            }
            if (number == FIRST_NUMBER) {
                schedule = new Schedule(request, periodNanos);
                sleepUntilDue(schedule, number);
            } else if (request != number) {
                throw new IllegalStateException("expected a request for message " + number + ", received one for " + request);
            }
            PublishedMessage.write(messages, (int) number);
            countOne();
            messages.send(number);
        }
    }

    private void sleepUntilDue(Schedule schedule, long number) {
        if (schedule.isPaced()) {
            clock.sleepUntil(schedule.intendedNanos(number - FIRST_NUMBER));
        }
    }
}
