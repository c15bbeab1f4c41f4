package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Runs the real thing: {@code run.sh} and the jar it hands over to, in processes of their own, with a temporary directory of
 * their own, by which every process of a run can be told from everybody else's.
 */
public final class Harness {
    /** Folder of {@code run.sh}. */
    public static final Path HOME = Path.of(System.getProperty("ipc.home", ".")).toAbsolutePath().normalize();
    /** The jar under test. */
    public static final Path JAR = Path.of(System.getProperty("ipc.jar", "target/ipc-roundtrip.jar")).toAbsolutePath();

    private static final long LONGEST_SECONDS = 240;
    private static final String NAME = "ipc-roundtrip";
    /** What a run makes beside its results or in a directory of mapped files, by a name that nobody else gives. */
    private static final String MADE = "\\.?ipc-roundtrip-[0-9a-f]{32}";

    private final Path work;
    private final Path temporary;
    private final Set<String> perfDataBefore = perfData();
    private final Set<String> objectsBefore = sharedMemoryObjects();
    private final Set<String> semaphoresBefore = semaphores();
    private final Set<String> queuesBefore = queues();

    /** @param work an empty directory of the test's own */
    public Harness(Path work) {
        this.work = work;
        this.temporary = work.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What a finished process said. */
    public record Finished(int exitCode, String out, String err) {
    }

    /** Runs {@code run.sh} to its end. */
    public Finished run(String... arguments) {
        return run(HOME.resolve("run.sh"), arguments);
    }

    /** Runs this {@code run.sh} to its end. */
    public Finished run(Path runSh, String... arguments) {
        List<String> command = new ArrayList<>(List.of(runSh.toString()));
        command.addAll(List.of(arguments));
        return finish(start(command, Map.of()));
    }

    /** Starts a command with this harness's temporary directory. */
    public Started start(List<String> command, Map<String, String> environment) {
        try {
            Path out = Files.createTempFile(work, "out", ".txt");
            Path err = Files.createTempFile(work, "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command).directory(work.toFile())
                    .redirectOutput(out.toFile()).redirectError(err.toFile());
            builder.environment().put("TMPDIR", temporary.toString());
            builder.environment().remove("CI");
            builder.environment().putAll(environment);
            return new Started(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A running process and its output so far. */
    public record Started(Process process, Path out, Path err) {
    }

    /** Waits for the end. */
    public Finished finish(Started started) {
        try {
            if (!started.process().waitFor(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                started.process().destroyForcibly();
                throw new AssertionError("still running after " + LONGEST_SECONDS + " s; it said "
                        + Files.readString(started.err()));
            }
            return new Finished(started.process().exitValue(), Files.readString(started.out()),
                    Files.readString(started.err()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Processes of this harness's runs whose command line contains a word. */
    public List<ProcessHandle> processes(String word) {
        return ProcessHandle.allProcesses()
                .filter(handle -> commandLine(handle).contains(temporary.toString()))
                .filter(handle -> commandLine(handle).contains(word)).toList();
    }

    private static String commandLine(ProcessHandle handle) {
        try {
            return new String(Files.readAllBytes(Path.of("/proc", Long.toString(handle.pid()), "cmdline")),
                    StandardCharsets.UTF_8).replace('\0', ' ');
        } catch (IOException e) {
            return "";
        }
    }

    /** Waits until a condition holds. */
    public static void await(String what, long seconds, Predicate<Void> condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
        while (!condition.test(null)) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError(what + " did not happen within " + seconds + " s");
            }
            sleep(10);
        }
    }

    /** Sleeps. */
    public static void sleep(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /**
     * Within two seconds no process and no file of this harness's runs is left, and no memory, queue or semaphore set but what
     * was there before.
     */
    public void assertNothingLeft(Set<String> segmentsBefore) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(2);
        while (System.nanoTime() < deadline && !(processes("").isEmpty() && temporaryFiles().isEmpty()
                && segmentsBefore.containsAll(segments()) && semaphoresBefore.containsAll(semaphores())
                && namedFiles().isEmpty() && objectsBefore.containsAll(sharedMemoryObjects())
                && queuesBefore.containsAll(queues()))) {
            sleep(20);
        }
        assertThat(processes("").stream().map(Harness::commandLine)).as("processes").isEmpty();
        assertThat(temporaryFiles()).as("temporary files").isEmpty();
        assertThat(namedFiles()).as("files of a run's in the test's directory").isEmpty();
        assertThat(perfData()).as("hsperfdata").isSubsetOf(perfDataBefore);
        Set<String> left = segments();
        left.removeAll(segmentsBefore);
        assertThat(left).as("System V segments").isEmpty();
        assertThat(semaphores()).as("System V semaphore sets").isSubsetOf(semaphoresBefore);
        assertThat(queues()).as("message queues").isSubsetOf(queuesBefore);
        assertThat(sharedMemoryObjects()).as("files in /dev/shm").isSubsetOf(objectsBefore);
    }

    /** Waits for what {@code run.sh} removes a moment after its end: a test's own clean-up shall not meet it there. */
    public void awaitCleanUp() {
        await("temporary files are gone", 5, nothing -> temporaryFiles().isEmpty());
    }

    /** In the test's directory, wherever its runs were told to write; links are not followed. */
    private List<Path> namedFiles() {
        try (Stream<Path> tree = Files.walk(work)) {
            return tree.filter(path -> path.getFileName().toString().matches(MADE)).toList();
        } catch (UncheckedIOException e) {
            // Removed while we looked: another look.
            assertThat(e).hasCauseInstanceOf(NoSuchFileException.class);
            return namedFiles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private List<Path> temporaryFiles() {
        try (Stream<Path> files = Files.list(temporary)) {
            return files.toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** JVMs that were not told otherwise leave this in the system's temporary directory, wherever ours is. */
    private static Set<String> perfData() {
        try (Stream<Path> files = Files.list(Path.of("/tmp"))) {
            return files.map(file -> file.getFileName().toString()).filter(name -> name.startsWith("hsperfdata_"))
                    .collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Ids of all System V segments of this machine. */
    public static Set<String> segments() {
        return systemVIds("shm");
    }

    /** Ids of all System V semaphore sets of this machine. */
    public static Set<String> semaphores() {
        return systemVIds("sem");
    }

    /**
     * Ids of all System V message queues of this machine; and names of all POSIX ones that a program of ours could have made: as
     * root wherever their file system is mounted, else where it is mounted in its usual place.
     */
    public static Set<String> queues() {
        Set<String> queues = systemVIds("msg");
        queues.addAll(posixQueues().orElseGet(() -> ours("/dev/mqueue")));
        return queues;
    }

    /** By a mount of our own, which ends with the shell that made it; the queues are those of our namespace all the same. */
    private static Optional<Set<String>> posixQueues() {
        try {
            Process shell = new ProcessBuilder("unshare", "-m", "sh", "-c",
                    "mount -t mqueue none /tmp && ls -A /tmp").redirectErrorStream(true).start();
            // All are closed here, for some tests count what this process has open.
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

    private static Set<String> systemVIds(String kind) {
        Path list = Path.of("/proc/sysvipc", kind);
        try (Stream<String> lines = Files.exists(list) ? Files.lines(list) : Stream.empty()) {
            return lines.skip(1).map(line -> line.strip().split("\\s+")[1]).collect(Collectors.toCollection(TreeSet::new));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Names of all POSIX shared memory objects, and of other files beside them, that a program of ours could have made. */
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

    /** What this process's descriptors lead to. Others than the test's own come and go in a JVM. */
    public static List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    open.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // Closed meanwhile.
                }
            }
        }
        return open;
    }
}
