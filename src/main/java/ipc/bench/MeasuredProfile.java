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
 * async-profiler in fork and peer around an iteration's operations, where a run asks for it. JMH's own profiler would start
 * before {@code @Setup}, in which the last of the warm-up is done, and knows nothing of the peer.
 *
 * <p>A counted warm-up iteration is profiled as well, as JMH does, so that what the profiler itself makes the JVM do is done; the
 * first measured one forgets it.
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

    /** Of this fork and its peer; empty if nobody asked for it. To be called before the measuring thread is pinned. */
    static Optional<MeasuredProfile> of(PeerProcess peer) {
        return of(peer::profile);
    }

    /** Of a fork whose baseline has no peer. */
    static Optional<MeasuredProfile> ofForkAlone() {
        return of(order -> {});
    }

    private static Optional<MeasuredProfile> of(Consumer<Order> peer) {
        return ProcessProfiler.ofThisProcess(Side.FORK).map(fork -> {
            // What the profiler starts may run on the CPUs of the thread that asks for it: this one, older than the pinning.
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

    /** After the warm-up, before the first operation; the peer plays nothing. */
    void startIteration(IterationParams iteration) {
        Order order = measured ? Order.RESUME : Order.START;
        measured = iteration.getType() == IterationType.MEASUREMENT;
        peer.accept(order);
        onUnpinned(() -> fork.obey(order));
    }

    /** After the last operation. */
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
