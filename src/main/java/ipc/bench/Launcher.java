package ipc.bench;

import ipc.peer.OwnerWatch;

/** The process that started this fork. */
final class Launcher {
    private static final String FORK_MAIN = "org.openjdk.jmh.runner.ForkedMain";

    private Launcher() {
    }

    /** Ends this fork when its launcher does. */
    static void watch() {
        // Only a real fork's standard input belongs to its launcher; in JMH's own process it may be a terminal.
        if (System.getProperty("sun.java.command", "").startsWith(FORK_MAIN)) {
            OwnerWatch.start("the launcher");
        }
    }
}
