package ipc.transport;

import ipc.posix.Errno;
import ipc.posix.PosixException;
import ipc.transport.WireEndpoint.Waiting;
import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;

/** Common parts of the transports through the kernel: names, sizes, a blocking and a spinning variant. */
abstract class KernelTransport implements Transport {
    private static final String SPINNING = "/spin";
    private static final Set<Errno> NOT_THERE = Set.of(Errno.ENOSYS, Errno.EPERM, Errno.EACCES, Errno.EAFNOSUPPORT,
            Errno.EPROTONOSUPPORT, Errno.EADDRNOTAVAIL, Errno.ENETUNREACH);

    private final String mechanism;
    private final boolean spins;

    /** @param spins whether a waiting side repeats a non-blocking call; otherwise it sleeps in the kernel */
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
        return what() + (spins ? "; polls without sleeping; one busy CPU per side" : "; the waiter sleeps in the kernel");
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

    /** The longest message. */
    Limit limit() {
        return new Limit(MessageLayout.MAX_SIZE_BYTES, "");
    }

    /**
     * The longest message that a mechanism carries.
     *
     * @param bytes  at most this many
     * @param reason the setting or fact that limits it; may be empty
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

    /** Tries the mechanism. It is unavailable if the system lacks or forbids it, but not if only a limit is reached. */
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
