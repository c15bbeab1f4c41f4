package ipc.cleanup;

import ipc.BadInputException;
import ipc.ledger.CleanupLedger;
import ipc.session.CrashReports;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The run's own temporary directory, mode 0700. The JVMs unpack and write their files there. {@code run.sh} makes it, and removes
 * it when this process ends in any way. Without {@code run.sh}, this class makes it and a shutdown hook removes it.
 */
public final class PrivateDirectory {
    private static final String GIVEN = CleanupLedger.PRIVATE;
    private static final String JNA_DIRECTORY = "jna.tmpdir";

    private static Path made;

    private PrivateDirectory() {
    }

    /**
     * The directory, made if need be; called before anything loads a library.
     *
     * @throws BadInputException if none can be made, or this process is ending
     */
    public static synchronized Path get() {
        String given = System.getProperty(GIVEN);
        if (given != null) {
            return Path.of(given);
        }
        try {
            if (made == null) {
                make();
            }
            // JNA, which is not loaded yet, would make a folder of its own beside it.
            System.setProperty(JNA_DIRECTORY, made.toString());
            System.setProperty(GIVEN, made.toString());
            return made;
        } catch (IOException e) {
            throw new BadInputException("no temporary directory can be made in " + System.getProperty("java.io.tmpdir") + " ("
                    + e.getMessage() + "); name one with TMPDIR");
        }
    }

    /** The hook first, which waits for the lock: a signal that comes while the directory is being made leaves nothing either. */
    private static void make() throws IOException {
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(PrivateDirectory::removeMade, "private-directory"));
        } catch (IllegalStateException shuttingDown) {
            throw new BadInputException("ended by a signal before it began");
        }
        made = Files.createTempDirectory("ipc-roundtrip-");
        try {
            Owner.ofThisProcess().write(made);
            Files.createDirectory(made.resolve(CleanupLedger.FOLDER));
        } catch (IOException e) {
            remove(made);
            made = null;
            throw e;
        }
    }

    private static synchronized void removeMade() {
        if (made == null) {
            return;
        }
        try {
            Orphan.removeAll(made);
        } finally {
            remove(made);
        }
    }

    /** JVM options that send a fork's and a peer's files there, what a JVM writes when it crashes too. */
    public static List<String> jvmOptions(Path directory) {
        return List.of("-Djava.io.tmpdir=" + directory, "-D" + JNA_DIRECTORY + "=" + directory, "-D" + GIVEN + "=" + directory,
                "-XX:ErrorFile=" + directory.resolve(CrashReports.PREFIX) + "%p.log", "-XX:-CreateCoredumpOnCrash");
    }

    private static void remove(Path directory) {
        try {
            Orphan.removeTree(directory);
        } catch (IOException e) {
            System.err.println("ipc-roundtrip: " + directory + " could not be removed: " + e.getMessage());
        }
    }
}
