package ipc.bench;

import ipc.peer.OwnerWatch;
import ipc.posix.ParentDeath;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The process that started this fork. */
final class Launcher {
    /** Half of all memory more, in the kernel's reckoning: {@code proc_pid_oom_score_adj(5)}. */
    private static final String OOM_SCORE = "500";
    private static final String FORK_MAIN = "org.openjdk.jmh.runner.ForkedMain";

    private Launcher() {
    }

    /** Ends this fork when its launcher does, even where it is stopped. JMH starts forks by a thread that waits for them. */
    static void watch() {
        // Only a real fork's standard input belongs to its launcher; in JMH's own process it may be a terminal.
        if (System.getProperty("sun.java.command", "").startsWith(FORK_MAIN)) {
            OwnerWatch.start("the launcher");
            ParentDeath.endsThisProcess();
            goFirstWhereMemoryRunsOut();
        }
    }

    /** Fork and peer, which inherits it, not the launcher, which would take all other cells' results with it. */
    private static void goFirstWhereMemoryRunsOut() {
        try {
            Files.writeString(Path.of("/proc/self/oom_score_adj"), OOM_SCORE);
        } catch (IOException e) {
            // Then the kernel goes by what each of them takes.
        }
    }
}
