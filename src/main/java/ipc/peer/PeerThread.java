package ipc.peer;

import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The other side of a baseline: a thread of this process in place of a peer. It plays the same roles by the same code. Used by
 * the measuring thread.
 *
 * <p>Whatever it writes while it plays, it has allocated itself, in memory that the JVM gave to this thread alone: else what the
 * two threads write would share cache lines, which two processes cannot.
 */
public final class PeerThread implements AutoCloseable {
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long END_MILLIS = 2000;

    private final BlockingQueue<RoleKind> roles = new LinkedBlockingQueue<>();
    private final CountDownLatch opened = new CountDownLatch(1);
    private final Transport transport;
    private final Traffic traffic;
    private final OptionalInt cpu;
    private final Transport.Created created;
    private final Endpoint endpoint;
    private final Thread thread;
    private volatile AtomicLong sent;
    private volatile Throwable failure;
    private volatile boolean ending;

    /**
     * Starts it.
     *
     * @param transport one whose both sides can be open in one process
     * @param sizeBytes of the messages, which are exchanged one by one
     * @param cpu       where to pin it
     * @throws IllegalStateException if it cannot open its side
     */
    public static PeerThread start(Transport transport, int sizeBytes, OptionalInt cpu) {
        PeerThread started = new PeerThread(transport, Traffic.oneByOne(sizeBytes), cpu);
        started.awaitOpened();
        return started;
    }

    private PeerThread(Transport transport, Traffic traffic, OptionalInt cpu) {
        this.transport = transport;
        this.traffic = traffic;
        this.cpu = cpu;
        created = transport.create(traffic, Path.of("."), this::check);
        endpoint = created.endpoint();
        thread = new Thread(this::live, "peer");
        thread.setDaemon(true);
        thread.start();
    }

    private void awaitOpened() {
        try {
            opened.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (failure != null) {
            close();
            check(0);
        }
        try {
            created.onPeerOpened().run();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private void live() {
        try {
            Pinning.pin(cpu);
            AtomicLong count = new AtomicLong();
            try (Endpoint side = transport.open(created.handle(), traffic, this::checkItself)) {
                sent = count;
                opened.countDown();
                while (true) {
                    roles.take().newRole(count).play(List.of(side));
                }
            }
        } catch (Throwable e) {
            failure = e;
        } finally {
            opened.countDown();
        }
    }

    /** This side. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Has the other side begin. */
    public void play(RoleKind role) {
        roles.add(role);
    }

    /**
     * Ends its role; nothing is in flight afterwards.
     *
     * @throws IllegalStateException if it answers anything else
     */
    public void stop() {
        Link.stopOn(endpoint, endpoint);
    }

    /** Its own count of messages sent so far. Right once it has been stopped. */
    public long sent() {
        return sent.getOpaque();
    }

    /** Ends it, whatever it is waiting for, and gives the memory back. */
    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Memory under a thread that still reads it must stay.
        if (!thread.isAlive()) {
            endpoint.close();
        }
    }

    private void check(long waitedNanos) {
        if (failure != null) {
            throw new IllegalStateException("the other thread died: " + failure, failure);
        }
        if (waitedNanos > SILENCE_NANOS) {
            throw new IllegalStateException("the other thread has been silent for " + TimeUnit.NANOSECONDS.toSeconds(waitedNanos)
                    + " s though it is alive");
        }
    }

    private void checkItself(long waitedNanos) {
        if (ending) {
            throw new IllegalStateException("ended while it waited");
        }
    }
}
