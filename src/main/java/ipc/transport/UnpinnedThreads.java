package ipc.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.ThreadFactory;
import net.openhft.affinity.Affinity;

/**
 * Makes a library's own threads. A thread inherits the CPU that its maker is pinned to, and these would share that of the
 * measuring thread while others are idle; so each begins by asking for all the CPUs that this process's first thread may use.
 */
final class UnpinnedThreads implements ThreadFactory {
    private static final Path FIRST_THREAD = Path.of("/proc/self/status");
    private static final String ALLOWED = "Cpus_allowed_list:";

    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(() -> {
            BitSet allowed = allowed();
            if (!allowed.isEmpty()) {
                Affinity.setAffinity(allowed);
            }
            work.run();
        }, "library");
        thread.setDaemon(true);
        return thread;
    }

    /** Empty if it cannot be read. */
    private static BitSet allowed() {
        BitSet cpus = new BitSet();
        try {
            for (String line : Files.readAllLines(FIRST_THREAD)) {
                if (line.startsWith(ALLOWED)) {
                    for (String range : line.substring(ALLOWED.length()).strip().split(",")) {
                        String[] ends = range.split("-");
                        cpus.set(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]) + 1);
                    }
                }
            }
        } catch (IOException e) {
            // Then they stay where they are.
        }
        return cpus;
    }
}
