package ipc;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.stream.Stream;

/**
 * Runs {@code run.sh} and the jar in separate processes. A temporary directory of the test's own tells their processes from
 * all others.
 */
public final class Harness {
    /** The folder of {@code run.sh}. */
    public static final Path HOME = Path.of(System.getProperty("ipc.home", ".")).toAbsolutePath().normalize();
    /** Limit for a test that hangs. No test needs this long, however busy the machine is. */
    public static final int HANGS_SECONDS = 900;
    /** The jar under test. */
    public static final Path JAR = Path.of(System.getProperty("ipc.jar", "target/ipc-roundtrip.jar")).toAbsolutePath();

    /** Limit for an event that never comes. It says nothing of how fast the event must be. */
    private static final long PATIENCE_SECONDS = 120;
    /** Files that a run creates beside its results or in a directory for mapped files. No other program uses this name. */
    private static final String MADE = "\\.?ipc-roundtrip-[0-9a-f]{32}";

    private final Path work;
    private final Path temporary;
    private final LastingObjects lasting = new LastingObjects();

    /** @param work an empty directory of the test */
    public Harness(Path work) {
        this.work = work;
        this.temporary = work.resolve("tmp");
        try {
            Files.createDirectories(temporary);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The exit code and the output of a finished process. */
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
            // A measurement of somebody else does not make a test fail. See RunLock.
            builder.environment().put("IPC_ROUNDTRIP_LOCK", lock().toString());
            builder.environment().remove("CI");
            builder.environment().putAll(environment);
            return new Started(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The lasting objects that this harness compares with. */
    public LastingObjects lasting() {
        return lasting;
    }

    /** The temporary directory of this harness's processes. */
    public Path temporary() {
        return temporary;
    }

    /** The lock that keeps measurements of this harness apart. */
    public Path lock() {
        return work.resolve("jmh.lock");
    }

    /** A running process and its output so far. */
    public record Started(Process process, Path out, Path err) {
    }

    /** Waits for the end. */
    public Finished finish(Started started) {
        try {
            if (!started.process().waitFor(HANGS_SECONDS, TimeUnit.SECONDS)) {
                started.process().destroyForcibly();
                throw new AssertionError("still running after " + HANGS_SECONDS + " s; it said "
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

    /** Waits until a condition holds. Fails after {@value #PATIENCE_SECONDS} seconds. */
    public static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline) {
                throw new AssertionError("waited in vain for " + what);
            }
            sleep(10);
        }
    }

    /** Waits for the end of a process, and kills it if that does not come. */
    public static int await(Process process) {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("waited in vain for the end of " + process.info().commandLine().orElse("a process"));
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
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

    /** Waits until no process, file or other lasting object of this harness's runs is left, and fails if one stays. */
    public void assertNothingLeft() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < deadline
                && !(processes("").isEmpty() && temporaryFiles().isEmpty() && namedFiles().isEmpty())) {
            sleep(20);
        }
        assertThat(processes("").stream().map(Harness::commandLine)).as("processes").isEmpty();
        assertThat(temporaryFiles()).as("temporary files").isEmpty();
        assertThat(namedFiles()).as("files of a run in the test's directory").isEmpty();
        lasting.assertNothingLeft();
    }

    /** Waits until {@code run.sh} has removed its temporary files, before a test removes its own directory. */
    public void awaitCleanUp() {
        await("the removal of temporary files", () -> temporaryFiles().isEmpty());
    }

    /** Files of a run anywhere in the test's directory. Links are not followed. */
    private List<Path> namedFiles() {
        try (Stream<Path> tree = Files.walk(work)) {
            return tree.filter(path -> path.getFileName().toString().matches(MADE)).toList();
        } catch (UncheckedIOException e) {
            // A file was removed while we looked, so we look again.
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

    /** The targets of this process's file descriptors. The JVM opens and closes some of its own at any time. */
    public static List<String> openFiles() throws IOException {
        List<String> open = new ArrayList<>();
        try (Stream<Path> descriptors = Files.list(Path.of("/proc/self/fd"))) {
            for (Path descriptor : descriptors.toList()) {
                try {
                    open.add(Files.readSymbolicLink(descriptor).toString());
                } catch (IOException e) {
                    // It was closed in the meantime.
                }
            }
        }
        return open;
    }

    /** The same text with each list item in one line. */
    static String unwrapped(String markdown) {
        return markdown.replaceAll("\\n {2}(?=\\S)", " ");
    }
}
