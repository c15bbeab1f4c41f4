package ipc.profile;

import java.util.Locale;

/** One of the two processes of a cell; its {@link #root} stands below all its stacks and begins the names of its files. */
public enum Side {
    /** The JVM that JMH forks and times. */
    FORK,
    /** The second process. */
    PEER;

    /** The frame below all of its stacks. */
    public String root() {
        return name().toLowerCase(Locale.ROOT);
    }
}
