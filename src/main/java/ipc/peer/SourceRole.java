package ipc.peer;

import ipc.posix.MonotonicClock;
import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the published message at intended times, or in a closed loop when it is asked for; through one transport or two, in turn
 * as {@link Alternation} says.
 *
 * <p>Each transport has two endpoints: messages go out on the first, the fork's requests come on the second, which say "the slot
 * is empty, send number n". Numbers begin with 1, and the request for number n comes as soon as n - 1 has been read, so usually
 * it waits here already when n falls due. In place of its number the first request bears the time at which message 1 is due.
 */
final class SourceRole extends Role {
    /** Of each transport. */
    static final int ENDPOINTS_PER_TRANSPORT = 2;

    private static final long FIRST_NUMBER = 1;

    private final MonotonicClock clock = new MonotonicClock();
    private final long periodNanos;

    /** @param periodNanos as in a {@link Schedule} */
    SourceRole(AtomicLong sent, long periodNanos) {
        super(sent);
        this.periodNanos = periodNanos;
    }

    /** Where a transport's messages go out, among a link's endpoints. */
    static int messages(int transport) {
        return ENDPOINTS_PER_TRANSPORT * transport;
    }

    /** Where the requests for them come. */
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
                throw new IllegalStateException("message " + request + " was requested where " + number + " is next");
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
