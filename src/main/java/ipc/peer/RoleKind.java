package ipc.peer;

import java.util.concurrent.atomic.AtomicLong;

/** The roles a peer can play. */
public enum RoleKind {
    /** {@link EchoRole}. */
    ECHO,
    /** {@link AlternatingEchoRole}. */
    ALTERNATING_ECHO,
    /** {@link SourceRole}. */
    SOURCE,
    /** {@link SinkRole}. */
    SINK;

    Role newRole(AtomicLong sent) {
        return switch (this) {
            case ECHO -> new EchoRole(sent);
            case ALTERNATING_ECHO -> new AlternatingEchoRole(sent);
            case SOURCE -> new SourceRole(sent);
            case SINK -> new SinkRole(sent);
        };
    }
}
