package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.PosixException;
import ipc.transport.WireEndpoint.Waiting;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** What all transports through the kernel have in common: names, sizes, and a blocking and a spinning way. */
abstract class KernelTransport implements Transport {
    private static final String SPINNING = "/spin";
    private static final Set<Errno> NOT_THERE = Set.of(Errno.ENOSYS, Errno.EPERM, Errno.EACCES, Errno.EAFNOSUPPORT,
            Errno.EPROTONOSUPPORT, Errno.EADDRNOTAVAIL, Errno.ENETUNREACH);

    private final String mechanism;
    private final boolean spins;

    /** @param spins whether a waiting side calls the kernel again and again, or sleeps in it */
    KernelTransport(String mechanism, boolean spins) {
        this.mechanism = mechanism;
        this.spins = spins;
    }

    @Override
    public final String name() {
        return spins ? mechanism + SPINNING : mechanism;
    }

    @Override
    public final String description() {
        return what() + (spins ? "; asked again and again; one busy CPU per side" : "; the waiter sleeps in the kernel");
    }

    /** The mechanism in a few words, with its calls. */
    abstract String what();

    @Override
    public final boolean blocks() {
        return !spins;
    }

    @Override
    public final boolean needsOwnCpu() {
        return spins;
    }

    @Override
    public final Optional<String> unsupportedSize(int sizeBytes) {
        Optional<String> refusal = MessageLayout.unsupportedSize(sizeBytes);
        if (refusal.isPresent()) {
            return refusal;
        }
        Limit limit = limit();
        return sizeBytes <= limit.bytes() ? Optional.empty() : Optional.of("size " + sizeBytes + ": a message of " + mechanism
                + " has " + limit.bytes() + " bytes at most, sequence word included: " + limit.reason());
    }

    /** How long a message may be. */
    Limit limit() {
        return new Limit(MessageLayout.MAX_SIZE_BYTES, "");
    }

    /**
     * A longest message.
     *
     * @param bytes  not more than it takes
     * @param reason where that is written, or who says so
     */
    record Limit(long bytes, String reason) {
    }

    @Override
    public Optional<String> unsupportedDirectory(Traffic traffic, Path directory) {
        return Optional.empty();
    }

    @Override
    public Optional<String> unavailable() {
        return Optional.empty();
    }

    /** Tries it: missing is what the system does not have or forbids, and not what has reached a limit. */
    static Optional<String> unavailableIfRefused(Runnable attempt) {
        try {
            attempt.run();
            return Optional.empty();
        } catch (PosixException e) {
            return NOT_THERE.contains(e.errno()) ? Optional.of(e.getMessage()) : Optional.empty();
        }
    }

    final Waiting waiting(Traffic traffic) {
        return Waiting.of(spins, traffic);
    }

    final Endpoint endpoint(Wire wire, Traffic traffic, Liveness liveness) {
        return new WireEndpoint(wire, waiting(traffic), traffic, liveness);
    }
}
