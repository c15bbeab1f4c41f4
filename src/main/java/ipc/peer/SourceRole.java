package ipc.peer;

import ipc.posix.MonotonicClock;
import ipc.transport.Endpoint;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sends the published message at intended times, or in a closed loop when it is asked for; on two endpoints, in turn as {@link Alternation} says.
 *
 * <p>The fork's messages are requests: "the slot is empty, send number n". Numbers begin with 1, and the request for number n
 * comes as soon as n - 1 has been read, so usually it waits here already when n falls due. The first request carries the
 * {@link Schedule}.
 */
final class SourceRole extends Role {
    private static final long FIRST_NUMBER = 1;

    private final MonotonicClock clock = new MonotonicClock();

    SourceRole(AtomicLong sent) {
        super(sent);
    }

    @Override
    void play(List<Endpoint> endpoints) {
        Schedule schedule = null;
        for (long number = FIRST_NUMBER;; number++) {
            Endpoint endpoint = endpoints.size() == 1 ? endpoints.get(0) : endpoints.get(Alternation.turn(number - FIRST_NUMBER));
            if (schedule != null && schedule.isPaced()) {
                clock.sleepUntil(schedule.intendedNanos(number - FIRST_NUMBER));
            }
            long requested = endpoint.receive();
            if (requested == STOP) {
                endpoint.send(STOP);
                return;
            }
            if (requested != number) {
                throw new IllegalStateException("message " + requested + " was requested where " + number + " is next");
            }
            if (schedule == null) {
                schedule = Schedule.read(endpoint);
                if (schedule.isPaced()) {
                    clock.sleepUntil(schedule.intendedNanos(0));
                }
            }
            PublishedMessage.write(endpoint, (int) number);
            countOne();
            endpoint.send(number);
        }
    }
}
