package ipc.session;

import ipc.BadInputException;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * JMH's lock {@code /tmp/jmh.lock}, held for the whole run, because two measurements at the same time disturb each other. JMH
 * itself would lock a file in our private temporary directory, cell by cell.
 *
 * <p>The environment variable {@value #VARIABLE} names another file. Tests set it, because their figures do not count: another
 * measurement must not make them fail, and they must not make another one fail.
 */
final class RunLock implements AutoCloseable {
    /** Must be set before JMH's {@code Runner} is loaded. */
    private static final String JMH_LEAVES_LOCKING_TO_US = "jmh.ignoreLock";
    private static final String VARIABLE = "IPC_ROUNDTRIP_LOCK";
    private static final Path FILE = Path.of(System.getenv().getOrDefault(VARIABLE, "/tmp/jmh.lock"));

    private static final long LOOK_AGAIN_MILLIS = 200;

    private final FileChannel channel;
    private final boolean besideAnother;
    private boolean wanted;

    /** @param wanted whether this run goes on without the lock, and takes it later */
    private RunLock(FileChannel channel, boolean besideAnother, boolean wanted) {
        this.channel = channel;
        this.besideAnother = besideAnother;
        this.wanted = wanted;
    }

    /** The choices of a run that finds the lock taken. */
    enum IfTaken {
        /** It ends. */
        REFUSE,
        /** It begins when the other one has ended. */
        WAIT,
        /** It begins at once. */
        GO_ON
    }

    /**
     * Takes the lock.
     *
     * @throws BadInputException if another run, ours or any JMH's, holds it, and this one is to be refused
     */
    static RunLock take(IfTaken ifTaken) {
        System.setProperty(JMH_LEAVES_LOCKING_TO_US, "true");
        return take(FILE, ifTaken);
    }

    static RunLock take(Path file, IfTaken ifTaken) {
        boolean sideBySide = ifTaken == IfTaken.GO_ON;
        FileChannel channel;
        try {
            createIfAbsent(file);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            System.err.println("ipc-roundtrip: " + file + " cannot be opened (" + e.getMessage()
                    + "). A second measurement at the same time would not be noticed");
            return new RunLock(null, false, false);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock == null && ifTaken == IfTaken.REFUSE) {
                channel.close();
                throw new BadInputException("another measurement is running (it holds " + file
                        + "). Add --wait to begin when it has ended, or --side-by-side to begin now");
            }
            if (lock == null && ifTaken == IfTaken.WAIT) {
                System.err.println("ipc-roundtrip: another measurement is running. This one begins when it has ended (--wait)");
                lock = await(channel);
            }
            if (sideBySide && lock != null) {
                lock.release();
            }
            RunLock taken = new RunLock(channel, lock == null, sideBySide);
            taken.tryAgain();
            return taken;
        } catch (IOException e) {
            System.err.println("ipc-roundtrip: " + file + " cannot be locked (" + e.getMessage() + ")");
            return new RunLock(channel, false, false);
        }
    }

    /** Looks again and again, because a thread that waits in the kernel would not end with the program. */
    private static FileLock await(FileChannel channel) throws IOException {
        FileLock lock = null;
        while (lock == null) {
            try {
                Thread.sleep(LOOK_AGAIN_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException(e);
            }
            lock = channel.tryLock();
        }
        return lock;
    }

    /**
     * Takes the lock as soon as the other measurement has ended. A run that began beside another one calls this between cells, so
     * that later runs wait for it. The lock is shared: other runs with {@code --side-by-side} may hold it too.
     */
    void tryAgain() {
        try {
            wanted = wanted && channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            // A third run will not be refused.
        }
    }

    /** Whether another measurement was running when this one began. */
    boolean isBesideAnother() {
        return besideAnother;
    }

    private static void createIfAbsent(Path file) throws IOException {
        try {
            Files.createFile(file);
            // As JMH does: other users' runs lock the same file.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (FileAlreadyExistsException e) {
            // JMH never removes the file.
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The kernel releases the lock when this process ends.
        }
    }
}
