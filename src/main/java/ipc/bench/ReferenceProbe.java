package ipc.bench;

import ipc.peer.Link;
import ipc.peer.PeerProcess;
import ipc.peer.RoleKind;
import ipc.transport.Endpoint;
import ipc.transport.Traffic;
import ipc.transport.Transport;
import ipc.transport.Transports;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * How the two CPUs lie to each other just now: spin round trips of 8 bytes between the fork and its peer, the same in every
 * cell. A virtual machine's CPUs move, and the same code takes 0.1 or 0.5 µs a round trip for seconds at a time; beside this
 * reading, such a move cannot be taken for a property of what was measured.
 */
final class ReferenceProbe {
    /** So often it is used before it counts: its code is compiled then, and so is the end of the peer's role. */
    private static final int COMPILING_READINGS = 10;
    private static final int BATCHES = 31;
    private static final int ROUND_TRIPS_PER_BATCH = 1000;

    private final Link link;

    private ReferenceProbe(Link link) {
        this.link = link;
    }

    /** One on a link of its own; none where no transport that spins can be opened on this machine. */
    static Optional<ReferenceProbe> open(PeerProcess peer) {
        return Transports.list().stream().filter(transport -> transport.needsOwnCpu() && transport.unavailable().isEmpty())
                .flatMap(transport -> open(peer, transport).stream()).findFirst().map(link -> {
                    ReferenceProbe probe = new ReferenceProbe(link);
                    for (int reading = 0; reading < COMPILING_READINGS; reading++) {
                        probe.readNanos();
                    }
                    return probe;
                });
    }

    /**
     * A limit reached here is no reason to fail a cell that may not even use this transport. Whatever else is wrong is said when the
     * cell opens its own.
     */
    private static Optional<Link> open(PeerProcess peer, Transport transport) {
        try {
            return Optional.of(peer.open(Traffic.oneByOne(Endpoint.SEQUENCE_BYTES), List.of(transport)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Reads it, in 2 to 20 ms. The peer must not be playing anything.
     *
     * @return nanoseconds a round trip: the median of batches' means, so that a few interruptions do not count
     */
    double readNanos() {
        double[] means = new double[BATCHES];
        exchange(means);
        Arrays.sort(means);
        return means[BATCHES / 2];
    }

    private void exchange(double[] means) {
        link.play(RoleKind.ECHO);
        Endpoint endpoint = link.endpoint(0);
        long sequence = 0;
        // The first one waits for the peer to begin.
        Exchange.roundTrip(endpoint, ++sequence, AddedDelay.NONE);
        for (int batch = 0; batch < means.length; batch++) {
            long start = System.nanoTime();
            for (int roundTrip = 0; roundTrip < ROUND_TRIPS_PER_BATCH; roundTrip++) {
                Exchange.roundTrip(endpoint, ++sequence, AddedDelay.NONE);
            }
            means[batch] = (double) (System.nanoTime() - start) / ROUND_TRIPS_PER_BATCH;
        }
        link.stop(endpoint);
    }
}
