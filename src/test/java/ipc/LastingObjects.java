package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import ipc.proc.ProcessFacts;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The objects on this machine that outlive a process: System V segments, semaphore sets and queues, POSIX queues, and files in
 * {@code /dev/shm}. A test makes one of these before it begins and asks it afterwards whether the test left something.
 *
 * <p>Other programs may make and remove objects at the same time, among them other runs of this program and of its tests. So an object counts as left
 * only if it was not there before and is still there after {@value #PATIENCE_SECONDS} seconds. Its creator must not be a living
 * process outside this test, and no other run may have it in its cleanup ledger.
 */
public final class LastingObjects {
    private static final long PATIENCE_SECONDS = 30;
    private static final String NAME = "ipc-roundtrip";
    private static final String PRIVATE_DIRECTORY = "-Dipc.private=";
    /** Every key of ours begins with "ip". */
    private static final String KEYS_OF_OURS = "0x6970[0-9a-f]{4}";
    private static final int KEY_COLUMN = 0;
    private static final int ID_COLUMN = 1;
    /** The column of the creator's process id, which only segments have. */
    private static final int CREATOR_COLUMN = 4;

    private final Set<String> before = all();

    /** Fails if the test has left an object. Waits for what is about to be removed. */
    public void assertNothingLeft() {
        Set<String> left = made();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!left.isEmpty() && System.nanoTime() < deadline) {
            Harness.sleep(50);
            left.retainAll(made());
        }
        assertThat(left).as("objects that the test left").isEmpty();
    }

    /** The objects that have come since this was made, without those that are known to be somebody else's. */
    public Set<String> made() {
        Set<String> made = all();
        made.removeAll(before);
        if (!made.isEmpty()) {
            made.removeAll(inLedgersOfOthers());
        }
        return made;
    }

    private static Set<String> all() {
        Set<String> all = new TreeSet<>();
        rows("shm").filter(row -> row[KEY_COLUMN].equals("0") && !isOthers(Long.parseLong(row[CREATOR_COLUMN])))
                .forEach(row -> all.add("segment " + row[ID_COLUMN]));
        keys("sem").forEach(key -> all.add("SEMAPHORES:" + key));
        keys("msg").forEach(key -> all.add("QUEUE:" + key));
        posixQueues().forEach(name -> all.add("mq:/" + name));
        sharedMemoryObjects().forEach(name -> all.add("/dev/shm/" + name));
        return all;
    }

    /** The keys of objects that this program could have made, as a cleanup ledger has them. */
    private static Stream<String> keys(String list) {
        return rows(list).map(row -> "0x" + Integer.toHexString(Integer.parseInt(row[KEY_COLUMN])))
                .filter(key -> key.matches(KEYS_OF_OURS));
    }

    /** Whether a process lives and is neither this one nor one of its descendants. */
    private static boolean isOthers(long process) {
        Optional<ProcessHandle> each = ProcessHandle.of(process);
        boolean lives = each.isPresent();
        while (each.isPresent() && each.get().pid() != ProcessHandle.current().pid()) {
            each = each.get().parent();
        }
        return lives && each.isEmpty();
    }

    /** Objects in the cleanup ledgers of other runs that go on. */
    private static Set<String> inLedgersOfOthers() {
        return ProcessHandle.allProcesses().filter(process -> isOthers(process.pid()))
                .flatMap(process -> ProcessFacts.commandLine(process.pid()).stream())
                .filter(word -> word.startsWith(PRIVATE_DIRECTORY)).map(word -> word.substring(PRIVATE_DIRECTORY.length()))
                .distinct().flatMap(directory -> lines(Path.of(directory, "elsewhere")))
                // A System V object's id may follow its key.
                .map(line -> line.replaceFirst("(:0x[0-9a-f]+):.*", "$1")).collect(Collectors.toSet());
    }

    private static Stream<String> lines(Path ledger) {
        try (Stream<Path> links = Files.list(ledger)) {
            return links.flatMap(link -> {
                try {
                    return Stream.of(Files.readSymbolicLink(link).toString());
                } catch (IOException e) {
                    // Struck off meanwhile.
                    return Stream.empty();
                }
            }).toList().stream();
        } catch (IOException e) {
            return Stream.empty();
        }
    }

    /** The rows of a list in {@code /proc/sysvipc}, a word for each column. */
    private static Stream<String[]> rows(String list) {
        Path file = Path.of("/proc/sysvipc", list);
        try {
            return Files.exists(file)
                    ? Files.readAllLines(file).stream().skip(1).map(line -> line.strip().split("\\s+"))
                    : Stream.empty();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ids of all System V segments of this machine. */
    public static Set<String> segments() {
        return ids("shm");
    }

    /** Ids of all System V semaphore sets of this machine. */
    public static Set<String> semaphores() {
        return ids("sem");
    }

    private static Set<String> ids(String list) {
        return rows(list).map(row -> row[ID_COLUMN]).collect(Collectors.toCollection(TreeSet::new));
    }

    /** Ids of all System V message queues of this machine, and names of all POSIX queues that this program could have made. */
    public static Set<String> queues() {
        Set<String> queues = ids("msg");
        queues.addAll(posixQueues());
        return queues;
    }

    /**
     * Names of POSIX queues. Root sees all of them. Other users see them only if the file system is mounted in its usual
     * place.
     */
    private static Set<String> posixQueues() {
        return mountedQueues().orElseGet(() -> ours("/dev/mqueue"));
    }

    /** Mounts the file system of queues for a shell alone. It shows the queues of our IPC namespace. */
    private static Optional<Set<String>> mountedQueues() {
        try {
            Process shell = new ProcessBuilder("unshare", "-m", "sh", "-c",
                    "mount -t mqueue none /tmp && ls -A /tmp").redirectErrorStream(true).start();
            // All streams are closed here, because some tests count open files.
            shell.getOutputStream().close();
            shell.getErrorStream().close();
            String said;
            try (InputStream out = shell.getInputStream()) {
                said = new String(out.readAllBytes(), StandardCharsets.UTF_8);
            }
            return shell.waitFor() == 0
                    ? Optional.of(said.lines().filter(name -> name.contains(NAME)).collect(Collectors.toCollection(TreeSet::new)))
                    : Optional.empty();
        } catch (IOException e) {
            return Optional.empty();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Names of all POSIX shared memory objects, and of other files beside them, that this program could have made. */
    public static Set<String> sharedMemoryObjects() {
        return ours("/dev/shm");
    }

    private static Set<String> ours(String directory) {
        if (!Files.isDirectory(Path.of(directory))) {
            return Set.of();
        }
        try (Stream<Path> files = Files.list(Path.of(directory))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.contains(NAME))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
