package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.IntervalSignal;
import ipc.posix.NativeBuffer;
import ipc.posix.Poll;
import ipc.posix.PosixException;
import ipc.region.SharedRegion;
import ipc.wait.Liveness;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.LongStream;
import net.openhft.chronicle.bytes.BytesStore;

/**
 * One side of a transport through the kernel. A message, payload then sequence word, is in memory of this process. Usually one
 * call sends or receives it whole; otherwise more calls follow.
 *
 * <p>Blocking: the call itself waits. {@link IntervalSignal} interrupts it now and then to check the other side, at no cost per
 * message. Spinning: the calls never wait, and are repeated.
 *
 * <p>If both sides may have several messages in flight, a blocking send without room waits in {@code poll(2)} and receives
 * messages meanwhile. So two senders never block each other.
 */
final class WireEndpoint implements Endpoint {
    /** Bytes reserved before each message for a mechanism's header. */
    static final int MOST_HEADER_BYTES = 64;

    private static final int LINE_PAIR_BYTES = 128;
    private static final int MILLIS_BETWEEN_CHECKS = 500;
    /** Each spin is a system call: 20 to 60 ms in all on the machines that we measured. */
    private static final int SPINS_BETWEEN_CHECKS = 1 << 16;
    /** After a process has closed its files, it takes a moment until it is gone. */
    private static final long PEER_DEATH_NANOS = TimeUnit.SECONDS.toNanos(2);
    private static final long NANOS_BETWEEN_LOOKS = TimeUnit.MILLISECONDS.toNanos(5);

    private final Wire wire;
    private final Waiting waiting;
    private final Liveness liveness;
    private final IntervalSignal interruption = new IntervalSignal(TimeUnit.MILLISECONDS.toNanos(MILLIS_BETWEEN_CHECKS));
    private final int sizeBytes;
    private final NativeBuffer memory;
    private final long outgoingAddress;
    private final BytesStore<?, ?> outgoing;
    private final BytesStore<?, ?> outgoingSequence;
    private final long[] incomingAddresses;
    private final BytesStore<?, ?>[] incoming;
    private final BytesStore<?, ?>[] incomingSequences;
    /** Bytes received so far of the current message. */
    private int partial;
    /** Number of messages received while a send had no room, and the index of the first one. */
    private int takenIn;
    private int first;
    /** Index of the last received message. */
    private int current;
    private boolean closed;

    /** The ways in which a side waits. */
    enum Waiting {
        /** All calls wait. */
        BLOCKING,
        /** Only the receiving call waits. A send without room must still be able to receive messages. */
        BLOCKING_TO_RECEIVE,
        /** No call waits. */
        SPINNING;

        static Waiting of(boolean spins, Traffic traffic) {
            if (spins) {
                return SPINNING;
            }
            return traffic.window() == 1 || traffic.isOneWay() ? BLOCKING : BLOCKING_TO_RECEIVE;
        }

        boolean sendWaits() {
            return this == BLOCKING;
        }

        boolean receiveWaits() {
            return this != SPINNING;
        }
    }

    WireEndpoint(Wire wire, Waiting waiting, Traffic traffic, Liveness liveness) {
        this.wire = wire;
        this.waiting = waiting;
        this.liveness = liveness;
        this.sizeBytes = traffic.sizeBytes();
        // In one-way traffic no side both sends and receives, so one place is enough.
        int places = traffic.isOneWay() ? 1 : traffic.window();
        long stride = (LINE_PAIR_BYTES + (long) sizeBytes + LINE_PAIR_BYTES - 1) / LINE_PAIR_BYTES * LINE_PAIR_BYTES;
        this.memory = new NativeBuffer((1 + places) * stride);
        // The header ends where the message begins, which is the start of a cache line.
        this.outgoingAddress = memory.address() + LINE_PAIR_BYTES;
        this.incomingAddresses = LongStream.rangeClosed(1, places).map(place -> outgoingAddress + place * stride).toArray();
        this.outgoing = payload(outgoingAddress);
        this.outgoingSequence = sequence(outgoingAddress);
        this.incoming = LongStream.of(incomingAddresses).mapToObj(this::payload).toArray(BytesStore<?, ?>[]::new);
        this.incomingSequences = LongStream.of(incomingAddresses).mapToObj(this::sequence).toArray(BytesStore<?, ?>[]::new);
        wire.prepareToSend(outgoingAddress);
    }

    private BytesStore<?, ?> payload(long address) {
        return SharedRegion.view(address, payloadBytes());
    }

    private BytesStore<?, ?> sequence(long address) {
        return SharedRegion.view(address + payloadBytes(), SEQUENCE_BYTES);
    }

    @Override
    public int payloadBytes() {
        return sizeBytes - SEQUENCE_BYTES;
    }

    @Override
    public BytesStore<?, ?> outgoing() {
        return outgoing;
    }

    @Override
    public BytesStore<?, ?> incoming() {
        return incoming[current];
    }

