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
 * A thread of this process in place of a peer, for a baseline. It plays the same roles with the same code. Used by the measuring
 * thread.
 *
 * <p>The thread itself allocates everything that it writes while it plays. Otherwise the two threads could write to the same
 * cache lines, which two processes never do.
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
     * Starts the thread and waits until it has opened its side.
     *
     * @param transport one whose two sides can be open in one process
     * @param sizeBytes length of the messages, which are exchanged one by one
     * @param cpu       where to pin the thread; empty leaves it to the scheduler
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

    /** The measuring thread's endpoint. */
    public Endpoint endpoint() {
        return endpoint;
    }

    /** Starts a role on the other thread. */
    public void play(RoleKind role) {
        roles.add(role);
    }

    /**
     * Ends its role. Nothing is in flight afterwards.
     *
     * @throws IllegalStateException if the thread sends anything but its answer to the stop
     */
    public void stop() {
        Link.stopOn(endpoint, endpoint);
    }

    /** The thread's count of messages sent so far. It is exact after {@link #stop}. */
    public long sent() {
        return sent.getOpaque();
    }

    /** Ends the thread, even during a wait, and closes the endpoint. */
    @Override
    public void close() {
        ending = true;
        thread.interrupt();
        try {
            thread.join(END_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // The memory stays mapped while the thread may still read it.
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
