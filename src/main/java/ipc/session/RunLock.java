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
 */
final class RunLock implements AutoCloseable {
    /** Must be set before JMH's {@code Runner} is loaded. */
    private static final String JMH_LEAVES_LOCKING_TO_US = "jmh.ignoreLock";
    private static final Path FILE = Path.of("/tmp/jmh.lock");

    private final FileChannel channel;

    private RunLock(FileChannel channel) {
        this.channel = channel;
    }

    /** @throws BadInputException if another run, ours or any JMH's, holds it */
    static RunLock take() {
        System.setProperty(JMH_LEAVES_LOCKING_TO_US, "true");
        FileChannel channel;
        try {
            createIfAbsent();
            channel = FileChannel.open(FILE, StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
        } catch (IOException e) {
            System.err.println("ipc-roundtrip: " + FILE + " cannot be opened (" + e.getMessage()
                    + "), so a second measurement at the same time would go unnoticed");
            return new RunLock(null);
        }
        try {
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new BadInputException("another measurement is running (it holds " + FILE
                        + "), and two at once would spoil each other; wait until it ends");
            }
            return new RunLock(channel);
        } catch (IOException e) {
            System.err.println("ipc-roundtrip: " + FILE + " cannot be locked (" + e.getMessage() + ")");
            return new RunLock(channel);
        }
    }

    private static void createIfAbsent() throws IOException {
        try {
            Files.createFile(FILE);
            // As JMH does: another user's run must be able to take it too.
            Files.setPosixFilePermissions(FILE, PosixFilePermissions.fromString("rw-rw-rw-"));
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