    @Override
    public void send(long sequence) {
        if (waiting == Waiting.BLOCKING) {
            interruption.aimAtThisThread();
        }
        outgoingSequence.writeLong(0, sequence);
        int result = wire.send(outgoingAddress, sizeBytes);
        if (result != sizeBytes) {
            sendTheRest(result);
        }
    }

    @Override
    public long receive() {
        if (takenIn > 0) {
            current = first;
            first = first + 1 == incoming.length ? 0 : first + 1;
            takenIn--;
        } else {
            if (waiting != Waiting.SPINNING) {
                interruption.aimAtThisThread();
            }
            current = first;
            int result = wire.receive(incomingAddresses[current] + partial, sizeBytes - partial);
            if (result != sizeBytes - partial) {
                receiveTheRest(result);
            }
            partial = 0;
        }
        return incomingSequences[current].readLong(0);
    }

    private void sendTheRest(int firstResult) {
        int result = firstResult;
        int sent = 0;
        long since = 0;
        int spins = SPINS_BETWEEN_CHECKS;
        while (true) {
            if (result > 0) {
                sent += result;
                since = 0;
                if (sent == sizeBytes) {
                    return;
                }
            } else if (result == -Errno.EINTR.number()) {
                since = ask(since);
            } else if (result != Wire.WOULD_WAIT) {
                throw failed(wire.sendCall(sizeBytes - sent), result);
            } else if (waiting == Waiting.SPINNING) {
                takeIn();
                Thread.onSpinWait();
                if (--spins == 0) {
                    spins = SPINS_BETWEEN_CHECKS;
                    since = ask(since);
                }
            } else {
                Poll.Found found = wire.awaitRoom(takenIn < incoming.length, MILLIS_BETWEEN_CHECKS);
                if (found == Poll.Found.INCOMING) {
                    takeIn();
                } else if (found == Poll.Found.NOTHING) {
                    since = ask(since);
                }
            }
            result = wire.send(outgoingAddress + sent, sizeBytes - sent);
        }
    }

    /** Receives available bytes, for {@link #receive} to return later. */
    private void takeIn() {
        if (incoming.length == 1 || takenIn == incoming.length) {
            return;
        }
        int place = (first + takenIn) % incoming.length;
        int result = wire.receiveNow(incomingAddresses[place] + partial, sizeBytes - partial);
        if (result > 0) {
            addPart(result);
            if (partial == sizeBytes) {
                partial = 0;
                takenIn++;
            }
        } else if (result != Wire.WOULD_WAIT && result != -Errno.EINTR.number()) {
            throw failed(wire.receiveCall(sizeBytes - partial), result);
        }
    }

    private void receiveTheRest(int firstResult) {
        int result = firstResult;
        long since = 0;
        int spins = SPINS_BETWEEN_CHECKS;
        while (true) {
            if (result > 0) {
                addPart(result);
                since = 0;
                if (partial == sizeBytes) {
                    return;
                }
            } else if (result == Wire.WOULD_WAIT) {
                Thread.onSpinWait();
                if (--spins == 0) {
                    spins = SPINS_BETWEEN_CHECKS;
                    since = ask(since);
                }
            } else if (result == -Errno.EINTR.number()) {
                since = ask(since);
            } else {
                throw failed(wire.receiveCall(sizeBytes - partial), result);
            }
            result = wire.receive(incomingAddresses[current] + partial, sizeBytes - partial);
        }
    }

    private void addPart(int bytes) {
        if (bytes != sizeBytes - partial && !wire.isStream()) {
            throw new IllegalStateException("received a message of " + bytes + " bytes instead of " + sizeBytes);
        }
        partial += bytes;
    }

    private long ask(long since) {
        return liveness.checkAtDeadline(System.nanoTime(), since);
    }

    /** Explains a failure. If the other side's end can be the cause, the message says so. */
    private RuntimeException failed(String call, int result) {
        Errno errno = Errno.of(-result);
        return switch (errno) {
            case EPIPE, ECONNRESET, ECONNREFUSED, ENOTCONN, EIDRM -> gone(call + ": " + errno + ", " + errno.meaning());
            default -> result == 0 ? gone(call + " returned 0") : new PosixException(call, -result);
        };
    }

    private IllegalStateException gone(String what) {
        awaitPeerDeath(liveness);
        return new IllegalStateException("the other side has closed its end, though it is alive: " + what);
    }

    /** Waits for the other side's death to become visible. Returns if the other side is alive. */
    static void awaitPeerDeath(Liveness liveness) {
        long start = System.nanoTime();
        do {
            liveness.check(0);
            LockSupport.parkNanos(NANOS_BETWEEN_LOOKS);
        } while (System.nanoTime() - start < PEER_DEATH_NANOS);
    }

    @Override
    public void close() {
        if (!closed) {
            closed = true;
            interruption.close();
            wire.close();
            memory.close();
        }
    }
}
