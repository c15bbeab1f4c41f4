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
 * JMH's own lock, {@code jmh.lock} in the system's temporary directory, held for the whole run: two measurements at once
 * spoil each other. JMH itself would take it cell by cell, and in our private temporary directory, where nobody looks.
 *
 * <p>The environment variable {@value #VARIABLE} names another file. The tests set it, because their runs measure nothing that
 * counts: neither does another measurement on the machine make them fail, nor do they make another one fail.
 */
final class RunLock implements AutoCloseable {
    /** Must be set before JMH's {@code Runner} is loaded. */
    private static final String JMH_LEAVES_LOCKING_TO_US = "jmh.ignoreLock";
    private static final String VARIABLE = "IPC_ROUNDTRIP_LOCK";
    private static final Path FILE = Path.of(System.getenv().getOrDefault(VARIABLE, "/tmp/jmh.lock"));

    private final FileChannel channel;
    private final boolean besideAnother;
    private boolean wanted;

    /** @param wanted whether this run goes on without it */
    private RunLock(FileChannel channel, boolean besideAnother, boolean wanted) {
        this.channel = channel;
        this.besideAnother = besideAnother;
        this.wanted = wanted;
    }

    /**
     * Takes it.
     *
     * @param sideBySide whether to go on beside others, who may hold it or take it likewise
     * @throws BadInputException if another run, ours or any JMH's, holds it
     */
    static RunLock take(boolean sideBySide) {
        System.setProperty(JMH_LEAVES_LOCKING_TO_US, "true");
        return take(FILE, sideBySide);
    }

    static RunLock take(Path file, boolean sideBySide) {
        FileChannel channel;
        try {
            createIfAbsent(file);
            channel = FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            System.err.println("ipc-roundtrip: " + file + " cannot be opened (" + e.getMessage()
                    + "), so a second measurement at the same time would go unnoticed");
            return new RunLock(null, false, false);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock == null && !sideBySide) {
                channel.close();
                throw new BadInputException("another measurement is running (it holds " + file
                        + "), and two at once would spoil each other; wait until it ends, or say --side-by-side");
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

    /**
     * To be called now and then by a run that began beside another one: when that has ended, whoever wants to be alone has to
     * wait for this one. Others who go on beside others may have the lock too.
     */
    void tryAgain() {
        try {
            wanted = wanted && channel.tryLock(0, Long.MAX_VALUE, true) == null;
        } catch (IOException e) {
            // Then a third one is not refused.
        }
    }

    /** Whether another measurement was running when this one began. */
    boolean isBesideAnother() {
        return besideAnother;
    }

    private static void createIfAbsent(Path file) throws IOException {
        try {
            Files.createFile(file);
            // As JMH does: another user's run must be able to take it too.
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-rw-rw-"));
        } catch (FileAlreadyExistsException e) {
            // JMH never removes it.
        }
    }

    @Override
    public void close() {
        try {
            if (channel != null) {
                channel.close();
            }
        } catch (IOException e) {
            // The lock goes with the process at the latest.
        }
    }
}
