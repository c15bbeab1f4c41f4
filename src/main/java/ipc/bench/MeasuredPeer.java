package ipc.bench;

import ipc.cleanup.PrivateDirectory;
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
 * The work that every benchmark does around its measured operations: start a peer, pin, read the reference probe, profile if
 * requested, count messages, compare the counts, and end the peer. No role is running at the beginning and at the end of an
 * iteration. Used by the measuring thread.
 */
final class MeasuredPeer implements AutoCloseable {
    private final ForkSettings settings = ForkSettings.ofThisFork();
    private final PeerProcess peer;
    private final Optional<MeasuredProfile> profile;
    private final Optional<ReferenceProbe> probe;
    private long sentBefore;

    MeasuredPeer() {
        // Plain JMH gives a fork no private directory, so it makes its own.
        PrivateDirectory.get();
        Launcher.watch();
        peer = PeerProcess.start(settings.mmapDirectory(), settings.peerCpu(), Launcher::endThisFork);
        profile = MeasuredProfile.of(peer);
        Pinning.pin(settings.forkCpu());
        probe = settings.forkCpu().isPresent() ? ReferenceProbe.open(peer) : Optional.empty();
    }

    /** The settings that the harness gave this fork. */
    ForkSettings settings() {
        return settings;
    }

    /** Opens transports between fork and peer, in the order given. */
    Link open(Traffic traffic, String... transports) {
        return peer.open(traffic, Stream.of(transports).map(Transports::get).toList());
    }

    /** Opens a one-way stream to the peer. */
    MessageStream openStream(int sizeBytes, int window, String transport) {
        return peer.openStream(sizeBytes, window, Transports.get(transport));
    }

    /** Opens transports through which the peer sends messages on request. Two transports take turns. */
    MessageSource openSource(int sizeBytes, String... transports) {
        return peer.openSource(sizeBytes, Stream.of(transports).map(Transports::get).toList());
    }

    /** A meter for the CPU time of this process and the peer. */
    MeasuredCost cost() {
        return new MeasuredCost(peer.about(CpuTimes::ofThisProcessAnd));
    }

    /** The kernel's statistics of this thread and of the peer. */
    OsStats stats() {
        return peer.about(pid -> OsStats.ofThisThreadAnd(pid, cpus()));
    }

    /** The CPUs of the two measuring threads; empty if they are not pinned. */
    List<Integer> cpus() {
        return IntStream.concat(settings.forkCpu().stream(), settings.peerCpu().stream()).boxed().toList();
    }

    /** Starts an iteration: to be called on the measuring thread, after the warm-up. */
    void startIteration(IterationParams iteration) {
        Pinning.pin(settings.forkCpu());
        readReferenceProbe();
        profile.ifPresent(each -> each.startIteration(iteration));
        sentBefore = peer.sent();
    }

    /**
     * Ends an iteration and checks that the peer's count of messages equals the fork's.
     *
     * @param recorded       latencies recorded in this iteration
     * @param withoutLatency messages of the iteration that have no latency, such as a closed loop's first
     * @throws IllegalStateException if the counts differ
     */
    void endIteration(long recorded, long withoutLatency) {
        stopProfile();
        long sent = peer.sent() - sentBefore;
        if (recorded + withoutLatency != sent) {
            throw new IllegalStateException("the peer sent " + sent + " messages in this iteration, but " + recorded
                    + " latencies were recorded and " + withoutLatency + " have none: messages were lost or counted twice");
        }
        Recordings.count("sentByPeer", sent);
        readReferenceProbe();
    }

    /**
     * Ends an iteration of a stream, which has been stopped, and checks that the peer has verified every message.
     *
     * @param streamed messages that the fork sent in this iteration
     * @throws IllegalStateException if the counts differ
     */
    void endStream(long streamed) {
        stopProfile();
        long verified = peer.sent() - sentBefore;
        if (streamed != verified) {
            throw new IllegalStateException("the peer verified " + verified + " messages in this iteration, but " + streamed
                    + " were sent: messages were lost or counted twice");
        }
        Recordings.count("verifiedByPeer", verified);
        readReferenceProbe();
    }

    /** Ends an iteration of a baseline, in which the peer was idle. */
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
