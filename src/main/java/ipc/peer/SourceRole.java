package ipc.peer;

import ipc.posix.MonotonicClock;
import ipc.transport.Endpoint;

/**
 * Sends the published message at intended times.
 *
 * <p>The fork's messages are requests: "the slot is empty, send number n". A request for number n comes as soon as n - 1
 * has been read, so usually it waits here already when n falls due. The first request of an iteration carries the
 * {@link Schedule}; {@link #STOP} ends the iteration and is sent back, so that nothing is in flight when the fork goes on.
 */
public final class SourceRole extends Role {
    /** The request that ends an iteration. Message numbers are positive. */
    public static final long STOP = -1;

    private final MonotonicClock clock = new MonotonicClock();

    @Override
    void run(Endpoint endpoint) {
        while (true) {
            long request = endpoint.receive();
            if (request == STOP) {
                // An iteration that ended before its first request.
                endpoint.send(STOP);
            } else {
                runIteration(endpoint, request);
            }
        }
    }

    private void runIteration(Endpoint endpoint, long firstNumber) {
        Schedule schedule = Schedule.read(endpoint);
        long number = firstNumber;
        do {
            clock.sleepUntil(schedule.intendedNanos(number - firstNumber));
            if (number != firstNumber) {
                long requested = endpoint.receive();
                if (requested == STOP) {
                    endpoint.send(STOP);
                    return;
                }
                if (requested != number) {
                    throw new IllegalStateException("message " + requested + " was requested where " + number + " is next");
                }
            }
            PublishedMessage.write(endpoint, (int) number);
            countOne();
            endpoint.send(number);
            number++;
        } while (true);
    }
}
