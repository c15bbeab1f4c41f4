package ipc.bench;

import ipc.histogram.Recordings;
import ipc.peer.Link;
import ipc.peer.OwnerWatch;
import ipc.peer.PeerProcess;
import ipc.peer.Pinning;
import ipc.transport.Traffic;
import ipc.transport.Transports;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * What every benchmark does around its measured operations: start a peer, pin, read the yardstick, count, compare the counts,
 * end the peer. The peer plays nothing when an iteration begins and when it ends.
 */
final class MeasuredPeer implements AutoCloseable {
    private static final String FORK_MAIN = "org.openjdk.jmh.runner.ForkedMain";

    private final ForkSettings settings = ForkSettings.ofThisFork();
    private final PeerProcess peer;
    private final Optional<Yardstick> yardstick;
    private long sentBefore;

    MeasuredPeer() {
        // Only a real fork's standard input belongs to its launcher; in JMH's own process it may be a terminal.
        if (System.getProperty("sun.java.command", "").startsWith(FORK_MAIN)) {
            OwnerWatch.start("the launcher");
        }
        peer = PeerProcess.start(settings.mmapDirectory(), settings.peerCpu());
        Pinning.pin(settings.forkCpu());
        yardstick = settings.forkCpu().isPresent() ? Yardstick.open(peer) : Optional.empty();
    }

    /** What this fork was told. */
    ForkSettings settings() {
        return settings;
    }

    /** Opens transports between fork and peer, in the order given. */
    Link open(Traffic traffic, String... transports) {
        return peer.open(traffic, Stream.of(transports).map(Transports::get).toList());
    }

    /** The peer's process id. */
    long pid() {
        return peer.pid();
    }

    /** Where the two measuring threads are pinned; empty if they are not. */
    List<Integer> cpus() {
        return IntStream.concat(settings.forkCpu().stream(), settings.peerCpu().stream()).boxed().toList();
    }

    /** At the start of an iteration, on the measuring thread. */
    void startIteration() {
        Pinning.pin(settings.forkCpu());
        yardstick.ifPresent(each -> Recordings.placement(each.readNanos()));
        sentBefore = peer.sent();
    }

    /**
     * At the end of an iteration: the peer's own count must be ours.
     *
     * @param recorded         latencies recorded in this iteration
     * @param withoutLatency   messages of it that have none, such as a closed loop's first
     * @throws IllegalStateException if an operation was dropped or made up
     */
    void endIteration(long recorded, long withoutLatency) {
        long sent = peer.sent() - sentBefore;
        if (recorded + withoutLatency != sent) {
            throw new IllegalStateException("the peer sent " + sent + " messages in this iteration, but " + recorded
                    + " latencies were recorded and " + withoutLatency + " have none: some were dropped or made up");
        }
        Recordings.count("sentByPeer", sent);
        yardstick.ifPresent(each -> Recordings.placement(each.readNanos()));
    }

    @Override
    public void close() {
        peer.close();
    }
}
