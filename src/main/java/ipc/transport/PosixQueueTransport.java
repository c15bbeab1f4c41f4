package ipc.transport;

import ipc.posix.Poll;
import ipc.posix.PosixMessageQueue;
import ipc.transport.WireEndpoint.Waiting;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Two POSIX message queues, one per direction. Messages arrive whole, by priority. All messages here have the same priority.
 *
 * <p>Calls: {@code mq_open} with an unguessable name, {@code O_CREAT|O_EXCL}, 0600; {@code mq_unlink} at once; {@code mq_send},
 * {@code mq_receive}. A send without room waits in {@code poll} if messages may arrive. On Linux a queue is a file. The peer
 * opens it through {@code /proc/PID/fd/N} and needs no name. The queue disappears with its last descriptor, however the processes
 * end. A process killed between the first two calls leaves an empty queue; no order of the calls avoids this.
 *
 * <p>Wake-up: {@code mq_send} passes the message to a waiting receiver directly, without queueing it.
 *
 * <p>Limits: {@code fs.mqueue.msgsize_max} bytes per message (default 8192); {@code fs.mqueue.msg_max} messages per queue
 * (default 10), then a send waits; {@code ulimit -q} bytes for all queues of a user. A side is not told when the other side ends.
 *
 * <p>Choose it when messages have priorities, or must wait for a receiver that does not run yet.
 *
 * <p>Manual: {@code mq_overview(7)}, {@code mq_open(3)}.
 */
final class PosixQueueTransport extends KernelTransport {
    private static final String SEPARATOR = ",";
    private static final int SOME_BYTES = 64;

    PosixQueueTransport(boolean spins) {
        super("posix-mq", spins);
    }

    @Override
    String what() {
        return "POSIX message queue (mq_send, mq_receive)";
    }

    @Override
    Limit limit() {
        return new Limit(PosixMessageQueue.largestMessageBytes(), "fs.mqueue.msgsize_max");
    }

    @Override
    public Optional<String> unavailable() {
        return unavailableIfRefused(() -> PosixMessageQueue.create(1, SOME_BYTES, true, true).close());
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        requireCarried(traffic);
        Waiting waiting = waiting(traffic);
        PosixMessageQueue there = create(traffic, traffic.windowToPeer(), true, waiting.sendWaits());
        PosixMessageQueue back;
        try {
            back = create(traffic, traffic.windowToFork(), false, waiting.receiveWaits());
        } catch (RuntimeException e) {
            there.close();
            throw e;
        }
        try {
            return new Created(endpoint(new QueueWire(there, back), traffic, liveness), back.path() + SEPARATOR + there.path());
        } catch (RuntimeException | OutOfMemoryError e) {
            there.close();
            back.close();
            throw e;
        }
    }

    /** Creates a queue with a place per message in flight, if the system allows that many. A queue needs at least one place. */
    private static PosixMessageQueue create(Traffic traffic, int window, boolean toSend, boolean waits) {
        int places = Math.min(Math.max(1, window), PosixMessageQueue.mostMessages());
        return PosixMessageQueue.create(places, traffic.sizeBytes(), toSend, waits);
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        Waiting waiting = waiting(traffic);
        String[] paths = handle.split(SEPARATOR, 2);
        PosixMessageQueue there = PosixMessageQueue.open(paths[0], true, waiting.sendWaits());
        PosixMessageQueue back;
        try {
            back = PosixMessageQueue.open(paths[1], false, waiting.receiveWaits());
        } catch (RuntimeException e) {
            there.close();
            throw e;
        }
        return endpoint(new QueueWire(there, back), traffic, liveness);
    }

    private static final class QueueWire implements Wire {
        private final PosixMessageQueue sending;
        private final PosixMessageQueue receiving;
        private final Poll poll;

        QueueWire(PosixMessageQueue sending, PosixMessageQueue receiving) {
            this.sending = sending;
            this.receiving = receiving;
            this.poll = new Poll(sending.number(), receiving.number());
        }

        @Override
        public int send(long from, int bytes) {
            return sending.send(from, bytes);
        }

        @Override
        public int receive(long to, int bytes) {
            return receiving.receive(to, bytes);
        }

        @Override
        public Poll.Found awaitRoom(boolean alsoIncoming, int timeoutMillis) {
            return poll.await(alsoIncoming, timeoutMillis);
        }

        @Override
        public String sendCall(int bytes) {
            return "mq_send(" + sending.number() + ", " + bytes + " bytes)";
        }

        @Override
        public String receiveCall(int bytes) {
            return "mq_receive(" + receiving.number() + ", " + bytes + " bytes)";
        }

        @Override
        public boolean isStream() {
            return false;
        }

        @Override
        public void close() {
            sending.close();
            receiving.close();
            poll.close();
        }
    }
}
