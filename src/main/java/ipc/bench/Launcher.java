package ipc.bench;

import ipc.peer.OwnerWatch;
import ipc.posix.ParentDeath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process that started this fork, and the ends that the fork must come to without it. */
final class Launcher {
    /** Makes the kernel count half of all memory as used by this process: {@code proc_pid_oom_score_adj(5)}. */
    private static final String OOM_SCORE = "500";
    private static final int HALTED = 3;
    private static final String FORK_MAIN = "org.openjdk.jmh.runner.ForkedMain";

    private Launcher() {
    }

    /**
     * Ends this fork when its launcher ends, even while the fork is stopped. JMH starts a fork from a thread that waits for it.
     */
    static void watch() {
        // Only a real fork's standard input belongs to its launcher. In JMH's own process it may be a terminal.
        if (System.getProperty("sun.java.command", "").startsWith(FORK_MAIN)) {
            OwnerWatch.start("the launcher");
            ParentDeath.endsThisProcess();
            goFirstWhereMemoryRunsOut();
        }
    }

    /**
     * Prints the reason and ends this fork at once, because its measuring thread may never return.
     *
     * @param reason why it cannot go on
     */
    static void endThisFork(String reason) {
        System.err.println("ipc-roundtrip: " + reason);
        System.err.flush();
        Runtime.getRuntime().halt(HALTED);
    }

    /**
     * If memory runs out, the kernel should end this fork or its peer, which inherits the score. The launcher holds the results
     * of all other cells.
     */
    private static void goFirstWhereMemoryRunsOut() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), OOM_SCORE);
        } catch (IOException e) {
            // Then the kernel chooses by memory use alone.
        }
    }
}
