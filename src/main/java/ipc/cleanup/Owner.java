package ipc.cleanup;

import ipc.proc.ProcessFacts;
import ipc.proc.SystemFiles;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Names the process that a private directory belongs to. It is the content of the file {@value #FILE} in it, which {@link
 * PrivateDirectory} writes before anything else.
 *
 * <p>The process holds a lock on the file while it lives. The kernel releases the lock with the process, and other containers of
 * the machine see it too. A process id alone is not enough: ids are reused, and containers have their own.
 *
 * @param process      the launcher's id
 * @param startedTicks when it started: {@code proc_pid_stat(5)}, field 22
 * @param boot         which start of which machine: {@code /proc/sys/kernel/random/boot_id}
 * @param pids         the namespace of its process ids
 */
record Owner(long process, long startedTicks, String boot, String pids) {
    /** Its name. */
    static final String FILE = "owner";

    private static final int LONGEST_BYTES = 1000;
    /** The open file of this process's own directory: the lock ends when the file is closed. */
    private static FileChannel held;

    static Owner ofThisProcess() {
        long process = ProcessHandle.current().pid();
        return new Owner(process, ProcessFacts.startedTicks(process).orElse(0L), thisBoot(), thesePids());
    }

    private static String thisBoot() {
        return SystemFiles.OF_THIS_MACHINE.read("proc/sys/kernel/random/boot_id").orElse("");
    }

    private static String thesePids() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException e) {
            return "";
        }
    }

    /**
     * Makes this process the owner of a directory until it ends. The lock comes first: nobody touches a directory whose file is
     * still empty.
     */
    static void claim(Path directory) throws IOException {
        held = FileChannel.open(directory.resolve(FILE), StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try {
            held.tryLock();
        } catch (IOException e) {
            // A file system without locks: the process id has to do.
        }
        try {
            held.write(ByteBuffer.wrap(ofThisProcess().text().getBytes(StandardCharsets.US_ASCII)));
        } catch (IOException e) {
            Files.delete(directory.resolve(FILE));
            throw e;
        }
    }

    /** The content of the file. */
    String text() {
        return "process " + process + "\nstarted " + startedTicks + "\nboot " + boot + "\npids " + pids + "\n";
    }

    /** Whether a living process holds the lock of this directory's file. */
    static boolean isLocked(Path directory) {
        try (FileChannel file = FileChannel.open(directory.resolve(FILE), StandardOpenOption.WRITE, LinkOption.NOFOLLOW_LINKS);
                FileLock lock = file.tryLock()) {
            return lock == null;
        } catch (OverlappingFileLockException e) {
            return true;
        } catch (IOException e) {
            return false;
        }
    }

    /** Empty if the directory has no such file, or something else in it. */
    static Optional<Owner> read(Path directory) {
        Path file = directory.resolve(FILE);
        Map<String, String> values = new HashMap<>();
        try {
            if (!Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS) || Files.size(file) > LONGEST_BYTES) {
                return Optional.empty();
            }
            for (String line : Files.readAllLines(file)) {
                String[] words = line.split(" ", 2);
                values.put(words[0], words.length == 2 ? words[1] : "");
            }
            return Optional.of(new Owner(Long.parseLong(values.getOrDefault("process", "")),
                    Long.parseLong(values.getOrDefault("started", "")), values.getOrDefault("boot", ""),
                    values.getOrDefault("pids", "")));
        } catch (IOException | NumberFormatException e) {
            return Optional.empty();
        }
    }

    /** Why nobody here can know whether it lives; empty if that can be known. */
    Optional<String> isElsewhere() {
        return boot.isEmpty() || !boot.equals(thisBoot())
                ? Optional.of("its run began before this machine was started, or on another one") : Optional.empty();
    }

    /** Whether a process with its id lives here. In another container its id means nothing. */
    boolean lives() {
        return pids.equals(thesePids())
                && ProcessFacts.startedTicks(process).filter(started -> started == startedTicks).isPresent();
    }
}
