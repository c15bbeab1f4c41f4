package ipc.bench;

import ipc.peer.PeerProcess;
import ipc.profile.ProcessProfiler;
import ipc.profile.ProcessProfiler.Order;
import ipc.profile.Side;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.runner.IterationType;

/**
 * async-profiler in fork and peer during an iteration's operations, if the run asks for it. JMH's own profiler would start before
 * {@code @Setup}, which contains the last part of the warm-up, and does not reach the peer.
 *
 * <p>Counted warm-up iterations are profiled too, as JMH does, so that the profiler's own effects on the JVM are over. The first
 * measured iteration discards those samples.
 */
final class MeasuredProfile implements AutoCloseable {
    private final ProcessProfiler fork;
    private final Consumer<Order> peer;
    private final ExecutorService unpinned;
    private boolean measured;

    private MeasuredProfile(ProcessProfiler fork, Consumer<Order> peer, ExecutorService unpinned) {
        this.fork = fork;
        this.peer = peer;
        this.unpinned = unpinned;
    }

    /**
     * The profiler of this fork and its peer; empty if the run does not profile. To be called before the measuring thread is
     * pinned.
     */
    static Optional<MeasuredProfile> of(PeerProcess peer) {
        return of(peer::profile);
    }

    /** The profiler of a fork without a peer; empty if the run does not profile. */
    static Optional<MeasuredProfile> ofForkAlone() {
        return of(order -> {});
    }

    private static Optional<MeasuredProfile> of(Consumer<Order> peer) {
        return ProcessProfiler.ofThisProcess(Side.FORK).map(fork -> {
            // Threads that the profiler starts inherit the CPUs of the thread that calls it. This one was created before the
            // pinning.
            ExecutorService unpinned = Executors.newSingleThreadExecutor(task -> {
                Thread thread = new Thread(task, "profiler-orders");
                thread.setDaemon(true);
                return thread;
            });
            MeasuredProfile profile = new MeasuredProfile(fork, peer, unpinned);
            profile.onUnpinned(() -> {});
            return profile;
        });
    }

    /** Starts or resumes the profiler: to be called after the warm-up, while the peer is idle. */
    void startIteration(IterationParams iteration) {
        Order order = measured ? Order.RESUME : Order.START;
        measured = iteration.getType() == IterationType.MEASUREMENT;
        peer.accept(order);
        onUnpinned(() -> fork.obey(order));
    }

    /** Stops the profiler: to be called after the last operation. */
    void endIteration() {
        onUnpinned(() -> fork.obey(Order.STOP));
        peer.accept(Order.STOP);
    }

    private void onUnpinned(Runnable task) {
        try {
            unpinned.submit(task).get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : new CompletionException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the profiler was told to start or stop", e);
        }
    }

    @Override
    public void close() {
        unpinned.shutdown();
    }
}
