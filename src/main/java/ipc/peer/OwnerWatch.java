package ipc.peer;

import java.io.IOException;
import java.io.InputStream;

/**
 * Ends this process when its owner does. The owner holds the other end of our standard input and never closes it while
 * it lives; the kernel closes it however the owner dies. Costs a sleeping thread.
 */
public final class OwnerWatch {
    private static final int ORPHANED = 4;

    private OwnerWatch() {
    }

    /**
     * Watches standard input from a daemon thread of its own.
     *
     * @param owner who it is, for the message
     */
    public static void start(String owner) {
        Thread watch = new Thread(() -> {
            drain(System.in);
            leave(owner);
        }, "owner-watch");
        watch.setDaemon(true);
        watch.start();
    }

    /** Says why and ends the process at once, without shutdown hooks: there is nobody left to tidy up for. */
    static void leave(String owner) {
        System.err.println("ipc-roundtrip: " + owner + " has gone, leaving");
        Runtime.getRuntime().halt(ORPHANED);
    }

    private static void drain(InputStream in) {
        byte[] ignored = new byte[256];
        try {
            while (in.read(ignored) >= 0) {
                // Nobody speaks here; only the end matters.
            }
        } catch (IOException e) {
            // A pipe that cannot be read has ended just as well.
        }
    }
}
