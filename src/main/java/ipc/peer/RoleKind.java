package ipc.peer;

/** The roles a peer can play. */
public enum RoleKind {
    /** {@link EchoRole}. */
    ECHO,
    /** {@link SourceRole}. */
    SOURCE;

    Role newRole() {
        return switch (this) {
            case ECHO -> new EchoRole();
            case SOURCE -> new SourceRole();
        };
    }
}
