package ipc.transport;

import ipc.wait.Liveness;
import java.nio.file.Path;
import java.util.Optional;

/** A complete way to cross from one process to another. */
public interface Transport {
    /** Its short, stable name, as in {@code -p transport=NAME}. */
    String name();

    /** One line for {@code list}, below the title of its group. */
    String description();

    /** Whether it is measured only where it is named: {@code transport=all} then leaves it out. */
    default boolean optional() {
        return false;
    }

    /** Whether a waiting side sleeps in the kernel, at once or after a while; otherwise it keeps its CPU busy. */
    boolean blocks();

    /** Whether a waiting side never lets anybody else have its CPU, so that each side needs one of its own. */
    boolean needsOwnCpu();

    /** Why a message of this size cannot be carried, with what would be right; empty if it can. */
    Optional<String> unsupportedSize(int sizeBytes);

    /** Why this traffic cannot be carried, for its size or for so much of it under way, with the limit; empty if it can. */
    default Optional<String> unsupported(Traffic traffic) {
        return unsupportedSize(traffic.sizeBytes());
    }

    /**
     * To be called before anything is made.
     *
     * @throws IllegalArgumentException with the reason, if this traffic {@linkplain #unsupported is refused}
     */
    default void requireCarried(Traffic traffic) {
        unsupported(traffic).ifPresent(reason -> {
            throw new IllegalArgumentException(reason);
        });
    }

    /**
     * Why the directory cannot hold the file this transport needs for this traffic, with what would be right; empty if it can,
     * or if no file is needed.
     */
    Optional<String> unsupportedDirectory(Traffic traffic, Path directory);

    /** Why this machine does not offer it; empty if it does, or if only a limit is reached. */
    Optional<String> unavailable();

    /**
     * Makes the transport; called by the fork.
     *
     * @param directory where a transport that needs a file puts it
     * @param liveness  asked while waiting
     * @throws IllegalArgumentException if it {@linkplain #unsupported does not support} this traffic
     */
    Created create(Traffic traffic, Path directory, Liveness liveness);

    /**
     * Opens the other side; called by the peer, once.
     *
     * @param handle     what {@link Created#handle()} said
     */
    Endpoint open(String handle, Traffic traffic, Liveness liveness);

    /**
     * A new transport, seen from the fork.
     *
     * @param endpoint   the fork's side
     * @param handle     what the peer needs to open its side; one word, without spaces
     * @param onPeerOpened to be run when the peer has opened its side, before the first message: to accept its connection, or to
     *                   let go of what was held for it
     */
    record Created(Endpoint endpoint, String handle, Runnable onPeerOpened) {
        /** One whose fork has nothing to do when the peer has opened its side. */
        Created(Endpoint endpoint, String handle) {
            this(endpoint, handle, () -> {});
        }
    }
}
