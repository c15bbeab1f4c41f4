package ipc.bench;

import ipc.osstats.OsStats;
import ipc.osstats.CpuTimes;
import ipc.histogram.Recordings;
import ipc.peer.Link;
import ipc.peer.MessageSource;
import ipc.peer.MessageStream;
import ipc.peer.PeerProcess;
import ipc.peer.Pinning;
import ipc.transport.Traffic;
import ipc.transport.Transports;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.openjdk.jmh.infra.IterationParams;

/**
 * What every benchmark does around its measured operations: start a peer, pin, read the reference probe, profile where a run asks for
 * it, count, compare the counts, end the peer. The peer plays nothing when an iteration begins and when it ends.
 */
final class MeasuredPeer implements AutoCloseable {
    private final ForkSettings settings = ForkSettings.ofThisFork();
    private final PeerProcess peer;
    private final Optional<MeasuredProfile> profile;
    private final Optional<ReferenceProbe> probe;
    private long sentBefore;

    MeasuredPeer() {
        Launcher.watch();
        peer = PeerProcess.start(settings.mmapDirectory(), settings.peerCpu());
        profile = MeasuredProfile.of(peer);
        Pinning.pin(settings.forkCpu());
        probe = settings.forkCpu().isPresent() ? ReferenceProbe.open(peer) : Optional.empty();
    }

    /** What this fork was told. */
    ForkSettings settings() {
        return settings;
    }

    /** Opens transports between fork and peer, in the order given. */
    Link open(Traffic traffic, String... transports) {
        return peer.open(traffic, Stream.of(transports).map(Transports::get).toList());
    }

    /** Opens what a one-way stream takes. */
    MessageStream openStream(int sizeBytes, int window, String transport) {
        return peer.openStream(sizeBytes, window, Transports.get(transport));
    }

    /** Opens what it takes for the peer to send messages when it is asked; two transports take turns. */
    MessageSource openSource(int sizeBytes, String... transports) {
        return peer.openSource(sizeBytes, Stream.of(transports).map(Transports::get).toList());
    }

    /** What it costs: of this process and the peer. */
    MeasuredCost cost() {
        return new MeasuredCost(peer.about(CpuTimes::ofThisProcessAnd));
    }

    /** The kernel's statistics of this thread and of the peer. */
    OsStats stats() {
        return peer.about(pid -> OsStats.ofThisThreadAnd(pid, cpus()));
    }

    /** Where the two measuring threads are pinned; empty if they are not. */
    List<Integer> cpus() {
        return IntStream.concat(settings.forkCpu().stream(), settings.peerCpu().stream()).boxed().toList();
    }

    /** At the start of an iteration, on the measuring thread, after the warm-up. */
    void startIteration(IterationParams iteration) {
        Pinning.pin(settings.forkCpu());
        readReferenceProbe();
        profile.ifPresent(each -> each.startIteration(iteration));
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
        stopProfile();
        long sent = peer.sent() - sentBefore;
        if (recorded + withoutLatency != sent) {
            throw new IllegalStateException("the peer sent " + sent + " messages in this iteration, but " + recorded
                    + " latencies were recorded and " + withoutLatency + " have none: some were dropped or made up");
        }
        Recordings.count("sentByPeer", sent);
        readReferenceProbe();
    }

    /**
     * At the end of an iteration of a stream, which has been stopped: the peer must have verified as many messages as were sent.
     *
     * @throws IllegalStateException if it did not
     */
    void endStream(long streamed) {
        stopProfile();
        long verified = peer.sent() - sentBefore;
        if (streamed != verified) {
            throw new IllegalStateException("the peer verified " + verified + " messages in this iteration, but " + streamed
                    + " were sent: some were dropped or made up");
        }
        Recordings.count("verifiedByPeer", verified);
        readReferenceProbe();
    }

    /** At the end of an iteration in which the peer slept: a baseline's, whose other side is no process. */
    void endIdleIteration() {
        stopProfile();
        readReferenceProbe();
    }

    private void stopProfile() {
        profile.ifPresent(MeasuredProfile::endIteration);
    }

    private void readReferenceProbe() {
        probe.ifPresent(each -> Recordings.placement(each.readNanos()));
    }

    @Override
    public void close() {
        profile.ifPresent(MeasuredProfile::close);
        peer.close();
    }
}
