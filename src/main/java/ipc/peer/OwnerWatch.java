package ipc.peer;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its owner ends. The owner holds the other end of this process's standard input and never closes it. The
 * kernel closes it however the owner ends. The cost is one sleeping thread.
 */
public final class OwnerWatch {
    private static final int ORPHANED = 4;

    private OwnerWatch() {
    }

    /**
     * Watches standard input on a daemon thread.
     *
     * @param owner name of the owner, for the message
     */
    public static void start(String owner) {
        Thread watch = new Thread(() -> {
            drain(System.in);
            leave(owner);
        }, "owner-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /**
     * Prints the reason and ends the process at once. Shutdown hooks do not run, because no process is left that needs their
     * work.
     */
    static void leave(String owner) {
        System.err.println("ipc-roundtrip: " + owner + " has ended; this process ends too");
        Runtime.getRuntime().halt(ORPHANED);
    }

    private static void drain(InputStream in) {
        byte[] ignored = new byte[256];
        try {
            while (in.read(ignored) >= 0) {
                // The owner sends nothing; only the end of the stream matters.
            }
        } catch (IOException e) {
            // An unreadable pipe counts as closed.
        }
    }
}
