package ipc.peer;

import java.util.concurrent.atomic.AtomicLong;

/** The roles a peer can play. */
public enum RoleKind {
    /** {@link EchoRole}; takes no numbers. */
    ECHO(0),
    /** {@link AlternatingEchoRole}; takes no numbers. */
    ALTERNATING_ECHO(0),
    /** {@link SourceRole}; takes the period in nanoseconds. */
    SOURCE(1),
    /** {@link SinkRole}; takes the first message's number and the messages per acknowledgement. */
    SINK(2);

    private final int numbers;

    RoleKind(int numbers) {
        this.numbers = numbers;
    }

    /** Whether every play numbers its messages from 1 again, so that words of an earlier play occur again. */
    boolean restartsNumbering() {
        return this != SINK;
    }

    /** @throws IllegalArgumentException if the number of arguments is wrong */
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
