package ipc.peer;

import java.util.concurrent.atomic.AtomicLong;

/** The roles a peer can play. */
public enum RoleKind {
    /** {@link EchoRole}; takes no numbers. */
    ECHO(0),
    /** {@link AlternatingEchoRole}; takes no numbers. */
    ALTERNATING_ECHO(0),
    /** {@link SourceRole}; takes the period. */
    SOURCE(1),
    /** {@link SinkRole}; takes the first message's number, and how many messages are acknowledged together. */
    SINK(2);

    private final int numbers;

    RoleKind(int numbers) {
        this.numbers = numbers;
    }

    /** Whether every play counts its messages from 1 again, so that words of the play before come again. */
    boolean restartsNumbering() {
        return this != SINK;
    }

    /** @throws IllegalArgumentException if it takes more numbers or fewer */
    Role newRole(AtomicLong sent, long... given) {
        if (given.length != numbers) {
            throw new IllegalArgumentException(this + " takes " + numbers + " numbers, not " + given.length);
        }
        return switch (this) {
            case ECHO -> new EchoRole(sent);
            case ALTERNATING_ECHO -> new AlternatingEchoRole(sent);
            case SOURCE -> new SourceRole(sent, given[0]);
            case SINK -> new SinkRole(sent, given[0], given[1]);
        };
    }
}
