package ipc.transport;

import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/** A complete mechanism that carries messages from one process to another. */
public interface Transport {
    /** The short, stable name, as in {@code -p transport=NAME}. */
    String name();

    /** One line for {@code list}, below the title of its group. */
    String description();

    /** Whether it is measured only if it is named. {@code transport=all} leaves it out. */
    default boolean optional() {
        return false;
    }

    /** Whether a waiting side sleeps in the kernel, at once or after spinning. Otherwise it keeps its CPU busy. */
    boolean blocks();

    /** Whether a waiting side never gives up its CPU, so that each side needs its own CPU. */
    boolean needsOwnCpu();

    /** The reason why a message of this size is unsupported, and which size is supported. Empty if it is supported. */
    Optional<String> unsupportedSize(int sizeBytes);

    /** The reason why this traffic is unsupported, for its size or its window, with the limit. Empty if it is supported. */
    default Optional<String> unsupported(Traffic traffic) {
        return unsupportedSize(traffic.sizeBytes());
    }

    /**
     * Checks the traffic. Call it before anything is created.
     *
     * @throws IllegalArgumentException with the reason, if this traffic {@linkplain #unsupported is unsupported}
     */
    default void requireCarried(Traffic traffic) {
        unsupported(traffic).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    /**
     * The reason why the directory cannot hold the transport's file for this traffic, and what to do. Empty if it can, or if no
     * file is needed.
     */
    Optional<String> unsupportedDirectory(Traffic traffic, Path directory);

    /** The reason why this machine does not offer it. Empty if it does, or if only a limit is reached. */
    Optional<String> unavailable();

    /**
     * Creates the transport. The fork calls it.
     *
     * @param directory for the file of transports that need one
     * @param liveness  checked while waiting
     * @throws IllegalArgumentException if this traffic {@linkplain #unsupported is unsupported}
     */
    Created create(Traffic traffic, Path directory, Liveness liveness);

    /**
     * Opens the other side. The peer calls it, once.
     *
     * @param handle the creator's {@link Created#handle()}
     */
    Endpoint open(String handle, Traffic traffic, Liveness liveness);

    /**
     * A new transport on the fork's side.
     *
     * @param endpoint     the fork's side
     * @param handle       identifies the transport for the peer; one word without spaces
     * @param onPeerOpened call it after the peer has opened its side and before the first message. It accepts the peer's
     * connection, or releases what was kept open for the peer
     */
    record Created(Endpoint endpoint, String handle, Runnable onPeerOpened) {
        /** A transport whose fork has nothing to do after the peer has opened its side. */
        Created(Endpoint endpoint, String handle) {
            this(endpoint, handle, () -> {});
        }
    }
}
