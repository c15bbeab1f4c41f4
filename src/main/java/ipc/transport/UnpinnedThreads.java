package ipc.transport;

import ipc.proc.SystemFiles;
import java.util.BitSet;
import java.util.SortedSet;
import java.util.concurrent.ThreadFactory;
import net.openhft.affinity.Affinity;

/**
 * Creates a library's own threads without CPU pinning. A new thread inherits the pinning of its creator, and would share the CPU
 * of the measuring thread. Each thread therefore first sets its affinity to all CPUs of the process's first thread.
 */
final class UnpinnedThreads implements ThreadFactory {
    @Override
    public Thread newThread(Runnable work) {
        Thread thread = new Thread(() -> {
            // The thread keeps the inherited pinning if the kernel does not tell.
            SystemFiles.OF_THIS_MACHINE.allowedCpus().ifPresent(UnpinnedThreads::pinTo);
            work.run();
        }, "library");
        thread.setDaemon(true);
        return thread;
    }

    private static void pinTo(SortedSet<Integer> cpus) {
        BitSet allowed = new BitSet();
        cpus.forEach(allowed::set);
        Affinity.setAffinity(allowed);
    }
}
