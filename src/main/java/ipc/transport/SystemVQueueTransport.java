package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.Poll;
import ipc.posix.SystemVMessageQueue;
import ipc.transport.WireEndpoint.Waiting;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * Two System V message queues, one per direction. Messages arrive whole, and a receiver may select them by type. All messages
 * here have the same type.
 *
 * <p>Calls: {@code msgget} with a random key, 0600; {@code msgsnd}, {@code msgrcv}, with {@code IPC_NOWAIT} if they must not
 * wait; {@code msgctl} with {@code IPC_RMID}. The peer finds a queue by its id. A queue outlives its users, so the
 * run's cleanup ledger names both queues, and the launcher removes them after a crash.
 *
 * <p>Wake-up: {@code msgsnd} passes the message to a waiting receiver directly, without queueing it.
 *
 * <p>Limits: {@code kernel.msgmax} bytes per message (default 8192); {@code kernel.msgmnb} bytes per queue (default 16384), then
 * a send waits. A queue is not a file, so {@code poll} cannot wait for it. While a send has no room and messages may arrive, this
 * side checks both queues every 50 µs. A side is not told when the other side ends.
 *
 * <p>Choose it for existing code that uses it.
 *
 * <p>Manual: {@code sysvipc(7)}, {@code msgget(2)}, {@code msgop(2)}.
 */
final class SystemVQueueTransport extends KernelTransport {
    private static final String SEPARATOR = ",";

    SystemVQueueTransport(boolean spins) {
        super("sysv-mq", spins);
    }

    @Override
    String what() {
        return "System V message queue (msgsnd, msgrcv)";
    }

    @Override
    Limit limit() {
        return new Limit(SystemVMessageQueue.largestMessageBytes(), SystemVMessageQueue.largestMessageReason());
    }

    @Override
    public Optional<String> unavailable() {
        return SystemVMessageQueue.unavailable();
    }

    @Override
    public Created create(Traffic traffic, Path directory, Liveness liveness) {
        requireCarried(traffic);
        SystemVMessageQueue there = SystemVMessageQueue.create();
        SystemVMessageQueue back;
        try {
            back = SystemVMessageQueue.create();
        } catch (RuntimeException e) {
            there.close();
            throw e;
        }
        try {
            return new Created(endpoint(new QueueWire(there, back, waiting(traffic)), traffic, liveness),
                    back.id() + SEPARATOR + there.id());
        } catch (RuntimeException | OutOfMemoryError e) {
            there.close();
            back.close();
            throw e;
        }
    }

    @Override
    public Endpoint open(String handle, Traffic traffic, Liveness liveness) {
        String[] ids = handle.split(SEPARATOR, 2);
        return endpoint(new QueueWire(SystemVMessageQueue.at(Integer.parseInt(ids[0])),
                SystemVMessageQueue.at(Integer.parseInt(ids[1])), waiting(traffic)), traffic, liveness);
    }

    private static final class QueueWire implements Wire {
        private static final long NANOS_BETWEEN_LOOKS = 50_000;

        private final SystemVMessageQueue sending;
        private final SystemVMessageQueue receiving;
        private final boolean sendWaits;
        private final boolean receiveWaits;
        private long waitsSince;

        QueueWire(SystemVMessageQueue sending, SystemVMessageQueue receiving, Waiting waiting) {
            this.sending = sending;
            this.receiving = receiving;
            this.sendWaits = waiting.sendWaits();
            this.receiveWaits = waiting.receiveWaits();
        }

        @Override
        public void prepareToSend(long from) {
            SystemVMessageQueue.writeType(from - SystemVMessageQueue.TYPE_BYTES);
        }

        @Override
        public int send(long from, int bytes) {
            int result = sending.send(from - SystemVMessageQueue.TYPE_BYTES, bytes, sendWaits);
            return result > 0 ? result : meaning(result);
        }

        @Override
        public int receive(long to, int bytes) {
            return receive(to, bytes, receiveWaits);
        }

        @Override
        public int receiveNow(long to, int bytes) {
            return receive(to, bytes, false);
        }

        private int receive(long to, int bytes, boolean waits) {
            int result = receiving.receive(to - SystemVMessageQueue.TYPE_BYTES, bytes, waits);
            return result > 0 ? result : meaning(result);
        }

        /** Treats a removed queue alike, whether or not the caller was waiting when it was removed. */
        private static int meaning(int result) {
            return switch (Errno.of(-result)) {
                case ENOMSG -> WOULD_WAIT;
                case EINVAL -> -Errno.EIDRM.number();
                default -> result;
            };
        }

        @Override
        public Poll.Found awaitRoom(boolean alsoIncoming, int timeoutMillis) {
            long now = System.nanoTime();
            if (now - waitsSince > TimeUnit.MILLISECONDS.toNanos(timeoutMillis)) {
                waitsSince = now;
                return Poll.Found.NOTHING;
            }
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
            return alsoIncoming ? Poll.Found.INCOMING : Poll.Found.ROOM;
        }

        @Override
        public String sendCall(int bytes) {
            return "msgsnd(" + sending.id() + ", " + bytes + " bytes)";
        }

        @Override
        public String receiveCall(int bytes) {
            return "msgrcv(" + receiving.id() + ", " + bytes + " bytes)";
        }

        @Override
        public boolean isStream() {
            return false;
        }

        @Override
        public void close() {
            sending.close();
            receiving.close();
        }
    }
}
