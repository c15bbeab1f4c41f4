package ipc.transport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.BitSet;
import java.util.concurrent.ThreadFactory;
import net.openhft.affinity.Affinity;

/**
 * Creates a library's own threads without CPU pinning. A new thread inherits the pinning of its creator, and would share the CPU
 * of the measuring thread. Each thread therefore first sets its affinity to all CPUs of the process's first thread.
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

    /** The CPUs of the first thread. Empty if they cannot be read. */
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
            // The thread then keeps the inherited pinning.
        }
        return cpus;
    }
}
