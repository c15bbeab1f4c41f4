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
 * Shows the present placement of the two CPUs: it times spin round trips of 8 bytes between the fork and its peer, in every cell
 * alike. A hypervisor moves virtual CPUs, and the same code takes 0.1 µs or 0.5 µs per round trip for seconds at a time. The
 * probe's readings keep such a move from being mistaken for a property of a transport.
 */
final class ReferenceProbe {
    /** Readings that are taken and ignored first, so that the probe's code and the end of the peer's role are compiled. */
    private static final int COMPILING_READINGS = 10;
    private static final int BATCHES = 31;
    private static final int ROUND_TRIPS_PER_BATCH = 1000;

    private final Link link;

    private ReferenceProbe(Link link) {
        this.link = link;
    }

    /** Opens a probe on a separate link; empty if no spinning transport is available on this machine. */
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
     * Opens a transport for the probe, or nothing on an error: the cell may not even use this transport. If it does, opening it
     * reports the error.
     */
    private static Optional<Link> open(PeerProcess peer, Transport transport) {
        try {
            return Optional.of(peer.open(Traffic.oneByOne(Endpoint.SEQUENCE_BYTES), List.of(transport)));
        } catch (RuntimeException e) {
            return Optional.empty();
        }
    }

    /**
     * Takes a reading, in 2 to 20 ms. No role may be running on the peer.
     *
     * @return nanoseconds per round trip: the median of the means of 31 batches, so that a few interruptions do not count
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
        // The first round trip includes the start of the peer's role, so it is not timed.
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
